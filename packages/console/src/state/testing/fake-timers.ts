import type { Timers } from '../timers.ts';

/** A clock that stands still until it is told to go on. */
export class FakeTimers implements Timers {
  #nowMs: number;
  #waiting: { atMs: number; run: () => void }[] = [];

  constructor(nowMs = 1_000_000) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== timer);
    };
  }

  /** How many timers have not fired. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** Goes on by `ms`; timers fire in order of their time. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#waiting
        .filter(({ atMs }) => atMs <= untilMs)
        .reduce<{ atMs: number; run: () => void } | null>(
          (first, each) => (first === null || each.atMs < first.atMs ? each : first),
          null,
        );
      if (next === null) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
    this.#nowMs = untilMs;
  }
}
