import { createOutputFilter, type OutputFilter, type OutputProfile } from '@rollcall/protocol';
import { isColoured } from '../terminal/colour.ts';
import type { ViewContext } from './view.ts';

/**
 * Makes what hosts print harmless for one output of the program, or null where that is no terminal and every byte goes out as
 * it came. Without colours nothing but text passes.
 */
export function terminalFilter(
  context: ViewContext,
  output: 'out' | 'err',
  profile: OutputProfile,
): OutputFilter | null {
  const isTerminal = output === 'out' ? context.outIsTerminal : context.errIsTerminal;
  if (!isTerminal) return null;
  const columns = context.columns[output]();
  return createOutputFilter(isColoured(context.paint[output]) ? profile : 'plain', {
    grid: { columns, rows: USUAL_ROWS },
  });
}

/** Whether a line is open after `chunk`, as it was `before`; colours that end behind a line end open none. */
export function isLineOpen(chunk: string | Uint8Array, before: boolean): boolean {
  if (typeof chunk !== 'string') return chunk.length === 0 ? before : chunk.at(-1) !== 10;
  let end = chunk.length;
  for (let at = end; at >= 0; end = at) {
    at = chunk.lastIndexOf('\x1b[', end - 1);
    if (at < 0 || !/^\x1b\[[\d;:]*m$/.test(chunk.slice(at, end))) break;
  }
  return end === 0 ? before : chunk[end - 1] !== '\n';
}

/** No screen of an operator is much taller, and a count that is too large scrolls once. */
const USUAL_ROWS = 100;

/** Cuts a stream of bytes into lines, without their line ends. */
export function lineCutter(maxBytes: number): {
  lines(bytes: Uint8Array): Uint8Array[];
  rest(): Uint8Array | null;
} {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const take = (tail: Uint8Array): Uint8Array => {
    const line = held.length === 0 ? tail : Buffer.concat([...held, tail]);
    held = [];
    heldBytes = 0;
    return line;
  };
  return {
    lines(bytes) {
      const lines: Uint8Array[] = [];
      let from = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        lines.push(take(bytes.subarray(from, end)));
        from = end + 1;
      }
      if (from < bytes.length) {
        // A copy, since the event's memory may be a part of a whole page of the log.
        held.push(bytes.slice(from));
        heldBytes += bytes.length - from;
        if (heldBytes >= maxBytes) lines.push(take(new Uint8Array()));
      }
      return lines;
    },
    rest: () => (heldBytes === 0 ? null : take(new Uint8Array())),
  };
}
