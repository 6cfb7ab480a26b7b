import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock.ts';

function clockAt(startMs: number) {
  const wall = { ms: startMs };
  return { wall, clock: new ServerClock(() => wall.ms) };
}

describe('the clock of the server', () => {
  it('takes clocks that agree within the seconds of the header as one', () => {
    const { clock } = clockAt(10_900);
    clock.seed(10_000);
    expect(clock.now()).toBe(10_900);
  });

  it('follows a server whose clock is an hour behind', () => {
    const { wall, clock } = clockAt(3_600_000 + 10_000);
    clock.seed(9_500);
    clock.observe(9_990);
    expect(clock.now()).toBe(9_990);
    wall.ms += 500;
    expect(clock.now()).toBe(10_490);
  });

  it('follows a server whose clock is ahead', () => {
    const { clock } = clockAt(10_000);
    expect(clock.observe(70_000)).toBe(0);
    expect(clock.now()).toBe(70_000);
  });

  it('says how much later than possible a fact has come', () => {
    const { wall, clock } = clockAt(1_000);
    clock.observe(980);
    wall.ms = 5_000;
    expect(clock.observe(1_000)).toBe(3_980);
  });

  it('ignores a header that is no date', () => {
    const { clock } = clockAt(1_000);
    clock.seed(Number.NaN);
    expect(clock.now()).toBe(1_000);
  });
});
