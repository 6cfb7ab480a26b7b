import type { Marks, Refusal } from './marks.ts';

type Stream = 'stdout' | 'stderr';

/** What is heard before the command's own output begins. */
export interface StartEvents {
  /** `sh` is there and waits for its line; `group` is its process group, 0 when it has none of its own. */
  ready(group: number): void;
  /** sudo asks for the password; counts from 1. */
  asked(times: number): void;
  /** As `ready`, as the other user. */
  user(group: number): void;
  /** The command begins. */
  went(): void;
  refused(refusal: Refusal): void;
  /** The command's own output, and that of whatever ran in its place. */
  output(stream: Stream, bytes: Buffer): void;
}

/** Takes what `sh` says to us out of the output of a command. */
export interface StartFilter {
  push(stream: Stream, bytes: Buffer): void;
  /** Gives up waiting: what was held back is output, and so is everything from here on. */
  release(): void;
  /** What standard error has held so far beside our own lines, for words about a failure; at most its last 4 KiB. */
  said(): string;
  /** Bytes held back on both streams. */
  readonly heldBytes: number;
}

/** A login shell that prints more than this before it runs anything is not waited for. */
export const MAX_HELD_START_BYTES = 64 * 1024;
const SAID_CHARS = 4_096;
/** Longer than the line that is looked for. */
const LATE_CHARS = 128;

/**
 * Holds both streams back until the command begins. What a login shell printed by then it prints once more, when it reads the command
 * line, so it is dropped; so is what sudo said.
 * @param pty there is one stream only
 */
export function createStartFilter({ mark, prompt }: Marks, pty: boolean, events: StartEvents): StartFilter {
  const held: Record<Stream, Buffer | null> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  let said = '';
  let timesAsked = 0;
  let hasGone = false;
  let isReleased = false;
  let late = '';
  const controlling: Stream = pty ? 'stdout' : 'stderr';
  const line = new RegExp(`${mark} (?:(ready|user) (\\d{1,10})|refused ([a-z-]+)|(go))\\r?\\n|${prompt}`);

  /** Handles the next thing that was said to us. False when there is none yet. */
  function hear(stream: Stream): boolean {
    const bytes = held[stream];
    if (bytes === null) return false;
    const text = bytes.toString('latin1');
    const found = line.exec(text);
    if (!found) return false;
    const rest = bytes.subarray(found.index + found[0].length);
    if (stream === controlling) said = (said + text.slice(0, found.index)).slice(-SAID_CHARS);
    const [, word, group, refusal, go] = found;
    if (go !== undefined) {
      held[stream] = null;
      if (!hasGone) events.went();
      hasGone = true;
      if (rest.length > 0) events.output(stream, rest);
      return false;
    }
    held[stream] = rest;
    if (stream !== controlling) return true;
    if (word === 'ready') events.ready(Number(group));
    else if (word === 'user') events.user(Number(group));
    else if (refusal !== undefined) events.refused(refusal as Refusal);
    else events.asked(++timesAsked);
    return true;
  }

  /** `sh` that comes after all finds the end of its input, and ends. */
  function hearLate(bytes: Buffer): void {
    const text = late + bytes.toString('latin1');
    late = text.slice(-LATE_CHARS);
    const found = line.exec(text);
    if (found?.[1] === 'ready') events.ready(Number(found[2]));
  }

  return {
    push(stream, bytes) {
      const before = held[stream];
      if (before === null) {
        if (isReleased && stream === controlling) hearLate(bytes);
        return events.output(stream, bytes);
      }
      held[stream] = before.length === 0 ? bytes : Buffer.concat([before, bytes]);
      while (hear(stream));
    },
    release() {
      isReleased = true;
      for (const stream of ['stdout', 'stderr'] as const) {
        const bytes = held[stream];
        held[stream] = null;
        if (bytes !== null && bytes.length > 0) events.output(stream, bytes);
      }
    },
    said() {
      const bytes = (said + (held[controlling]?.toString('latin1') ?? '')).slice(-SAID_CHARS);
      return Buffer.from(bytes, 'latin1').toString('utf8');
    },
    get heldBytes() {
      return (held.stdout?.length ?? 0) + (held.stderr?.length ?? 0);
    },
  };
}
