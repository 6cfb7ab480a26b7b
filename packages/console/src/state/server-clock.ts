/** Clocks that differ by less than this are taken as one: the header has whole seconds only. */
const SAME_CLOCK_MS = 1_500;

/**
 * What time it is at the server, for "running for" and "silent for": facts carry the server's wall clock,
 * and the browser's may be wrong by minutes. A fact cannot come from the future, so the smallest lead of the
 * browser over a fact seen so far is the best estimate of how far the browser is ahead (travel included).
 */
export class ServerClock {
  readonly #wall: () => number;
  #leadMs: number | null = null;

  /** @param wall the browser's wall clock, ms since 1970 */
  constructor(wall: () => number) {
    this.#wall = wall;
  }

  /** Takes in the `Date` header of an answer that has just come, so that old facts alone do not set the clock. */
  seed(headerMs: number): void {
    if (!Number.isFinite(headerMs)) return;
    const lead = this.#wall() - headerMs;
    this.#learn(lead > -SAME_CLOCK_MS && lead < SAME_CLOCK_MS ? 0 : lead);
  }

  /** Takes in when the newest fact was written; returns how much later than possible it has come, in ms. */
  observe(atMs: number): number {
    const lead = this.#wall() - atMs;
    this.#learn(lead);
    return lead - this.#leadMs!;
  }

  /** The server's wall clock now, ms since 1970. */
  now(): number {
    return this.#wall() - (this.#leadMs ?? 0);
  }

  #learn(leadMs: number): void {
    this.#leadMs = this.#leadMs === null ? leadMs : Math.min(this.#leadMs, leadMs);
  }
}
