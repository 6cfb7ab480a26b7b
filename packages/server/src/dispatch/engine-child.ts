import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { ProblemCode, RunSecrets } from '@rollcall/protocol';
import { RunRefusedError } from '../run/refusal.ts';
import { fromEngine, type EngineSettings, type FromEngine, type ToEngine } from './messages.ts';

export interface EngineProcessOptions extends Omit<EngineSettings, 'routes'> {
  /** The program of the engine process: a module that calls `serveEngine`. */
  engineModule: string;
  routes: ReadonlyMap<string, { host: string; port: number }>;
  /** What the engine process has to say to whoever keeps the server: its end, its restarts, its bugs. */
  onLog: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/**
 * Thousands of short sessions make the collector of a machine with much memory keep far more than is used: 10,000 hosts at
 * fan-out 256 left 407 MiB resident for 75 MiB of live heap. With these bounds it is about 300 MiB, with 1,000 connections kept.
 * In 8 MiB for young objects, which a hundred commands under way half fill, most outlived two collections and went to the old
 * space: 20 MiB less, and 0.64 in place of 0.54 ms of CPU, all threads together, for a command on a kept connection.
 */
const HEAP_FLAGS = ['--max-semi-space-size=16', '--max-old-space-size=1024'];

/** Kept of one line that the engine process writes. */
const LOG_CHARS = 4_096;

/** One engine process. */
export interface EngineProcess {
  /** Resolves when it is ready; rejects when it ends before. */
  readonly ready: Promise<void>;
  isReady(): boolean;
  dispatch(run: string, secrets: RunSecrets): Promise<void>;
  /** Nothing happens when the process is gone. */
  send(message: ToEngine): void;
  kill(): void;
  /** Resolves with how it ended, in words. */
  readonly gone: Promise<string>;
}

/** Under `node --watch` a process reports the modules it loads to its parent; ours passes them on to the watcher. */
function isWatchReport(message: unknown): message is { 'watch:import': unknown } {
  return (
    typeof message === 'object' &&
    message !== null &&
    ('watch:import' in message || 'watch:require' in message)
  );
}

/** Starts an engine process and tells it what it is built from. */
export function startProcess(options: EngineProcessOptions, ring: (runId: string) => void): EngineProcess {
  const { engineModule, onLog, routes, ...settings } = options;
  const stdio = ['ignore', 'inherit', 'pipe', 'ipc'] satisfies StdioOptions;
  const child = fork(engineModule, { stdio, execArgv: [...process.execArgv, ...HEAP_FLAGS] });
  const questions = new Map<number, PromiseWithResolvers<void>>();
  const ready = Promise.withResolvers<void>();
  let isReady = false;
  let lastQuestion = 0;

  const send = (message: ToEngine): void => {
    // An error means that it is going: its end tells everybody who waits.
    if (child.connected) child.send(message, () => undefined);
  };
  const gone = endOf(child).then((how) => {
    isReady = false;
    ready.reject(new Error(`the engine ended before it was ready (${how})`));
    for (const question of questions.values()) question.reject(new RunRefusedError('engine-unavailable'));
    return how;
  });

  function hear(message: FromEngine): void {
    switch (message.type) {
      case 'ready':
        isReady = true;
        return ready.resolve();
      case 'failed':
        return ready.reject(new Error(message.message));
      case 'begun':
        return answer(message.ask, (question) => question.resolve());
      case 'refused':
        return answer(message.ask, (question) => question.reject(refused(message)));
      case 'reached':
        return ring(message.run);
      case 'bug':
        return onLog('error', `${message.about}: ${message.text}`);
    }
  }
  function answer(ask: number, settle: (question: PromiseWithResolvers<void>) => void): void {
    const question = questions.get(ask);
    questions.delete(ask);
    if (question) settle(question);
  }

  child.on('message', (message) => {
    if (isWatchReport(message)) return process.send?.(message);
    const known = fromEngine.safeParse(message);
    if (known.success) hear(known.data);
    else onLog('error', 'the engine said something that is no message');
  });
  child.stderr!.setEncoding('utf8');
  child.stderr!.on('data', (text: string) => onLog('error', text.trimEnd().slice(0, LOG_CHARS)));
  send({ type: 'configure', settings: { ...settings, routes: [...routes] } });

  return {
    ready: ready.promise,
    isReady: () => isReady && child.connected,
    send,
    gone,
    kill: () => void child.kill('SIGKILL'),
    dispatch(run, secrets) {
      const question = Promise.withResolvers<void>();
      if (!child.connected) question.reject(new RunRefusedError('engine-unavailable'));
      questions.set((lastQuestion += 1), question);
      send({ type: 'dispatch', ask: lastQuestion, run, secrets });
      return question.promise;
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

function refused({ code, detail }: { code: ProblemCode; detail?: string | undefined }): RunRefusedError {
  return new RunRefusedError(code, detail);
}
