import { EXCERPT_CHARS } from '@rollcall/protocol';

/** How much of a line is remembered. Enough for `EXCERPT_CHARS` UTF-16 units: UTF-8 takes at most 3 bytes for each. */
const LINE_BYTES = 4 * EXCERPT_CHARS;
const NEWLINE = 10;
/** Lines shorter than this on average are counted byte by byte: 1.1 ms per MiB, where `indexOf` takes 13 for `yes`. */
const SHORT_LINE_BYTES = 40;
const EMPTY: Buffer = Buffer.alloc(0);

/** Counts the lines of one stream and remembers its first and its last one, whatever the size of the chunks. */
export interface LineWatch {
  push(bytes: Uint8Array): void;
  /** Line ends, and one more when the last line has none yet. */
  lines(): number;
  /** The first line that is not blank; empty when there is none. Raw: control characters stay. */
  first(): string;
  /** The last line that is not blank; empty when there is none. Raw: control characters stay. */
  last(): string;
}

/** A watch on a stream that has not said anything yet. */
export function createLineWatch(): LineWatch {
  let newlines = 0;
  /** The line that has not ended yet, as far as it is remembered; not empty when there is one. */
  let open = EMPTY;
  let first: Buffer | undefined;
  let last = EMPTY;

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const end = bytes.lastIndexOf(NEWLINE);
      if (end < 0) {
        open = joinLine(open, bytes);
        return;
      }
      newlines += countNewlines(bytes);
      first ??= firstLine(open, bytes, end);
      last = lastLine(open, bytes, end) ?? last;
      open = joinLine(EMPTY, bytes.subarray(end + 1));
    },
    lines: () => newlines + (open.length > 0 ? 1 : 0),
    first: () => excerptOf(first ?? (hasInk(open) ? open : EMPTY)),
    last: () => excerptOf(hasInk(open) ? open : last),
  };
}

/** Newlines in `bytes`. */
export function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    count += 1;
    if (count % 64 === 0 && at < count * SHORT_LINE_BYTES) return count + countOneByOne(bytes, at + 1);
  }
  return count;
}

function countOneByOne(bytes: Buffer, from: number): number {
  let count = 0;
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] === NEWLINE) count += 1;
  return count;
}

/** The first whole line with ink of `open` and `bytes`, whose last newline is at `end`. */
function firstLine(open: Buffer, bytes: Buffer, end: number): Buffer | undefined {
  const whole = joinLine(open, bytes.subarray(0, bytes.indexOf(NEWLINE)));
  if (hasInk(whole)) return whole;
  const ink = findInk(bytes, 0, 1, end);
  if (ink < 0) return undefined;
  return joinLine(EMPTY, bytes.subarray(bytes.lastIndexOf(NEWLINE, ink) + 1, bytes.indexOf(NEWLINE, ink)));
}

/** The last whole line with ink of `open` and `bytes`, whose last newline is at `end`. */
function lastLine(open: Buffer, bytes: Buffer, end: number): Buffer | undefined {
  const ink = findInk(bytes, end, -1, -1);
  if (ink < 0) return hasInk(open) ? joinLine(open, bytes.subarray(0, bytes.indexOf(NEWLINE))) : undefined;
  const start = bytes.lastIndexOf(NEWLINE, ink) + 1;
  const line = bytes.subarray(start, bytes.indexOf(NEWLINE, ink));
  return joinLine(start === 0 ? open : EMPTY, line);
}

/** A copy, so that a short line does not keep a large chunk alive. */
function joinLine(start: Buffer, more: Buffer): Buffer {
  if (start.length >= LINE_BYTES || more.length === 0) return start;
  return Buffer.concat([start, more.subarray(0, LINE_BYTES - start.length)]);
}

/** Where the first byte stands, from `from` towards `until`, that is no blank, tab or line end; -1 without one. */
function findInk(bytes: Buffer, from: number, step: 1 | -1, until: number): number {
  for (let at = from; at !== until; at += step) {
    const byte = bytes[at]!;
    if (byte !== 32 && (byte < 9 || byte > 13)) return at;
  }
  return -1;
}

function hasInk(line: Buffer): boolean {
  return findInk(line, 0, 1, line.length) >= 0;
}

// Stateless without `stream`, and a byte order mark is a character of the host's like any other.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function excerptOf(line: Buffer): string {
  const text = utf8.decode(line).slice(0, EXCERPT_CHARS);
  return text.isWellFormed() ? text : text.slice(0, -1);
}
