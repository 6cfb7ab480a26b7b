import { renameSync, writeFileSync } from 'node:fs';
import type { HostLedger } from './ledger.ts';

const SHORTEST_PAUSE_MS = 100;

/** Keeps a file up to date with a ledger. */
export interface LedgerFile {
  /** Something changed: write soon. Cheap; call it as often as you like. */
  changed(): void;
  /** Writes now. */
  flush(): void;
}

/**
 * Writes `path` as JSON after changes, at most every 100 ms and never more than a tenth of the time.
 * Readers see a whole file always: it is written beside and renamed.
 */
export function keepLedgerFile(path: string, snapshot: () => HostLedger[]): LedgerFile {
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = SHORTEST_PAUSE_MS;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const startedAt = performance.now();
    writeFileSync(`${path}.new`, JSON.stringify(snapshot()));
    renameSync(`${path}.new`, path);
    pauseMs = Math.max(SHORTEST_PAUSE_MS, 9 * (performance.now() - startedAt));
  };
  return {
    flush,
    changed: () => {
      timer ??= setTimeout(flush, pauseMs);
    },
  };
}
