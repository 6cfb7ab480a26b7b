import { setImmediate as nextTurn } from 'node:timers/promises';
import { applyEvent, emptyRunState, type Cursor, type RunState, type RunTarget } from '@rollcall/protocol';
import type { RunStore, StoredRun } from '../run/ports.ts';

/** Runs whose folds are kept, so that the next page of a list does not read the log again. 10,000 hosts take about 10 MB. */
const KEPT_RUNS = 2;
/** How long after its last use. */
const KEPT_MS = 60_000;
/** Events folded before others get their turn: reading and folding 500 takes about 1.2 ms. */
const EVENTS_PER_TURN = 500;

/** The state of a run with the hosts that it counts. */
export interface RunFold {
  state: RunState;
  targets: readonly RunTarget[];
}

/** Folds run logs for the routes that list hosts. */
export interface RunFolds {
  /** The state of the run up to the end of its log. It goes on changing; read what is needed in the same turn. */
  foldOf(run: StoredRun): Promise<RunFold>;
}

interface Kept extends RunFold {
  cursor: Cursor;
  /** Readers at the same moment share one pass over the log. */
  pass: Promise<void> | null;
  forget: NodeJS.Timeout;
}

/** Keeps the folds of the runs that were asked for last, and forgets the others. */
export function createRunFolds(store: Pick<RunStore, 'readEvents' | 'getTargets'>): RunFolds {
  const kept = new Map<string, Kept>();

  const keep = (run: StoredRun, targets: readonly RunTarget[]): Kept => {
    const forget = setTimeout(() => kept.delete(run.id), KEPT_MS).unref();
    const fold = { state: emptyRunState(run.hostCount), targets, cursor: {}, pass: null, forget };
    if (kept.size >= KEPT_RUNS) {
      const [oldest, { forget }] = kept.entries().next().value!;
      clearTimeout(forget);
      kept.delete(oldest);
    }
    kept.set(run.id, fold);
    return fold;
  };

  return {
    async foldOf(run) {
      const targets = kept.get(run.id)?.targets ?? (await store.getTargets(run.id)) ?? [];
      const fold = kept.get(run.id) ?? keep(run, targets);
      kept.delete(run.id);
      kept.set(run.id, fold);
      fold.forget.refresh();
      fold.pass ??= catchUp(store, run, fold).finally(() => (fold.pass = null));
      await fold.pass;
      return fold;
    },
  };
}

async function catchUp(store: Pick<RunStore, 'readEvents'>, run: StoredRun, fold: Kept): Promise<void> {
  const limits = { maxBytes: 256 * 1024, maxEvents: EVENTS_PER_TURN };
  for (const [part, reached] of Object.entries(run.reached)) {
    while ((fold.cursor[part] ?? 0) < reached) {
      const after = fold.cursor[part] ?? 0;
      const { events, to } = await store.readEvents(run.id, Number(part), after, 'status', limits);
      if (to <= after) break;
      for (const event of events) applyEvent(fold.state, event);
      fold.cursor[part] = to;
      await nextTurn();
    }
  }
}
