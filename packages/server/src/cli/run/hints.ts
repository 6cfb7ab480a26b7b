import { isOutcome, type RunEvent, type Span } from '@rollcall/protocol';
import { warningSpans } from '../io.ts';
import { shellWord } from '../shell-word.ts';
import { sizeWords } from '../units.ts';
import type { RunView, ViewContext } from './view.ts';

/** What a person should know at the end that no single line says: lines for stderr. */
export function hintsView(context: ViewContext, data: string | undefined): RunView {
  let unknown = 0;
  let changed = 0;
  let recorded = 0;
  let cutHosts = 0;
  let cutBytes = 0;

  const count = (event: RunEvent): void => {
    if (event.type === 'host-connected' && event.hostKey.trust === 'recorded') recorded += 1;
    if (event.type === 'host-failed' && event.reason === 'verify/unknown-host-key') unknown += 1;
    if (event.type === 'host-failed' && event.reason === 'verify/host-key-changed') changed += 1;
    if (!isOutcome(event) || !('output' in event) || event.output.gapBytes === 0) return;
    cutHosts += 1;
    cutBytes += event.output.gapBytes;
  };
  const say = (spans: Span[]): void => context.screen.note(`${context.paint.err(spans)}\n`);

  return {
    feed: 'status',
    take: count,
    finish() {
      if (recorded > 0) say(plain(`${hosts(recorded)} answered for the first time; their keys are recorded`));
      const ledger = `rollcall host-keys${data === undefined ? '' : ` --data ${shellWord(data)}`}`;
      if (unknown > 0) {
        say(
          plain(`${hosts(unknown)} with a key that nobody has approved; nothing was sent. Look and decide:`),
        );
        say(plain(`  ${ledger}`));
        say(plain('  or run again with --host-keys accept-new, which records keys on first sight'));
      }
      if (changed > 0) {
        const show = changed === 1 ? 'shows' : 'show';
        say(plain(`${hosts(changed)} ${show} another key than the trusted one; nothing was sent:`));
        say(plain(`  ${ledger.replace('host-keys', 'host-keys changed')}`));
      }
      if (cutHosts > 0) {
        const kept = sizeWords(context.spec.maxOutputBytes);
        say(
          warningSpans(
            `${sizeWords(cutBytes)} from ${hosts(cutHosts)} not kept: over ${kept}, see --max-output`,
          ),
        );
      }
    },
  };
}

const plain = (text: string): Span[] => [{ text, role: 'plain' }];
const hosts = (count: number): string => (count === 1 ? '1 host' : `${count.toLocaleString('en')} hosts`);
