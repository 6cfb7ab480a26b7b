import { createWriteStream, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Writable } from 'node:stream';
import { errorCode } from '../cli-error.ts';

/** Why nothing more can be written: the reader went away (`| head`), or the system said no (a full disk). */
export type SinkEnd = { type: 'reader-gone' } | { type: 'failed'; error: Error };

/** One of the program's outputs. Writing never blocks the event loop, so a stopped terminal does not stop a run. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Set once; what is written afterwards is dropped. */
  readonly end: SinkEnd | null;
  /** Aborted when `end` is set. */
  readonly ended: AbortSignal;
  write(chunk: string | Uint8Array): void;
  /** Resolves when the reader has kept up (or is gone): await it between portions. */
  ready(): Promise<void>;
  /** Resolves when everything has been taken (or the reader is gone). */
  flushed(): Promise<void>;
}

const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Wraps a stream so that a reader that goes away is a fact and not an error. */
export function createSink(stream: Writable, isTerminal: boolean): Sink {
  const ended = new AbortController();
  let end: SinkEnd | null = null;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const now = waiting;
    waiting = [];
    for (const resolve of now) resolve();
  };
  stream.on('drain', wake);
  const fail = (error: Error): void => {
    const code = errorCode(error) ?? '';
    const gone = GONE.has(code) || (isTerminal && code === 'EIO');
    end ??= gone ? { type: 'reader-gone' } : { type: 'failed', error };
    ended.abort();
    wake();
  };
  stream.on('error', fail);
  return {
    isTerminal,
    get end() {
      return end;
    },
    ended: ended.signal,
    write(chunk) {
      if (!end && chunk.length > 0) stream.write(chunk);
    },
    ready: () =>
      end || !stream.writableNeedDrain ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    flushed: () =>
      new Promise((resolve) => {
        if (end) return resolve();
        // The callback also comes when the stream breaks.
        stream.write('', (error) => {
          if (error) fail(error);
          resolve();
        });
      }),
  };
}

/**
 * The program's stdout (1) or stderr (2). Terminals and files are written by the thread pool, since Node writes to
 * them synchronously; pipes are already asynchronous, and a pool thread stuck in a full pipe would hold up the exit.
 */
export function openSink(fd: 1 | 2): Sink {
  const stats = fstatSync(fd);
  const piped = stats.isFIFO() || stats.isSocket();
  const standard = fd === 1 ? process.stdout : process.stderr;
  return createSink(piped ? standard : createWriteStream('', { fd, autoClose: false }), isatty(fd));
}

/** True when both are the same terminal, where what goes to one and the other must keep its order. */
export function sameTerminal(): boolean {
  return isatty(1) && isatty(2) && fstatSync(1).rdev === fstatSync(2).rdev;
}
