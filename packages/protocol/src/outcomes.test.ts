import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent, emptyRunState } from './fold.ts';
import { isOutcome } from './outcomes.ts';
import { runLog } from './testing/arbitrary-log.ts';

test('an event is an outcome exactly when the fold takes it as the outcome of its host', () => {
  fc.assert(
    fc.property(runLog, ({ hostCount, events }) => {
      const state = emptyRunState(hostCount);
      for (const event of events) {
        applyEvent(state, event);
        const taken = 'host' in event && state.hosts.get(event.host)?.outcome === event;
        expect(isOutcome(event), event.type).toBe(taken);
      }
    }),
  );
});
