import { HostSet } from '@rollcall/ip-range';
import {
  addressCells,
  countWords,
  createMajorityWatch,
  headLine,
  lastLine,
  statusLine,
  targetLabel,
  type FeedView,
  type Locale,
  type OutcomeEvent,
  type RunEvent,
  type RunSpec,
  type RunState,
  type RunTarget,
  type StatusLineHost,
} from '@rollcall/protocol';
import type { Paint } from '../terminal/colour.ts';
import type { Screen } from '../terminal/screen.ts';

/** One way to show a run: it is handed the log event by event, each already folded into `state`. */
export interface RunView {
  /** What it needs of the log. */
  readonly feed: Extract<FeedView, string>;
  take(event: RunEvent, state: RunState): void | Promise<void>;
  /** The log has ended, or is given up; nothing follows. */
  finish(state: RunState): void | Promise<void>;
}

/** What every view prints on and with. */
export interface ViewContext {
  screen: Screen;
  locale: Locale;
  /** For results and for notes. */
  paint: { out: Paint; err: Paint };
  /** Whether results go to a terminal: then nothing of a host may act on it. */
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  /** Cells of a line of results and of notes; Infinity where nothing is to be cut. */
  columns: { out: () => number; err: () => number };
  spec: RunSpec;
  targets: readonly RunTarget[];
  /** How each host is called, in the order of `targets`. */
  labels: readonly string[];
}

/** How the hosts of a run are called on the terminal. */
export function labelsOf(targets: readonly RunTarget[]): string[] {
  return targets.map(targetLabel);
}

/** The width of the address column of a run. */
export function addressWidth(labels: readonly string[]): number {
  return addressCells(labels.reduce((longest, label) => Math.max(longest, label.length), 0));
}

/** What the words about one host need. */
export function lineHost(context: ViewContext, index: number): StatusLineHost {
  const { host, address: place, port, user } = context.targets[index]!;
  return {
    address: context.labels[index] ?? host,
    name: place ?? host,
    port: port ?? context.spec.port,
    user: user ?? context.spec.login.user,
  };
}

/** The shortest range for the hosts at these indices; hosts with a user of their own cannot be folded and are listed. */
export function foldedRange({ labels }: ViewContext, hosts: readonly number[]): string {
  const named = hosts.map((host) => labels[host]!);
  return named.some((label) => label.includes('@')) ? named.join(',') : HostSet.of(named).fold();
}

/** `1 host`, `2 hosts`; `2 台主机`. */
export function hostsWords(count: number, locale: Locale): string {
  if (locale === 'zh') return `${countWords(count, locale)} 台主机`;
  return `${countWords(count, locale)} ${count === 1 ? 'host' : 'hosts'}`;
}

/** Makes the painter of status lines for one output, with their line ends. */
export function statusPainter(
  context: ViewContext,
  output: 'out' | 'err',
): (outcome: OutcomeEvent) => string {
  const cells = addressWidth(context.labels);
  const paint = context.paint[output];
  const majority = createMajorityWatch();
  return (outcome) =>
    statusLine(
      outcome,
      { ...lineHost(context, outcome.host), majority: majority.take(outcome) },
      {
        locale: context.locale,
        addressCells: cells,
        columns: context.columns[output](),
      },
    )
      .filter((line, row) => row === 0 || line.some(({ text }) => text.trim() !== ''))
      .map((line) => `${paint(line)}\n`)
      .join('');
}

/** Prints the first line of a run to stderr. */
export function noteHead(
  { screen, paint, locale }: ViewContext,
  started: Extract<RunEvent, { type: 'run-started' }>,
): void {
  screen.note(`${paint.err(headLine(started, locale))}\n`);
}

/** Prints the last line of a run to stderr; a run whose log broke off has none. */
export function noteLast({ screen, paint, locale }: ViewContext, state: RunState): void {
  if (state.phase === 'finished') screen.note(`${paint.err(lastLine(state, locale))}\n`);
}

/** Whether the command was sent to the host, so that it may have run there. */
export function gotCommand(outcome: OutcomeEvent): boolean {
  return 'output' in outcome && !(outcome.type === 'host-cancelled' && outcome.stage === 'connecting');
}
