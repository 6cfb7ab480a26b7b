import { columnDuration, clockTime, countWords, durationWords } from './durations.ts';
import { explain, type ExplainedHost } from './failures/explain.ts';
import { outcomeState, type RunState } from './fold.ts';
import { CHIP_WORDS, CHIPS, HOST_STATE_LOOKS, type HostState, type Hue } from './host-states.ts';
import type { Locale } from './locale.ts';
import type { OutcomeEvent } from './schemas/run-event.ts';
import { cellWidth, cutToCells, padToCells, visibleText } from './visible-text.ts';

/** What a piece of text is, for the eye. Terminals map it to ANSI indices, never to RGB, so a theme recolours old lines. */
export type ColourRole = 'plain' | 'strong' | 'dim' | Hue;
/** A piece of a line in one colour. */
export interface Span {
  text: string;
  role: ColourRole;
}

const SGR: Record<ColourRole, string> = {
  plain: '39',
  strong: '97',
  dim: '90',
  ok: '32',
  exit: '1;33',
  fail: '1;31',
  run: '34',
  queue: '90',
};

/** The spans as ANSI text, reset at the end. */
export function toAnsi(spans: readonly Span[]): string {
  return `${spans.map(({ text, role }) => `\x1b[0;${SGR[role]}m${text}`).join('')}\x1b[0m`;
}

/** The spans without colour and without blanks at the end. */
export function toPlain(spans: readonly Span[]): string {
  return spans
    .map((span) => span.text)
    .join('')
    .trimEnd();
}

const WORD_CELLS: Record<Locale, number> = { en: 15, zh: 11 };
const ADDRESS_MIN = 7;
const ADDRESS_MAX = 39;

/** The width of the address column for the longest address of a run, 7 to 39 cells. */
export function addressCells(longest: number): number {
  return Math.min(ADDRESS_MAX, Math.max(ADDRESS_MIN, longest));
}

/** An address padded to its column; a longer one loses its middle. */
function addressCell(address: string, cells: number): string {
  if (address.length <= cells) return padToCells(address, cells);
  const tail = Math.floor((cells - 1) / 2);
  return `${address.slice(0, cells - 1 - tail)}…${address.slice(-tail)}`;
}

/** How wide a status line is, and in which language. */
export interface StatusLineLayout {
  locale: Locale;
  /** Cells of the address column, from `addressCells`. */
  addressCells: number;
  /** Cells of the whole line; text beyond is cut with `…`. Below 60 the line takes two rows. */
  columns: number;
}

/** Where the columns of a status line stand, in cells from its left edge: for heads above a terminal. */
export interface StatusColumns {
  /** Left edges. */
  address: number;
  status: number;
  text: number;
  /** Right edges of the columns that are aligned right. */
  exitEnd: number;
  timeEnd: number;
}

/** The columns of all lines of a layout that take one row. */
export function statusColumns({
  locale,
  addressCells: address,
}: Pick<StatusLineLayout, 'locale' | 'addressCells'>): StatusColumns {
  const status = 3 + address + 3;
  const exitEnd = status + WORD_CELLS[locale] + 4;
  return { address: 3, status, exitEnd, timeEnd: exitEnd + 9, text: exitEnd + 9 + 3 };
}

/** Who the line is about, as far as the words need it. */
export interface StatusLineHost extends ExplainedHost {
  /** The text that most hosts gave; equal text is dimmed, other text is strong. Absent: all text of successes is dimmed. */
  majority?: string | undefined;
}

/** The text behind the columns: what the host printed, or why it did not answer. `more` counts lines not shown. */
export function outcomeText(
  outcome: OutcomeEvent,
  host: StatusLineHost,
  locale: Locale,
): { text: string; more: number } {
  const printed = 'output' in outcome ? outcome.output : undefined;
  const more = printed ? Math.max(0, printed.lines - 1) : 0;
  const excerpt = visibleText(printed?.excerpt ?? '');
  switch (outcome.type) {
    case 'host-exited':
      return {
        text: outcome.signal === null ? excerpt : [outcome.signal, excerpt].filter(Boolean).join('  '),
        more,
      };
    case 'host-skipped':
      return { text: '', more: 0 };
    case 'host-timed-out':
      return { text: [explain(outcome, host, locale).what, excerpt].filter(Boolean).join('  '), more };
    case 'host-failed':
    case 'host-unknown':
    case 'host-cancelled':
      return { text: explain(outcome, host, locale).what, more };
  }
}

/** Exit status for its column: `–` where there is none. */
export function exitCell(outcome: OutcomeEvent): string {
  return outcome.type === 'host-exited' && outcome.status !== null ? String(outcome.status) : '–';
}

/**
 * The line of one outcome: glyph, address, arrow, word, exit status, time, text.
 * One row, or two on a narrow screen; never wrapped.
 */
export function statusLine(outcome: OutcomeEvent, host: StatusLineHost, layout: StatusLineLayout): Span[][] {
  const state = outcomeState(outcome);
  const { hue, glyph, word } = HOST_STATE_LOOKS[state];
  const quiet = state === 'success';
  const { text, more } = outcomeText(outcome, host, layout.locale);
  const exit = exitCell(outcome).padStart(4);
  const time = 'durationMs' in outcome ? columnDuration(outcome.durationMs) : '–';
  const emphasis: ColourRole = quiet ? 'plain' : 'strong';
  const head: Span[] = [
    { text: ` ${glyph} `, role: hue },
    { text: addressCell(host.address, layout.addressCells), role: emphasis },
    { text: ' → ', role: 'dim' },
    { text: padToCells(word[layout.locale], WORD_CELLS[layout.locale]), role: hue },
    { text: exit, role: emphasis },
    { text: time.padStart(9), role: quiet ? 'dim' : 'plain' },
  ];
  const textRole: ColourRole = (host.majority === undefined ? quiet : text === host.majority)
    ? 'dim'
    : 'strong';
  const narrow = layout.columns < 60;
  const indent = narrow ? 3 : 3 + head.reduce((sum, span) => sum + cellWidth(span.text), 0);
  const tail = textSpans(text, more, layout.columns - indent, textRole);
  if (!narrow) return [tail.length > 0 ? [...head, { text: '   ', role: 'plain' }, ...tail] : head];
  return [head, [{ text: '   ', role: 'plain' }, ...tail]];
}

function textSpans(text: string, more: number, cells: number, role: ColourRole): Span[] {
  const rest = more > 0 ? ` +${more}` : '';
  if (cells <= rest.length) return [];
  const cut = cutToCells(text, cells - rest.length);
  const spans: Span[] = [];
  if (cut !== '') spans.push({ text: cut, role });
  if (rest !== '') spans.push({ text: rest, role: 'dim' });
  return spans;
}

/** ` ── 14:02:11  100 hosts, 16 at once`: the first line of a run. */
export function headLine(run: { atMs: number; hostCount: number; fanout: number }, locale: Locale): Span[] {
  const count = countWords(run.hostCount, locale);
  const words =
    locale === 'zh'
      ? `${count} 台主机，并发 ${run.fanout}`
      : `${count} ${run.hostCount === 1 ? 'host' : 'hosts'}, ${run.fanout} at once`;
  return [{ text: ` ── ${clockTime(run.atMs)}  ${words}`, role: 'dim' }];
}

/** ` ── 14:03:12  93 success, 3 non-zero exit, in 61 s`: the last line of a run. */
export function lastLine(state: RunState, locale: Locale): Span[] {
  const spans: Span[] = [{ text: ` ── ${clockTime(state.finishedAtMs ?? 0)}  `, role: 'dim' }];
  const join = locale === 'zh' ? '，' : ', ';
  for (const chip of CHIPS) {
    if (state.counts[chip] === 0) continue;
    const words = `${countWords(state.counts[chip], locale)} ${CHIP_WORDS[chip][locale]}`;
    spans.push({ text: words, role: CHIP_ROLES[chip] }, { text: join, role: 'dim' });
  }
  const took = durationWords(state.durationMs ?? 0, locale);
  spans.push({ text: locale === 'zh' ? `用时 ${took}` : `in ${took}`, role: 'dim' });
  return spans;
}

const CHIP_ROLES: Record<(typeof CHIPS)[number], ColourRole> = {
  success: 'ok',
  'non-zero-exit': 'exit',
  'timed-out': 'exit',
  'no-answer': 'fail',
  running: 'run',
  connecting: 'run',
  queued: 'queue',
  cancelled: 'queue',
};

/** One line for many hosts with the same state: ` ✓ 176 hosts  → success  0  0.9 s`, the time being the median. */
export function foldedLine(
  fold: { state: HostState; hosts: number; label?: string; exit: string; medianMs: number },
  layout: StatusLineLayout,
): Span[] {
  const { hue, glyph, word } = HOST_STATE_LOOKS[fold.state];
  const count = countWords(fold.hosts, layout.locale);
  const label = fold.label ?? (layout.locale === 'zh' ? `${count} 台主机` : `${count} hosts`);
  const quiet = fold.state === 'success';
  return [
    { text: ` ${glyph} `, role: hue },
    { text: addressCell(label, layout.addressCells), role: quiet ? 'dim' : 'strong' },
    { text: ' → ', role: 'dim' },
    { text: padToCells(word[layout.locale], WORD_CELLS[layout.locale]), role: hue },
    { text: fold.exit.padStart(4), role: quiet ? 'plain' : 'strong' },
    { text: columnDuration(fold.medianMs).padStart(9), role: 'dim' },
  ];
}
