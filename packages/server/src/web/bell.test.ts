import { describe, expect, it } from 'vitest';
import { createBell } from './bell.ts';

function testBell() {
  const listeners = new Set<(run: string) => void>();
  const bell = createBell({
    onReached(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const ring = (run: string): void => listeners.forEach((listener) => listener(run));
  return { bell, ring, listeners };
}
const never = new AbortController().signal;

describe('the bell', () => {
  it('is heard by all who listen to that run', async () => {
    const { bell, ring } = testBell();
    const ears = [bell.listen('a'), bell.listen('a')];
    const heard = Promise.all(ears.map((ear) => ear.heard(60_000, never)));
    ring('a');
    expect(await heard).toEqual([true, true]);
  });

  it('is heard at once when it rang since the last time, once for many rings', async () => {
    const { bell, ring } = testBell();
    const ear = bell.listen('a');
    ring('a');
    ring('a');
    expect(await ear.heard(60_000, never)).toBe(true);
    expect(await ear.heard(0, never)).toBe(false);
  });

  it('of another run is not heard', async () => {
    const { bell, ring } = testBell();
    const ear = bell.listen('a');
    ring('b');
    expect(await ear.heard(0, never)).toBe(false);
  });

  it('lets go of a listener whose signal aborts', async () => {
    const { bell } = testBell();
    const gone = new AbortController();
    const heard = bell.listen('a').heard(60_000, gone.signal);
    gone.abort();
    expect(await heard).toBe(false);
    expect(await bell.listen('a').heard(60_000, gone.signal)).toBe(false);
  });

  it('needs one listener on the engine for all, and takes it away at the end', () => {
    const { bell, ring, listeners } = testBell();
    const one = bell.listen('a');
    const two = bell.listen('a');
    one.close();
    one.close();
    ring('a');
    two.close();
    ring('a');
    expect(listeners.size).toBe(1);
    bell.close();
    expect(listeners.size).toBe(0);
  });

  it('still reaches a listener that came while another one left', async () => {
    const { bell, ring } = testBell();
    const first = bell.listen('a');
    first.close();
    const second = bell.listen('a');
    first.close();
    ring('a');
    expect(await second.heard(0, never)).toBe(true);
  });
});
