import { outcomeState } from './fold.ts';
import type { OutcomeEvent } from './schemas/run-event.ts';
import { visibleText } from './visible-text.ts';

/** Successes that must be in before one text can be the usual one. */
const AT_LEAST = 3;

/** Watches what successful hosts say first, so that the one that differs stands out while the run goes on. */
export interface MajorityWatch {
  /**
   * Takes the next outcome of a log. Gives the text that more than half of the successes so far have given, for a line about
   * a success; undefined while there is none, and for every other outcome. The same log gives the same answers.
   */
  take(outcome: OutcomeEvent): string | undefined;
}

/** Memory is one entry per different text, at most one per host. */
export function createMajorityWatch(): MajorityWatch {
  const counts = new Map<string, number>();
  let successes = 0;
  let leader = { text: '', count: 0 };
  return {
    take(outcome) {
      if (outcomeState(outcome) !== 'success' || !('output' in outcome)) return undefined;
      const text = visibleText(outcome.output.excerpt);
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      successes += 1;
      if (count > leader.count) leader = { text, count };
      return successes >= AT_LEAST && leader.count * 2 > successes ? leader.text : undefined;
    },
  };
}
