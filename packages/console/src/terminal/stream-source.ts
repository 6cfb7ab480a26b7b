import {
  HOST_STATE_LOOKS,
  isOutcome,
  outcomeState,
  type Chip,
  type Locale,
  type OutcomeEvent,
  type RunEvent,
  type RunState,
  type StatusLineHost,
} from '@rollcall/protocol';
import { FOLD_FROM_HOSTS, FOLD_FROM_RATE, StreamLines, type StreamLine } from './stream-lines.ts';
import { matchesText } from './stream-text.ts';

/** What a person chose to see of a stream. */
export interface StreamChoice {
  /** Null leaves it to the size and the speed of the run. */
  fold: boolean | null;
  /** Part of an address, a word, an exit status or the text; empty for all. */
  needle: string;
  /** Empty for all. */
  chips: ReadonlySet<Chip>;
  locale: Locale;
}

/** The fold of a run, as far as a stream reads it. */
export interface StreamFold {
  state: RunState;
  /** Every outcome in the order in which it came. */
  outcomes: readonly OutcomeEvent[];
}

/** The lines of a run for a choice: all of them at any time, or those that the next events add. */
export class StreamSource {
  readonly #run: StreamFold;
  readonly #hostOf: (host: number) => StatusLineHost;
  #choice: StreamChoice;
  #lines: StreamLines;
  #fast: boolean;
  #second = { index: -1, outcomes: 0 };

  constructor(run: StreamFold, hostOf: (host: number) => StatusLineHost, choice: StreamChoice) {
    this.#run = run;
    this.#hostOf = hostOf;
    this.#choice = choice;
    this.#fast = run.state.hostCount > FOLD_FROM_HOSTS;
    for (const outcome of run.outcomes) this.#count(outcome);
    this.#lines = this.#newLines();
  }

  /** Whether successes are folded now. Who searches a text wants to see each line. */
  get folds(): boolean {
    return this.#choice.needle === '' && (this.#choice.fold ?? this.#fast);
  }

  /** Whether lines wait for the end of their second: `flush` is to be called. */
  get waiting(): boolean {
    return this.#lines.waiting;
  }

  /** All lines so far for a new choice. */
  choose(choice: StreamChoice): StreamLine[] {
    this.#choice = choice;
    return this.all();
  }

  /** All lines so far. */
  all(): StreamLine[] {
    const { state, outcomes } = this.#run;
    this.#lines = this.#newLines();
    const made: StreamLine[] = [];
    if (state.startedAtMs !== null) {
      const { startedAtMs: atMs, hostCount, fanout } = state;
      const started = { type: 'run-started', seq: 1, atMs, hostCount, fanout, engine: '' } as const;
      made.push(...this.#lines.push(started));
    }
    for (const outcome of outcomes) made.push(...this.#lines.push(outcome));
    const { finishedAtMs: atMs, durationMs, finishReason: reason, seq } = state;
    if (atMs !== null && durationMs !== null && reason !== null)
      made.push(...this.#lines.push({ type: 'run-finished', seq, atMs, durationMs, reason }));
    return made;
  }

  /** The lines that these events add; `anew` when the run has become so fast that all lines are to be made again. */
  take(events: readonly RunEvent[]): StreamLine[] | 'anew' {
    const folded = this.folds;
    const made: StreamLine[] = [];
    for (const event of events) {
      if (!isShown(event)) continue;
      if (isOutcome(event)) this.#count(event);
      made.push(...this.#lines.push(event));
    }
    return folded === this.folds ? made : 'anew';
  }

  /** The lines of the seconds that are over at `nowMs`, the server's wall clock. */
  flush(nowMs: number): StreamLine[] {
    return this.#lines.flush(nowMs);
  }

  #count(outcome: OutcomeEvent): void {
    const index = Math.floor(outcome.atMs / 1_000);
    if (this.#second.index !== index) this.#second = { index, outcomes: 0 };
    this.#second.outcomes += 1;
    if (this.#second.outcomes > FOLD_FROM_RATE) this.#fast = true;
  }

  #newLines(): StreamLines {
    const { needle, chips, locale } = this.#choice;
    const shows = (outcome: OutcomeEvent): boolean =>
      (chips.size === 0 || chips.has(HOST_STATE_LOOKS[outcomeState(outcome)].chip)) &&
      matchesText(outcome, this.#hostOf(outcome.host), locale, needle);
    const frame = needle === '' && chips.size === 0;
    return new StreamLines({ fold: this.folds, shows, frame }, (host) => this.#hostOf(host).address);
  }
}

type Shown = OutcomeEvent | Extract<RunEvent, { type: 'run-started' | 'run-finished' }>;
const isShown = (event: RunEvent): event is Shown =>
  isOutcome(event) || event.type === 'run-started' || event.type === 'run-finished';
