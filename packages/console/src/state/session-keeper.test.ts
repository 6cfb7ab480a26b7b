import { describe, expect, it } from 'vitest';
import { SessionKeeper } from './session-keeper.ts';
import { FakeTimers } from './testing/fake-timers.ts';

function setUp() {
  const timers = new FakeTimers();
  const closed: string[] = [];
  let opened = 0;
  const keeper = new SessionKeeper(
    (key) => {
      opened += 1;
      return { key, close: () => closed.push(key) };
    },
    timers,
    5_000,
  );
  return { timers, keeper, closed, opened: () => opened };
}

describe('the keeper of sessions', () => {
  it('opens one session for each key', () => {
    const { keeper, opened } = setUp();
    expect(keeper.get('a')).toBe(keeper.get('a'));
    expect(keeper.get('b')).not.toBe(keeper.get('a'));
    expect(opened()).toBe(2);
  });

  it('keeps it as long as anybody holds it, and a moment longer', () => {
    const { keeper, timers, closed } = setUp();
    const [first, second] = [keeper.hold('a'), keeper.hold('a')];
    first();
    first();
    timers.advance(60_000);
    expect(closed).toEqual([]);
    second();
    timers.advance(4_999);
    expect(closed).toEqual([]);
    timers.advance(1);
    expect(closed).toEqual(['a']);
  });

  it('does not close what is held again in time', () => {
    const { keeper, timers, closed, opened } = setUp();
    keeper.hold('a')();
    timers.advance(1_000);
    keeper.hold('a');
    timers.advance(60_000);
    expect(closed).toEqual([]);
    expect(opened()).toBe(1);
  });

  it('closes what was looked at and never held', () => {
    const { keeper, timers, closed } = setUp();
    keeper.get('a');
    timers.advance(5_000);
    expect(closed).toEqual(['a']);
  });
});
