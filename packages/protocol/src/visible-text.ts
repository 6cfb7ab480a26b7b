import stringWidth from 'string-width';
import { ACTING, writtenOut } from './output-filter/characters.ts';

const ACTING_ANYWHERE = new RegExp(ACTING.source, 'gu');

/**
 * One line of hostile text made safe to print anywhere: tabs become one space, line ends are dropped from the end,
 * every other control or invisible character is written out (`\x1b`), sequences of a terminal with them.
 */
export function visibleText(text: string): string {
  return text
    .replace(/[\r\n]+$/, '')
    .replaceAll('\t', ' ')
    .replace(ACTING_ANYWHERE, writtenOut);
}

const PLAIN = /^[\u0020-\u007e]*$/;

/** Terminal cells that `text` takes; a Chinese character takes two. */
export function cellWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts `text` to at most `cells` terminal cells, ending in `…` when something was cut. */
export function cutToCells(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (PLAIN.test(text)) return text.length <= cells ? text : `${text.slice(0, cells - 1)}…`;
  // No character takes less than no cell, so a far longer text need not be measured to its end.
  const bounded = text.slice(0, cells * 16);
  if (bounded.length === text.length && cellWidth(text) <= cells) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(bounded)) {
    const width = cellWidth(segment);
    if (used + width > cells - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept}…`;
}

/** Pads with blanks on the right to `cells`; a longer text stays as it is. */
export function padToCells(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellWidth(text)));
}
