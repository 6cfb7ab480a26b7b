import { isOutcome, type RunEvent, type RunState, type RunTarget, type Span } from '@rollcall/protocol';
import { warningSpans } from '../io.ts';
import { sizeWords } from '../units.ts';
import type { RunView, ViewContext } from './view.ts';

/** What a person should know at the end that no single line says: lines for stderr. */
export function hintsView(context: ViewContext): RunView {
  /** Indices. */
  const unknown: number[] = [];
  let recorded = 0;
  let cutHosts = 0;
  let cutBytes = 0;

  const count = (event: RunEvent): void => {
    if (event.type === 'host-connected' && event.hostKey.trust === 'recorded') recorded += 1;
    if (event.type === 'host-failed' && event.reason === 'verify/unknown-host-key') unknown.push(event.host);
    if (!isOutcome(event) || !('output' in event) || event.output.gapBytes === 0) return;
    cutHosts += 1;
    cutBytes += event.output.gapBytes;
  };
  const say = (spans: Span[]): void => context.screen.note(`${context.paint.err(spans)}\n`);

  return {
    feed: 'status',
    take: count,
    finish(state: RunState) {
      if (recorded > 0) say(plain(`${hosts(recorded)} answered for the first time; their keys are recorded`));
      if (unknown.length > 0)
        for (const line of unknownKeyLines(
          unknown.sort(byIndex).map((host) => context.targets[host]!),
          context.spec.port,
        ))
          say(plain(line));
      if (cutHosts > 0) {
        const kept = sizeWords(context.spec.maxOutputBytes);
        say(
          warningSpans(
            `${sizeWords(cutBytes)} from ${hosts(cutHosts)} not kept: over ${kept}, see --max-output`,
          ),
        );
      }
      if (state.phase !== 'finished')
        say(
          warningSpans('the run log could not be written any more; what is missing above is not known', true),
        );
    },
  };
}

const byIndex = (a: number, b: number): number => a - b;
const plain = (text: string): Span[] => [{ text, role: 'plain' }];
const hosts = (count: number): string => (count === 1 ? '1 host' : `${count.toLocaleString('en')} hosts`);

/** How many hosts a line to copy names before it says "…". */
const NAMED = 4;

function unknownKeyLines(unknown: readonly RunTarget[], runPort: number): string[] {
  const portOf = (target: RunTarget): number => target.port ?? runPort;
  const port = portOf(unknown[0]!);
  const named = unknown.filter((target) => portOf(target) === port).slice(0, NAMED);
  const names = [...named.map(({ host }) => host), ...(unknown.length > named.length ? ['…'] : [])].join(' ');
  const scan = port === 22 ? 'ssh-keyscan' : `ssh-keyscan -p ${port}`;
  return [
    `${hosts(unknown.length)} with a key that is not known here; nothing was sent. Compare and record:`,
    `  ${scan} ${names} >> ~/.ssh/known_hosts`,
    '  or run again with --host-keys accept-new, which records keys on first sight',
  ];
}
