import { HEARTBEAT_MS } from './engine.ts';
import type { Clock, EngineRegistry } from './ports.ts';

/** An engine whose heartbeat has stood still for this long is dead, even when its pid lives: another program may have it now. */
const SILENCE_MS = 3 * HEARTBEAT_MS;

export interface LivenessOptions {
  registry: EngineRegistry;
  /** Whether a process with this pid exists. */
  isAlive: (pid: number) => boolean;
  /** The engine in this process. Another one with this pid is from before: containers give the same pids again and again. */
  self?: { id: string; pid: number };
  clock: Clock;
}

/**
 * Tells at each call which engines live; those whose process is gone are struck off. Silence counts only while this process
 * itself watches, on its monotonic clock: a machine that slept or whose wall clock was set has killed nobody.
 */
export function watchEngines({
  registry,
  isAlive,
  self,
  clock,
}: LivenessOptions): () => Promise<Set<string>> {
  const beats = new Map<string, { atMs: number; sinceMs: number }>();

  function isHeard(id: string, atMs: number): boolean {
    const nowMs = clock.monotonic();
    const last = beats.get(id);
    if (last?.atMs === atMs) return nowMs - last.sinceMs <= SILENCE_MS;
    beats.set(id, { atMs, sinceMs: nowMs });
    return true;
  }

  return async () => {
    const living = new Set<string>();
    for (const { id, pid, heartbeatAtMs } of await registry.list()) {
      const exists = id === self?.id || (pid !== self?.pid && isAlive(pid));
      if (!exists) {
        beats.delete(id);
        await registry.remove(id);
      } else if (id === self?.id || isHeard(id, heartbeatAtMs)) living.add(id);
    }
    return living;
  };
}
