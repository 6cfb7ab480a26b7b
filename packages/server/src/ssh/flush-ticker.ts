import { OUTPUT_EVENT_DELAY_MS } from '@rollcall/protocol';

/** One interval for the output of all hosts; it runs only while some output waits to grow. */
export interface FlushTicker {
  /** Calls `flush` at the next tick, once. */
  add(flush: () => void): void;
  remove(flush: () => void): void;
}

export function createFlushTicker(): FlushTicker {
  const waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    const due = [...waiting];
    waiting.clear();
    for (const flush of due) flush();
    stopWhenIdle();
  }

  function stopWhenIdle(): void {
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    add(flush) {
      waiting.add(flush);
      timer ??= setInterval(tick, OUTPUT_EVENT_DELAY_MS);
    },
    remove(flush) {
      if (waiting.delete(flush)) stopWhenIdle();
    },
  };
}
