import {
  countWords,
  cutToCells,
  explain,
  HOST_STATE_LOOKS,
  isFailed,
  isOutcome,
  outcomeState,
  visibleText,
  type Locale,
  type NoStatus,
  type OutcomeEvent,
} from '@rollcall/protocol';
import { foldedRange, hostsWords, lineHost, type RunView, type ViewContext } from './view.ts';

/** Hosts that ended for one reason, with the same cause and advice. */
interface Reason {
  first: NoStatus;
  hosts: number[];
}

/** More reasons are only counted; a run with so many wants a look at the lines above. */
const MAX_REASONS = 4;
/** Processes of a stopped command that are shown at most, and how wide. */
const EVIDENCE_LINES = 6;
const EVIDENCE_CELLS = 74;
/** Cells of a range inside a sentence. */
const RANGE_CELLS = 40;

const WORDS: Record<Locale, { cause: string; todo: string; more: (count: number) => string }> = {
  en: {
    cause: 'likely: ',
    todo: 'try: ',
    more: (count) => `and ${countWords(count, 'en')} more ${count === 1 ? 'reason' : 'reasons'}`,
  },
  zh: { cause: '可能原因：', todo: '可以尝试：', more: (count) => `另有 ${countWords(count, 'zh')} 种原因` },
};

/**
 * Why hosts did not answer and what to try, once for each reason, at the end on stderr. What the status lines say is not said again;
 * host keys have words of their own.
 */
export function failureHintsView(context: ViewContext): RunView {
  const { screen, paint, locale } = context;
  const reasons = new Map<string, Reason>();

  const say = (reason: Reason): void => {
    const { glyph, hue, word } = HOST_STATE_LOOKS[outcomeState(reason.first)];
    const address = cutToCells(foldedRange(context, reason.hosts), RANGE_CELLS);
    const { cause, todo } = explain(
      reason.first,
      { ...lineHost(context, reason.hosts[0]!), address },
      locale,
    );
    const head = `${hostsWords(reason.hosts.length, locale)}${locale === 'zh' ? '，' : ', '}`;
    const lines = [
      paint.err([
        { text: ` ${glyph} `, role: hue },
        { text: head, role: 'plain' },
        { text: word[locale], role: hue },
      ]),
    ];
    const { [locale]: words } = WORDS;
    for (const [label, text] of [
      [words.cause, cause],
      [words.todo, todo],
    ] as const)
      if (text !== '')
        lines.push(
          paint.err([
            { text: `   ${label}`, role: 'dim' },
            { text, role: 'plain' },
          ]),
        );
    for (const line of evidenceLines(reason.first))
      lines.push(paint.err([{ text: `   │ ${line}`, role: 'dim' }]));
    screen.note(`${lines.join('\n')}\n`);
  };

  return {
    feed: 'status',
    take(event) {
      if (!isOutcome(event) || !needsWords(event)) return;
      // A host named X stands for any: what is left is what the sentences share.
      const { code, cause, todo } = explain(
        event,
        { ...lineHost(context, event.host), address: 'X', name: 'X' },
        'en',
      );
      const key = [code, cause, todo].join('\n');
      const known = reasons.get(key);
      if (known) known.hosts.push(event.host);
      else reasons.set(key, { first: event, hosts: [event.host] });
    },
    finish() {
      const most = [...reasons.values()].sort((a, b) => b.hosts.length - a.hosts.length);
      for (const reason of most) reason.hosts.sort((a, b) => a - b);
      most.slice(0, MAX_REASONS).forEach(say);
      const more = most.length - MAX_REASONS;
      if (more > 0) screen.note(`${paint.err([{ text: `   ${WORDS[locale].more(more)}`, role: 'dim' }])}\n`);
    },
  };
}

/** What `ps` showed of the command before it was stopped, of the first such host. */
function evidenceLines(outcome: NoStatus): string[] {
  if (!('evidence' in outcome) || outcome.evidence === undefined) return [];
  const lines = outcome.evidence.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, EVIDENCE_LINES).map((line) => cutToCells(visibleText(line), EVIDENCE_CELLS));
}

function needsWords(outcome: OutcomeEvent): outcome is NoStatus {
  if (outcome.type === 'host-exited' || outcome.type === 'host-skipped') return false;
  if (outcome.type === 'host-failed' && outcome.reason.startsWith('verify/')) return false;
  return isFailed(outcomeState(outcome)) || outcomeState(outcome) === 'unknown';
}
