import type { HostView } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import { exited, failed } from '../../state/testing/sample-log.ts';
import { axisStepMs, phaseMs, phaseSpans } from './phases.ts';

const view = (more: Partial<HostView>): HostView => ({
  attempt: 1,
  stages: {},
  keptBytes: 0,
  receivedBytes: 0,
  ...more,
});
const stages = {
  queueMs: 1_920,
  resolveMs: 1,
  connectMs: 9,
  bannerMs: 20,
  kexMs: 100,
  authMs: 80,
  openMs: 10,
  runMs: 510,
};

describe('the phases of a host', () => {
  it('stand one after the other, in the words of people', () => {
    expect(phaseSpans(view({ stages, outcome: exited(1) }), 0)).toEqual([
      { phase: 'queue', startMs: 0, durationMs: 1_920, live: false },
      { phase: 'connect', startMs: 1_920, durationMs: 10, live: false },
      { phase: 'kex', startMs: 1_930, durationMs: 120, live: false },
      { phase: 'login', startMs: 2_050, durationMs: 90, live: false },
      { phase: 'run', startMs: 2_140, durationMs: 510, live: false },
    ]);
  });

  it('end where the host ended', () => {
    const spans = phaseSpans(view({ stages: { queueMs: 5, connectMs: 10_000 }, outcome: failed(1) }), 99_999);
    expect(spans.map(({ phase }) => phase)).toEqual(['queue', 'connect']);
  });

  it('go on while the host connects, and while the command runs', () => {
    expect(phaseSpans(view({ connectingAtMs: 1_000 }), 3_000)).toEqual([
      { phase: 'connect', startMs: 0, durationMs: 2_000, live: true },
    ]);
    const { runMs, ...before } = stages;
    void runMs;
    const running = view({
      stages: before,
      connectingAtMs: 1_000,
      dispatchedAtMs: 2_000,
      connected: {} as never,
    });
    expect(phaseSpans(running, 2_750).at(-1)).toEqual({
      phase: 'run',
      startMs: 2_140,
      durationMs: 750,
      live: true,
    });
  });

  it('are nothing for a host that was not called', () => {
    expect(phaseSpans(view({}), 1_000)).toEqual([]);
    expect(phaseMs({}, 'kex')).toBeNull();
  });

  it.each([
    [2_650, 5, 1_000],
    [400, 5, 100],
    [400, 3, 200],
    [61_000, 5, 20_000],
    [5, 5, 1],
  ])('have an axis of %i ms, cut into %i at most, in steps of %i ms', (total, steps, step) => {
    expect(axisStepMs(total, steps)).toBe(step);
  });
});
