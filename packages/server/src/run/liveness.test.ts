import { describe, expect, it } from 'vitest';
import { watchEngines } from './liveness.ts';

/** A registry with one engine `e` of pid 2, watched every 5 s on a monotonic clock. */
function setUp(self?: { id: string; pid: number }) {
  const engines = new Map([['e', { id: 'e', pid: 2, heartbeatAtMs: 1_000 }]]);
  const pids = new Set([2, 3]);
  let nowMs = 0;
  const watch = watchEngines({
    registry: {
      register: async () => undefined,
      heartbeat: async () => undefined,
      list: async () => [...engines.values()],
      remove: async (id) => void engines.delete(id),
    },
    isAlive: (pid) => pids.has(pid),
    ...(self && { self }),
    // The wall clock is not asked.
    clock: { now: () => expect.fail('asked for the wall clock'), monotonic: () => nowMs },
  });
  return {
    engines,
    pids,
    /** Whether `e` lives, `afterMs` later. */
    lives: async (afterMs = 0) => {
      nowMs += afterMs;
      return (await watch()).has('e');
    },
    beat: () => (engines.get('e')!.heartbeatAtMs += 5_000),
  };
}

describe('watching engines', () => {
  it('takes an engine for dead as soon as its process is gone, and strikes it off', async () => {
    const { engines, pids, lives } = setUp();
    expect(await lives()).toBe(true);
    pids.delete(2);
    expect(await lives()).toBe(false);
    expect(engines.size).toBe(0);
  });

  it('takes an engine for dead that it has not heard for 15 s, and for alive when it is heard again', async () => {
    const { engines, lives, beat } = setUp();
    expect(await lives()).toBe(true);
    expect(await lives(15_000)).toBe(true);
    expect(await lives(1)).toBe(false);
    expect(engines.size).toBe(1);
    beat();
    expect(await lives(60_000)).toBe(true);
  });

  it('believes an engine that beats, however its clock goes', async () => {
    const { engines, lives } = setUp();
    for (const at of [1_000, 9_000_000, 0, 7]) {
      engines.get('e')!.heartbeatAtMs = at;
      expect(await lives(14_000)).toBe(true);
    }
  });

  it('knows its own engine, and that another with its pid is from before', async () => {
    const own = setUp({ id: 'e', pid: 2 });
    for (let look = 0; look < 5; look += 1) expect(await own.lives(10_000)).toBe(true);
    const before = setUp({ id: 'new', pid: 2 });
    expect(await before.lives()).toBe(false);
    expect(before.engines.size).toBe(0);
  });
});
