import type { OutcomeType } from './schemas/run-event.ts';

const OUTCOME_TYPES: Record<OutcomeType, true> = {
  'host-exited': true,
  'host-failed': true,
  'host-timed-out': true,
  'host-unknown': true,
  'host-cancelled': true,
  'host-skipped': true,
};

/** Whether an event or fact ends an attempt of a host. */
export function isOutcome<E extends { type: string }>(event: E): event is Extract<E, { type: OutcomeType }> {
  return Object.hasOwn(OUTCOME_TYPES, event.type);
}
