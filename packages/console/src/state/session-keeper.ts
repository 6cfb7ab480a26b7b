import type { Timers } from './timers.ts';

/** What can be kept: it goes on by itself until it is closed. */
interface Closable {
  close(): void;
}

/**
 * Owns what several pages may look at, one for each key. The last one to leave closes it, a moment later: a page that
 * is only mounted anew does not start from the beginning.
 */
export class SessionKeeper<T extends Closable> {
  readonly #open: (key: string) => T;
  readonly #timers: Timers;
  readonly #keptMs: number;
  readonly #kept = new Map<string, { session: T; users: number; stopTimer: (() => void) | null }>();

  /** @param keptMs a page that comes back within this time finds its session still running */
  constructor(open: (key: string) => T, timers: Timers, keptMs: number) {
    this.#open = open;
    this.#timers = timers;
    this.#keptMs = keptMs;
  }

  /** The session of `key`, opened if there is none. Does not keep it: `hold` does. */
  get(key: string): T {
    const kept = this.#kept.get(key);
    if (kept) return kept.session;
    const fresh = { session: this.#open(key), users: 0, stopTimer: null };
    this.#kept.set(key, fresh);
    this.#closeLater(key);
    return fresh.session;
  }

  /** Keeps the session of `key` until the result is called. */
  hold(key: string): () => void {
    this.get(key);
    const kept = this.#kept.get(key)!;
    kept.users += 1;
    kept.stopTimer?.();
    kept.stopTimer = null;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      kept.users -= 1;
      if (kept.users === 0) this.#closeLater(key);
    };
  }

  #closeLater(key: string): void {
    const kept = this.#kept.get(key)!;
    kept.stopTimer?.();
    kept.stopTimer = this.#timers.after(this.#keptMs, () => {
      this.#kept.delete(key);
      kept.session.close();
    });
  }
}
