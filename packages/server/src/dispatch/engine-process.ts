import type { Engine } from '../run/engine.ts';
import { StorageError } from '../run/ports.ts';
import { RunRefusedError } from '../run/refusal.ts';
import { toEngine, type EngineSettings, type FromEngine, type ToEngine } from './messages.ts';
import { throttledBell } from './throttled-bell.ts';

/** An engine with everything around it. */
export interface BuiltEngine {
  engine: Engine;
  /** Ends the runs of dead engines. */
  recover: () => Promise<unknown>;
  /** Closes what the engine was built on. */
  close: () => Promise<void>;
}

/** What the engine says besides its log. */
export interface EngineTools {
  onReached: (run: string, part: number, seq: number) => void;
  onBug: (bug: unknown, about: string) => void;
}

/** How often the runs of other dead engines are looked for: a `rollcall run` that was killed, say. */
const RECOVER_EVERY_MS = 5_000;
/** What hosts in flight get when the system ends this process itself. */
const TERM_GRACE_MS = 10_000;

/**
 * The life of an engine process under its server: builds the engine once it knows its settings, ends what dead engines have
 * left, says that it is ready, and then does what it is told. Signals for the whole terminal are the server's to judge.
 * When the server is gone, the runs that were begun are carried to their end, and the process ends.
 */
export function serveEngine(
  build: (settings: EngineSettings, tools: EngineTools) => Promise<BuiltEngine>,
): void {
  let built: Promise<BuiltEngine> | undefined;
  const bell = throttledBell((run, seq) => say({ type: 'reached', run, seq }));
  const tools: EngineTools = {
    onReached: (run, _part, seq) => bell(run, seq),
    onBug: (bug, about) => say({ type: 'bug', about, text: bugText(bug) }),
  };

  async function begin(settings: EngineSettings): Promise<BuiltEngine> {
    const made = await build(settings, tools);
    await made.recover();
    setInterval(() => {
      made.recover().catch((error: unknown) => {
        if (!(error instanceof StorageError)) tools.onBug(error, 'recovery');
      });
    }, RECOVER_EVERY_MS);
    say({ type: 'ready' });
    return made;
  }

  function configure(settings: EngineSettings): void {
    built = begin(settings);
    built.catch((error: unknown) => {
      const message = error instanceof StorageError ? error.message : bugText(error);
      say({ type: 'failed', message }, () => process.exit(1));
    });
  }

  async function dispatch({ ask, run, secrets }: Extract<ToEngine, { type: 'dispatch' }>): Promise<void> {
    try {
      await (await built)!.engine.start(run, secrets);
      say({ type: 'begun', ask });
    } catch (error) {
      say({ type: 'refused', ask, ...refusal(error) });
      if (!(error instanceof RunRefusedError || error instanceof StorageError))
        tools.onBug(error, `the start of run ${run}`);
    }
  }

  let ending: Promise<void> | undefined;
  /** Ends the process: after `graceMs` for the hosts in flight, or when all runs are over. */
  function end(graceMs: number | 'no limit'): void {
    ending ??= (async () => {
      const made = await built;
      if (graceMs === 'no limit') await made?.engine.idle();
      await made?.engine.shutdown(graceMs === 'no limit' ? 0 : graceMs);
      await made?.close();
    })()
      .catch((error: unknown) => tools.onBug(error, 'the end of the engine'))
      .then(() => process.exit(0));
  }

  function obey(message: ToEngine): void {
    switch (message.type) {
      case 'configure':
        return configure(message.settings);
      case 'dispatch':
        return void dispatch(message);
      case 'cancel':
        return void built?.then(
          ({ engine }) => engine.cancel(message.run, message.by),
          () => undefined,
        );
      case 'shutdown':
        return end(message.graceMs);
    }
  }

  process.on('message', (message) => {
    const known = toEngine.safeParse(message);
    // Without the message in the words: it may hold a secret.
    if (known.success) obey(known.data);
    else tools.onBug(new Error('a message that is none'), 'the server');
  });
  process.on('disconnect', () => end('no limit'));
  process.on('SIGTERM', () => end(TERM_GRACE_MS));
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  // Nobody reads it any more when the server is gone; that must not end the runs.
  process.stderr.on('error', () => undefined);
}

function say(message: FromEngine, then: () => void = () => undefined): void {
  if (process.connected) process.send!(message, undefined, undefined, then);
  else then();
}

function refusal(error: unknown): Pick<Extract<FromEngine, { type: 'refused' }>, 'code' | 'detail'> {
  if (error instanceof RunRefusedError) return { code: error.code, detail: error.detail };
  if (error instanceof StorageError) return { code: 'storage-unavailable', detail: error.message };
  return { code: 'internal-error' };
}

function bugText(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
}
