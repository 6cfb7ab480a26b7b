import { isOutcome, targetLabel, type RunEvent, type Span } from '@rollcall/protocol';
import { warningSpans } from '../io.ts';
import { shellWord } from '../shell-word.ts';
import { sizeWords } from '../units.ts';
import type { RunView, ViewContext } from './view.ts';

/** What a person should know at the end that no single line says: lines for stderr. */
export function hintsView(context: ViewContext, data: string | undefined): RunView {
  /** Hosts and jump hosts, each once. */
  const unknown = new Set<string>();
  const changed = new Set<string>();
  let recorded = 0;
  let cutHosts = 0;
  let cutBytes = 0;

  const count = (event: RunEvent): void => {
    if (event.type === 'host-connected' && event.hostKey.trust === 'recorded') recorded += 1;
    if (event.type === 'host-failed') {
      const { reason, jump } = event;
      const [asked, why] = jump === undefined ? [`${event.host}`, reason] : [targetLabel(jump), jump.reason];
      if (why === 'verify/unknown-host-key') unknown.add(asked);
      if (why === 'verify/host-key-changed') changed.add(asked);
    }
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
      if (unknown.size > 0) {
        say(
          plain(
            `${hosts(unknown.size)} with a key that nobody has approved; nothing was sent. Look and decide:`,
          ),
        );
        say(plain(`  ${ledger}`));
        say(plain('  or run again with --host-keys accept-new, which records keys on first sight'));
      }
      if (changed.size > 0) {
        const show = changed.size === 1 ? 'shows' : 'show';
        say(plain(`${hosts(changed.size)} ${show} another key than the trusted one; nothing was sent:`));
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
