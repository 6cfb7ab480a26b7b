import {
  FAILURE_REASONS,
  SKIP_REASONS,
  UNKNOWN_REASONS,
  type FailureReason,
  type SkipReason,
  type UnknownReason,
} from '../failures.ts';
import type { OutcomeEvent } from '../schemas/run-event.ts';

type Confirmed = 'confirmed' | 'unconfirmed';

/** One code for every way in which a host gives no exit status: the rows of the tables of sentences. */
export type OutcomeCode =
  | FailureReason
  | `unknown/${UnknownReason}`
  | `timed-out/${Confirmed}`
  | `silent/${Confirmed}`
  | `cancelled/${'connecting' | Confirmed}`
  | `skipped/${SkipReason}`;

/** All of them, in the order in which they can happen. */
export const OUTCOME_CODES: readonly OutcomeCode[] = [
  ...FAILURE_REASONS,
  ...UNKNOWN_REASONS.map((reason): OutcomeCode => `unknown/${reason}`),
  'timed-out/confirmed',
  'timed-out/unconfirmed',
  'silent/confirmed',
  'silent/unconfirmed',
  'cancelled/connecting',
  'cancelled/confirmed',
  'cancelled/unconfirmed',
  ...SKIP_REASONS.map((reason): OutcomeCode => `skipped/${reason}`),
];

/** An outcome without an exit status. */
export type NoStatus = Exclude<OutcomeEvent, { type: 'host-exited' }>;

/** The row of the tables that is about this outcome. */
export function outcomeCode(outcome: NoStatus): OutcomeCode {
  switch (outcome.type) {
    case 'host-failed':
      return outcome.reason;
    case 'host-unknown':
      return `unknown/${outcome.reason}`;
    case 'host-timed-out':
      return `${outcome.limit === 'silence' ? 'silent' : 'timed-out'}/${confirmed(outcome)}`;
    case 'host-cancelled':
      return `cancelled/${outcome.stage === 'connecting' ? 'connecting' : confirmed(outcome)}`;
    case 'host-skipped':
      return `skipped/${outcome.reason}`;
  }
}

const confirmed = (outcome: { confirmed: boolean }): Confirmed =>
  outcome.confirmed ? 'confirmed' : 'unconfirmed';
