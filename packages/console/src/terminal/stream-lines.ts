import {
  createMajorityWatch,
  outcomeState,
  type HostState,
  type OutcomeEvent,
  type RunEvent,
} from '@rollcall/protocol';
import { outcomeKey, rangeLabel } from './ranges.ts';

/** One line of the stream, before it becomes text. */
export type StreamLine =
  | { type: 'head'; atMs: number; hostCount: number; fanout: number }
  /** `majority`: what most hosts that succeeded before it had said, where they agreed. */
  | { type: 'outcome'; outcome: OutcomeEvent; majority?: string }
  /** Neighbouring hosts that came to the same end; `first` speaks for all. */
  | { type: 'range'; label: string; hosts: readonly number[]; first: OutcomeEvent }
  /** The successes of one second. */
  | { type: 'folded'; state: HostState; hosts: readonly number[]; medianMs: number }
  | { type: 'last' };

/** From this many hosts on successes fold by default … */
export const FOLD_FROM_HOSTS = 1_000;
/** … or when so many outcomes came within one second. */
export const FOLD_FROM_RATE = 200;
/** Outcomes of this long stand in one folded line, in ms. */
const SECOND_MS = 1_000;

/** Facts of a second may come this much later than its end, in ms; then its line is made without them. */
const GRACE_MS = 300;

export interface StreamOptions {
  /** Fold the successes of each second into one line, and neighbours that ended the same way. */
  fold: boolean;
  /** Which outcomes appear at all. */
  shows: (outcome: OutcomeEvent) => boolean;
  /** Whether the first and the last line of the run appear. */
  frame: boolean;
}

/** Names of the hosts by index. */
export type AddressOf = (host: number) => string;

type StartOrEnd = Extract<RunEvent, { type: 'run-started' | 'run-finished' }>;

/**
 * Makes lines from the facts of a log, in order; the same facts give the same lines. When folding, an outcome but the first
 * appears when its second is over; `flush` says that it is.
 */
export class StreamLines {
  readonly #options: StreamOptions;
  readonly #addressOf: AddressOf;
  readonly #majority = createMajorityWatch();
  #isFirst = true;
  #second: { index: number; outcomes: OutcomeEvent[] } | null = null;

  constructor(options: StreamOptions, addressOf: AddressOf) {
    this.#options = options;
    this.#addressOf = addressOf;
  }

  /** Whether outcomes wait for the end of their second. */
  get waiting(): boolean {
    return this.#second !== null;
  }

  /** The lines that this fact completes. */
  push(event: StartOrEnd | OutcomeEvent): StreamLine[] {
    switch (event.type) {
      case 'run-started':
        return this.#options.frame ? [headOf(event)] : [];
      case 'run-finished':
        return this.#options.frame ? [...this.#close(), { type: 'last' }] : this.#close();
      default:
        return this.#outcome(event, this.#majority.take(event));
    }
  }

  /** The lines of seconds that are over at `nowMs`, the server's wall clock. */
  flush(nowMs: number): StreamLine[] {
    if (this.#second === null || Math.floor((nowMs - GRACE_MS) / SECOND_MS) <= this.#second.index) return [];
    return this.#close();
  }

  #outcome(outcome: OutcomeEvent, majority: string | undefined): StreamLine[] {
    if (!this.#options.shows(outcome)) return [];
    // The first answer is worth more at once than folded with its second.
    if (!this.#options.fold || this.#isFirst) {
      this.#isFirst = false;
      return [{ type: 'outcome', outcome, ...(majority !== undefined && { majority }) }];
    }
    const index = Math.floor(outcome.atMs / SECOND_MS);
    const lines = this.#second !== null && this.#second.index < index ? this.#close() : [];
    this.#second ??= { index, outcomes: [] };
    this.#second.outcomes.push(outcome);
    return lines;
  }

  #close(): StreamLine[] {
    const outcomes = this.#second?.outcomes ?? [];
    this.#second = null;
    const successes = outcomes.filter((each) => outcomeState(each) === 'success');
    const lines = joinNeighbours(
      outcomes.filter((each) => outcomeState(each) !== 'success'),
      this.#addressOf,
    );
    const [one] = successes;
    if (one !== undefined && successes.length === 1) lines.push({ type: 'outcome', outcome: one });
    else if (one !== undefined) lines.push(foldedOf(successes));
    return lines;
  }
}

const headOf = (event: Extract<RunEvent, { type: 'run-started' }>): StreamLine => ({
  type: 'head',
  atMs: event.atMs,
  hostCount: event.hostCount,
  fanout: event.fanout,
});

function foldedOf(successes: readonly OutcomeEvent[]): StreamLine {
  const durations = successes
    .map((each) => ('durationMs' in each ? each.durationMs : 0))
    .sort((a, b) => a - b);
  const medianMs = durations[durations.length >> 1]!;
  return { type: 'folded', state: 'success', hosts: successes.map(({ host }) => host), medianMs };
}

/** Hosts that stand side by side and ended the same way become one line, at the place of the first of them. */
function joinNeighbours(outcomes: readonly OutcomeEvent[], addressOf: AddressOf): StreamLine[] {
  const byKey = new Map<string, Map<number, OutcomeEvent>>();
  for (const outcome of outcomes) {
    const key = outcomeKey(outcome);
    const same = byKey.get(key) ?? new Map<number, OutcomeEvent>();
    byKey.set(key, same.set(outcome.host, outcome));
  }
  const lines: StreamLine[] = [];
  const done = new Set<OutcomeEvent>();
  for (const outcome of outcomes) {
    if (done.has(outcome)) continue;
    const run = neighbours(byKey.get(outcomeKey(outcome))!, outcome.host, addressOf);
    for (const each of run) done.add(each);
    lines.push(lineOf(run, outcome, addressOf));
  }
  return lines;
}

/** The outcomes around `host` whose addresses follow on each other, in order. */
function neighbours(
  same: ReadonlyMap<number, OutcomeEvent>,
  host: number,
  addressOf: AddressOf,
): OutcomeEvent[] {
  const follows = (before: number): boolean => rangeLabel(addressOf(before), addressOf(before + 1)) !== null;
  let first = host;
  while (same.has(first - 1) && follows(first - 1)) first -= 1;
  const run = [same.get(first)!];
  for (let next = first + 1; same.has(next) && follows(next - 1); next += 1) run.push(same.get(next)!);
  return run;
}

function lineOf(run: readonly OutcomeEvent[], outcome: OutcomeEvent, addressOf: AddressOf): StreamLine {
  if (run.length === 1) return { type: 'outcome', outcome };
  const hosts = run.map(({ host }) => host);
  const label = rangeLabel(addressOf(hosts[0]!), addressOf(hosts.at(-1)!), hosts.length)!;
  return { type: 'range', label, hosts, first: run[0]! };
}

/** The hosts that a line stands for; none for the first and the last line of a run. */
export function hostsOfLine(line: StreamLine): readonly number[] {
  switch (line.type) {
    case 'outcome':
      return [line.outcome.host];
    case 'range':
    case 'folded':
      return line.hosts;
    case 'head':
    case 'last':
      return [];
  }
}
