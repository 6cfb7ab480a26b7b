import type { Words } from '@rollcall/protocol';
import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import { onStopSignal, SIGNAL_STATUS } from '../interrupts.ts';
import { painters, type Io } from '../io.ts';
import type { Paint } from '../terminal/colour.ts';
import { processScreen } from '../terminal/process-screen.ts';
import type { Screen } from '../terminal/screen.ts';
import { letYoungSpaceGrow } from '../young-space.ts';
import type { Closers } from './build-server.ts';
import { defineServe, type ServeOptions } from './options.ts';

/** `rollcall serve`: the console, until a signal ends it. */
export function serveCommand(io: Io, done: (status: number) => void): Command {
  return defineServe(io.locale).action(async (options: ServeOptions) => {
    letYoungSpaceGrow();
    const closers: Closers = [];
    const paint = painters(io, true);
    const screen = processScreen(io);
    const stop = stopSignal(screen, paint.err, io);
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
  { err: { isTerminal }, locale }: Io,
): { asked: Promise<void>; forget: () => void } {
  const asked = Promise.withResolvers<void>();
  let count = 0;
  const forget = onStopSignal((signal) => {
    count += 1;
    if (count > 1) process.exit(SIGNAL_STATUS[signal]);
    // A terminal shows `^C` where the line begins.
    screen.note(`${isTerminal ? '\r' : ''}${paint([{ text: ` ── ${STOPPING[locale]}`, role: 'dim' }])}\n`);
    asked.resolve();
  });
  return { asked: asked.promise, forget };
}

const STOPPING: Words = {
  en: 'stopping: hosts in flight get 10 s. Ctrl-C again ends the program now',
  zh: '正在停止：进行中的主机有 10 秒。再按 Ctrl-C 立即结束程序',
};
