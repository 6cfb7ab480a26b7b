import {
  cellWidth,
  cutToCells,
  HOST_STATE_LOOKS,
  outcomeState,
  outcomeText,
  type OutcomeEvent,
  type Span,
  type Words,
} from '@rollcall/protocol';
import { sizeWords } from '../units.ts';
import { isLineOpen, terminalFilter } from './host-text.ts';
import { foldedRange, hostsWords, lineHost, type ViewContext } from './view.ts';

/** Hosts that gave the same answer: the same outcome and the same bytes on both streams. */
export interface AnswerGroup {
  /** Indices, in the order of calling. */
  hosts: number[];
  /** The outcome of its first host, whose output stands for all. */
  outcome: OutcomeEvent;
}

/** Reads what one host printed back from the log, stdout and stderr in the order in which they came. */
export type ReadOutput = (host: number) => AsyncIterable<Uint8Array>;

/** The line above an answer: ` ── 10.0.0.1-48,50-97  97 hosts  ✓ success`. On a terminal the range is cut to fit. */
export function groupHeader(context: ViewContext, group: AnswerGroup): string {
  const count = hostsWords(group.hosts.length, context.locale);
  const head: Span = { text: ' ── ', role: 'dim' };
  const tail: Span[] = [{ text: `  ${count}  `, role: 'dim' }, ...answerSpans(context, group)];
  const used = [head, ...tail].reduce((sum, span) => sum + cellWidth(span.text), 0);
  const room = Math.max(16, context.columns.out() - used);
  const range = cutToCells(foldedRange(context, group.hosts), room);
  return `${context.paint.out([head, { text: range, role: 'strong' }, ...tail])}\n`;
}

/** What the group has in common: `✓ success`, `▲ non-zero 127`, `▼ signal TERM  no output`. */
function answerSpans({ locale }: ViewContext, { outcome }: AnswerGroup): Span[] {
  const { glyph, hue, word } = HOST_STATE_LOOKS[outcomeState(outcome)];
  const exit = outcome.type === 'host-exited' ? (outcome.signal ?? outcome.status) : null;
  const spans: Span[] = [
    { text: `${glyph} ${word[locale]}${exit === null || exit === 0 ? '' : ` ${exit}`}`, role: hue },
  ];
  if (!('output' in outcome)) return spans;
  const { stdoutBytes, stderrBytes, gapBytes } = outcome.output;
  const gap: Words = {
    en: `  ${sizeWords(gapBytes)} in the middle not kept`,
    zh: `  中间 ${sizeWords(gapBytes)} 未保留`,
  };
  if (gapBytes > 0) spans.push({ text: gap[locale], role: 'exit' });
  if (outcome.type === 'host-exited' && stdoutBytes + stderrBytes === 0)
    spans.push({ text: NO_OUTPUT[locale], role: 'dim' });
  return spans;
}

const NO_OUTPUT: Words = { en: '  no output', zh: '  没有输出' };

/** Why there is no answer, in words that are true for every host of the group; empty where there is one. */
function reasonWords(context: ViewContext, group: AnswerGroup): string {
  const { outcome, hosts } = group;
  if (outcome.type === 'host-exited') return '';
  const bare = 'output' in outcome ? { ...outcome, output: { ...outcome.output, excerpt: '' } } : outcome;
  const first = lineHost(context, hosts[0]!);
  if (hosts.length === 1) return outcomeText(bare, first, context.locale).text;
  const isOwnKey = bare.type === 'host-failed' && bare.reason.startsWith('verify/');
  const address = cutToCells(foldedRange(context, hosts), 40);
  const shared = isOwnKey ? { ...bare, detail: undefined, hostKey: undefined } : bare;
  return outcomeText(shared, { ...first, address, name: address }, context.locale).text;
}

/** The lines of an answer: why there is none, what the hosts printed, and a line end where they sent none. */
export async function groupText(
  context: ViewContext,
  group: AnswerGroup,
  readOutput: ReadOutput,
): Promise<void> {
  const { screen } = context;
  const reason = reasonWords(context, group);
  if (reason !== '') screen.result(`${context.paint.out([{ text: reason, role: 'strong' }])}\n`);
  if (!('output' in group.outcome)) return;
  const filter = terminalFilter(context, 'out', 'run');
  let inLine = false;
  for await (const bytes of readOutput(group.hosts[0]!)) {
    const chunk = filter ? filter.push(bytes) : bytes;
    screen.result(chunk);
    inLine = isLineOpen(chunk, inLine);
    await screen.ready();
  }
  const rest = filter?.end() ?? '';
  screen.result(rest);
  if (isLineOpen(rest, inLine)) screen.result('\n');
}
