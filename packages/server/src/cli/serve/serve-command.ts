import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { onStopSignal, SIGNAL_STATUS } from '../interrupts.ts';
import { painters, type Io } from '../io.ts';
import type { Paint } from '../terminal/colour.ts';
import { processScreen } from '../terminal/process-screen.ts';
import type { Screen } from '../terminal/screen.ts';
import type { Closers } from './build-server.ts';
import { defineServe, type ServeOptions } from './options.ts';

/** `rollcall serve`: the console, until a signal ends it. */
export function serveCommand(io: Io, done: (status: number) => void): Command {
  return defineServe().action(async (options: ServeOptions) => {
    const closers: Closers = [];
    const paint = painters(io, true);
    const screen = processScreen(io);
    const stop = stopSignal(screen, paint.err, io.err.isTerminal);
    try {
      // Loaded when it is needed: the web takes longer to load than everything else of the program.
      const { startServer } = await import('./serve.ts');
      await startServer(options, { io, screen, paint }, closers);
      await stop.asked;
    } finally {
      for (const close of closers.reverse()) await close();
      stop.forget();
      await screen.close();
    }
    done(EXIT.ok);
  });
}

/** The first signal asks the server to stop, the second ends the program at once. */
function stopSignal(
  screen: Screen,
  paint: Paint,
  isTerminal: boolean,
): { asked: Promise<void>; forget: () => void } {
  const asked = Promise.withResolvers<void>();
  let count = 0;
  const forget = onStopSignal((signal) => {
    count += 1;
    if (count > 1) process.exit(SIGNAL_STATUS[signal]);
    const words = 'stopping: hosts in flight get 10 s. Ctrl-C again ends the program now';
    // A terminal shows `^C` where the line begins.
    screen.note(`${isTerminal ? '\r' : ''}${paint([{ text: ` ── ${words}`, role: 'dim' }])}\n`);
    asked.resolve();
  });
  return { asked: asked.promise, forget };
}
