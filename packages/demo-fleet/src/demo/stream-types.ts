import type { HostView } from './readings.ts';

/** What a streaming program may use. */
export interface StreamContext {
  readonly view: () => HostView;
  readonly readFile: (path: string) => Promise<string>;
  /** Aborts when the command is cancelled, timed out, or has lost its reader. */
  readonly stop: AbortSignal;
}

/** Output as it comes. */
export type Chunks = AsyncIterable<Buffer>;

/** A word of the script; `undefined` where it needs expansion. */
export type MaybeWord = string | undefined;

/** A wrong argument: the message goes to stderr, the program exits 1. */
export class StreamUsageError extends Error {}
