import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSlots, EXTRA_DIALS, SLOW_DIAL_MS, type Place } from './slots.ts';

const clock = { now: () => Date.now(), monotonic: () => Date.now() };
const never = new AbortController().signal;

describe('slots', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());
  /** Lets everything happen that is due within `ms`. */
  const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

  /** Asks for `count` places; the ones that were given so far stand in `places`. */
  function ask(slots: ReturnType<typeof createSlots>, count: number) {
    const places: Place[] = [];
    const refused: unknown[] = [];
    for (let at = 0; at < count; at += 1)
      void slots.enter().then(
        (place) => places.push(place),
        (error: unknown) => refused.push(error),
      );
    return { places, refused };
  }

  it('lets in as many hosts as the fan-out says, in order, and the next when one leaves', async () => {
    const { places } = ask(createSlots(2, clock), 5);
    await pass();
    expect(places).toHaveLength(2);
    places[0]!.leave();
    await pass();
    expect(places).toHaveLength(3);
    places[0]!.leave();
    await pass();
    expect(places).toHaveLength(3);
  });

  it('begins with some hosts of a large fan-out, and has all of it a moment later', async () => {
    const { places } = ask(createSlots(100, clock), 200);
    await pass();
    expect(places).toHaveLength(32);
    await pass(100);
    expect(places).toHaveLength(64);
    await pass(200);
    expect(places).toHaveLength(100);
    await pass(SLOW_DIAL_MS - 301);
    expect(places).toHaveLength(100);
  });

  it('grows no further once the machine had no socket for a host', async () => {
    const slots = createSlots(100, clock);
    const { places } = ask(slots, 100);
    await pass();
    slots.shrink();
    places[0]!.leave();
    await pass(SLOW_DIAL_MS - 1);
    expect(places).toHaveLength(32);
  });

  it('gives the slot of a slow dial to the next host, and back once it is connected', async () => {
    const { places } = ask(createSlots(1, clock), 2);
    await pass(SLOW_DIAL_MS - 1);
    expect(places).toHaveLength(1);
    await pass(1);
    const [slow, next] = places as [Place, Place];
    let admitted = false;
    void slow.admit(never).then(() => void (admitted = true));
    await pass(400);
    expect(admitted).toBe(false);
    next.free();
    await pass();
    expect(admitted).toBe(true);
    expect(slow.waitedMs).toBe(400);
  });

  it('keeps the slot of a host that is connected in time, however long it runs', async () => {
    const { places } = ask(createSlots(1, clock), 2);
    await pass(SLOW_DIAL_MS - 1);
    await places[0]!.admit(never);
    await pass(10 * SLOW_DIAL_MS);
    expect(places).toHaveLength(1);
    expect(places[0]!.waitedMs).toBe(0);
  });

  it('has never more than the fan-out and the extra dials in flight', async () => {
    const { places } = ask(createSlots(3, clock), 1_000);
    await pass(500 * SLOW_DIAL_MS);
    expect(places).toHaveLength(3 + EXTRA_DIALS);
    places[7]!.leave();
    await pass();
    expect(places).toHaveLength(4 + EXTRA_DIALS);
  });

  it('does not keep a host waiting for a slot when it is to stop', async () => {
    const { places } = ask(createSlots(1, clock), 2);
    await pass(SLOW_DIAL_MS);
    const stop = new AbortController();
    const admitted = places[0]!.admit(stop.signal);
    stop.abort();
    await admitted;
    places[1]!.leave();
    await pass();
    // The slot that nobody waited for any more is free again.
    await places[0]!.admit(never);
    expect(places[0]!.waitedMs).toBe(0);
  });

  it('takes no more hosts than the machine has sockets for', async () => {
    const slots = createSlots(8, clock);
    const first = ask(slots, 8).places;
    await pass();
    for (const place of first.splice(0, 3)) {
      slots.shrink();
      place.leave();
    }
    const { places } = ask(slots, 30);
    await pass(10 * SLOW_DIAL_MS);
    expect(places, 'slow dials find no room either').toHaveLength(0);
    for (const place of first) place.leave();
    await pass(10 * SLOW_DIAL_MS);
    expect(places).toHaveLength(5);
  });

  it('never shrinks to nothing', async () => {
    const slots = createSlots(1, clock);
    for (let at = 0; at < 3; at += 1) {
      const place = await slots.enter();
      slots.shrink();
      place.leave();
    }
    expect(await slots.enter()).toBeDefined();
  });

  it('refuses those who wait when it closes, and those who come later, but not who is connected', async () => {
    const slots = createSlots(1, clock);
    const { places, refused } = ask(slots, 300);
    await pass(SLOW_DIAL_MS);
    expect(places).toHaveLength(2);
    let admitted = false;
    void places[0]!.admit(never).then(() => void (admitted = true));
    slots.close();
    await pass();
    expect(refused).toHaveLength(298);
    await expect(slots.enter()).rejects.toMatchObject({ name: 'AbortError' });
    expect(admitted).toBe(false);
    places[1]!.leave();
    await pass();
    expect(admitted).toBe(true);
  });
});
