import { isBlank, isBoundary } from './characters.ts';

/**
 * Where the item that starts at `from` ends. Commas inside a bracket do not end it, nor do blanks beside such commas
 * (`web[1, 2]`); an unclosed bracket ends at the next blank, line or semicolon.
 */
export function wordEnd(text: string, from: number): number {
  let at = from;
  let close = 0;
  for (;;) {
    const code = text.charCodeAt(at);
    if (close === 0) {
      if (isBoundary(code)) return at;
      if (code === 91 || code === 123) close = code + 2;
    } else if (code === close) close = 0;
    else if (code !== 44 && isBoundary(code)) {
      const next = isBlank(code) ? afterListBlank(text, at) : -1;
      if (next < 0) return at;
      at = next;
      continue;
    }
    at++;
  }
}

/** Where a bracket goes on after the blanks at `at`, or -1 when they end it. */
function afterListBlank(text: string, at: number): number {
  let end = at;
  while (isBlank(text.charCodeAt(end))) end++;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(end);
  const joins =
    before === 44 || before === 91 || before === 123 || after === 44 || after === 93 || after === 125;
  return joins ? end : -1;
}

/** The first place in `from..to` where `code` stands outside brackets, or -1. */
export function findOutside(text: string, code: number, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const here = text.charCodeAt(at);
    if (here === 91 || here === 123) depth++;
    else if (here === 93 || here === 125) depth = Math.max(0, depth - 1);
    else if (here === code && depth === 0) return at;
  }
  return -1;
}

/** The first place in `from..to` where `code` stands, or -1; unlike `indexOf` it never looks past `to`. */
export function findIn(text: string, code: number, from: number, to: number): number {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === code) return at;
  return -1;
}

/** How often `code` stands in `from..to`. */
export function countOf(text: string, code: number, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === code) count++;
  return count;
}

/** A short form of a piece of the text, for messages. */
export function excerpt(text: string, from: number, to: number): string {
  return to - from <= 60 ? text.slice(from, to) : `${text.slice(from, from + 59)}…`;
}
