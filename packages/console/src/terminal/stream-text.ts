import {
  cellWidth,
  foldedLine,
  HOST_STATE_LOOKS,
  headLine,
  lastLine,
  outcomeState,
  outcomeText,
  statusLine,
  toAnsi,
  type Locale,
  type OutcomeEvent,
  type RunState,
  type Span,
  type StatusLineHost,
  type StatusLineLayout,
} from '@rollcall/protocol';
import type { StreamLine } from './stream-lines.ts';

/** What the words of lines need besides the line. */
export interface StreamContext {
  hostOf: (host: number) => StatusLineHost;
  /** For the counts of the last line. */
  state: RunState;
}

/** How lines are laid out; a text that has no room is left out altogether. */
export interface StreamLayout extends StatusLineLayout {
  hasText: boolean;
}

/** Spans before the text of a status line: glyph, address, arrow, word, exit status, time. */
const HEAD_SPANS = 6;

/** The rows of a line as ANSI text: one, or two on a narrow screen. None is longer than the layout's columns. */
export function rowsOf(line: StreamLine, context: StreamContext, layout: StreamLayout): string[] {
  switch (line.type) {
    case 'head':
      return inRows(headLine(line, layout.locale), layout.columns);
    case 'last':
      return inRows(lastLine(context.state, layout.locale), layout.columns);
    case 'outcome':
      return outcomeRows(
        line.outcome,
        { ...context.hostOf(line.outcome.host), majority: line.majority },
        layout,
      );
    case 'range': {
      const host = { ...context.hostOf(line.first.host), address: line.label };
      return outcomeRows(line.first, host, layout);
    }
    case 'folded': {
      const { state, medianMs, hosts } = line;
      return [toAnsi(foldedLine({ state, medianMs, exit: '0', hosts: hosts.length }, layout))];
    }
  }
}

function outcomeRows(outcome: OutcomeEvent, host: StatusLineHost, layout: StreamLayout): string[] {
  const rows = statusLine(outcome, host, layout);
  return rows.map((spans) => toAnsi(layout.hasText ? spans : spans.slice(0, HEAD_SPANS)));
}

/** A comma stays in the row of what it follows. */
const COMMA_CELLS = 2;

/** Spans that are too long for one row go on in the next; none is cut. */
function inRows(spans: readonly Span[], columns: number): string[] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const span of spans) {
    const width = cellWidth(span.text);
    if (used > 0 && width > COMMA_CELLS && used + width > columns - COMMA_CELLS) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(span);
    used += width;
  }
  return rows.map(toAnsi);
}

/** Whether a person who types `needle` means this outcome: address, word, exit status or text, whatever the case. */
export function matchesText(
  outcome: OutcomeEvent,
  host: StatusLineHost,
  locale: Locale,
  needle: string,
): boolean {
  if (needle === '') return true;
  const { word } = HOST_STATE_LOOKS[outcomeState(outcome)];
  const exit = outcome.type === 'host-exited' ? String(outcome.status ?? '') : '';
  const reason = 'reason' in outcome ? outcome.reason : '';
  const { text } = outcomeText(outcome, host, locale);
  return [host.address, word[locale], exit, reason, text].some((each) =>
    each.toLowerCase().includes(needle.toLowerCase()),
  );
}
