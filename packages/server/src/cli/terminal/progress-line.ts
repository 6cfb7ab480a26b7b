import {
  cellWidth,
  CHIP_WORDS,
  CHIPS,
  countWords,
  durationWords,
  HOST_STATE_LOOKS,
  progress,
  type Chip,
  type HostState,
  type Locale,
  type RunState,
  type Span,
  type Words,
} from '@rollcall/protocol';

/** The state whose glyph and hue stand for a chip. */
const CHIP_STATE: Record<Chip, HostState> = {
  success: 'success',
  'non-zero-exit': 'non-zero',
  'timed-out': 'timed-out',
  'no-answer': 'unreachable',
  running: 'running',
  connecting: 'connecting',
  queued: 'queued',
  cancelled: 'cancelled',
};

/** From left to right in the bar; what is queued is the rest. */
const BAR_ORDER: readonly Chip[] = [
  'success',
  'non-zero-exit',
  'timed-out',
  'no-answer',
  'cancelled',
  'running',
  'connecting',
];
const BAR_MIN = 10;
const BAR_MAX = 30;

const gap: Span = { text: '  ', role: 'plain' };
const cells = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + cellWidth(span.text), 0);

/** Where the line is drawn. */
export interface ProgressLayout {
  /** Cells it may take at most. */
  columns: number;
  /** How the hosts are called, by index. */
  labels: readonly string[];
  locale: Locale;
}

/**
 * The line at the bottom of a terminal while a run goes on: done of all, a bar, counts by chip, rate, time left.
 * When few hosts are left they are named, since a person wonders which.
 * Where it does not fit, the parts that matter least go first.
 */
export function progressLine(
  state: RunState,
  nowMs: number,
  { columns, labels, locale }: ProgressLayout,
): Span[] {
  const total = countWords(state.hostCount, locale);
  const done = countWords(progress(state, nowMs).done, locale).padStart(total.length);
  const head: Span[] = [
    { text: ` ${done}`, role: 'strong' },
    { text: `/${total}`, role: 'dim' },
  ];
  const pace = [...leftSpans(state, labels), ...paceSpans(state, nowMs, locale)];
  for (const worded of [true, false]) {
    const counts = countSpans(state, worded ? locale : null);
    const room = columns - cells([...head, gap, gap, ...counts, ...pace]);
    if (room >= BAR_MIN)
      return [...head, gap, ...barSpans(state, Math.min(room, BAR_MAX)), gap, ...counts, ...pace];
  }
  const short = [...head, gap, ...countSpans(state, null)];
  const fits = [[...short, ...pace], [...short, ...paceSpans(state, nowMs, locale)], short, head];
  return fits.find((spans) => cells(spans) <= columns) ?? [];
}

/** @param words null for figures alone */
function countSpans(state: RunState, words: Locale | null): Span[] {
  const spans: Span[] = [];
  for (const chip of CHIPS) {
    if (state.counts[chip] === 0) continue;
    const { glyph, hue } = HOST_STATE_LOOKS[CHIP_STATE[chip]];
    if (spans.length > 0) spans.push(gap);
    spans.push({ text: `${glyph} ${countWords(state.counts[chip], words ?? 'en')}`, role: hue });
    if (words !== null) spans.push({ text: ` ${CHIP_WORDS[chip][words]}`, role: 'dim' });
  }
  return spans;
}

/** `  18/s  2 s left`; the time since the start before a rate is known, and when only the slowest hosts are left. */
function paceSpans(state: RunState, nowMs: number, locale: Locale): Span[] {
  const { elapsedMs, hostsPerSecond, leftMs } = progress(state, nowMs);
  if (hostsPerSecond === null || leftMs === null || state.counts.queued === 0)
    return [gap, { text: wholeSeconds(elapsedMs, locale), role: 'dim' }];
  const rate = hostsPerSecond >= 10 ? Math.round(hostsPerSecond) : hostsPerSecond.toFixed(1);
  const left = wholeSeconds(leftMs, locale);
  const words: Words = { en: `${rate}/s  ${left} left`, zh: `${rate} 台/秒  预计剩余 ${left}` };
  return [gap, { text: words[locale], role: 'dim' }];
}

/** So many hosts are named at the end. */
const NAMED = 2;

/** `  10.0.0.44, 10.0.0.77`: the last hosts that have no outcome yet. */
function leftSpans(state: RunState, labels: readonly string[]): Span[] {
  const { queued, running, connecting } = state.counts;
  const left = running + connecting;
  if (queued > 0 || left === 0 || left > NAMED) return [];
  const names = [...state.hosts].flatMap(([host, view]) => (view.outcome ? [] : [labels[host]!]));
  return [gap, { text: names.join(', '), role: 'strong' }];
}

/** Without tenths, which would flicker. */
function wholeSeconds(ms: number, locale: Locale): string {
  const seconds = Math.ceil(ms / 1000);
  const unit: Words = { en: 's', zh: '秒' };
  return seconds < 10 ? `${seconds} ${unit[locale]}` : durationWords(seconds * 1000, locale);
}

function barSpans(state: RunState, width: number): Span[] {
  const spans: Span[] = [];
  let hosts = 0;
  let used = 0;
  for (const chip of BAR_ORDER) {
    hosts += state.counts[chip];
    const end = Math.round((hosts / Math.max(1, state.hostCount)) * width);
    if (end > used)
      spans.push({ text: '━'.repeat(end - used), role: HOST_STATE_LOOKS[CHIP_STATE[chip]].hue });
    used = end;
  }
  if (used < width) spans.push({ text: '─'.repeat(width - used), role: 'dim' });
  return spans;
}
