import { isDeepStrictEqual } from 'node:util';
import { emptyRunState, type Cursor, type RunTarget } from '@rollcall/protocol';
import type { RunStore, StoredRun } from '../run/ports.ts';
import type { Database } from './database.ts';

interface RunRow {
  no: number;
  id: string;
  spec: string;
  host_count: number;
  created_at_ms: number;
  created_by: string;
  origin: StoredRun['origin'];
  phase: StoredRun['phase'];
  counts: string;
  started_at_ms: number | null;
  finished_at_ms: number | null;
  finish_reason: StoredRun['finishReason'];
  duration_ms: number | null;
  engine: string | null;
  cancel_requested_by: string | null;
  reached: string;
}

const SELECT_RUN = `SELECT *, (SELECT json_group_object(part, reached) FROM run_part WHERE run = run.no) AS reached
  FROM run`;

type RunRecords = Pick<
  RunStore,
  'createRun' | 'getRun' | 'getTargets' | 'listRuns' | 'claimRun' | 'requestCancel' | 'unfinishedRuns'
>;

/** The runs themselves, without their logs. */
export function runRecords({ sql, read, write, guard }: Database): RunRecords {
  const insertRun = sql.prepare(`INSERT INTO run
    (id, spec, host_count, created_at_ms, created_by, origin, phase, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertTargets = sql.prepare('INSERT INTO run_targets (run, targets) VALUES (?, ?)');
  const insertPart = sql.prepare('INSERT INTO run_part (run, part, reached) VALUES (?, 0, 0)');
  const byId = sql.prepare(`${SELECT_RUN} WHERE id = ?`);
  const targetsOf = sql.prepare(
    'SELECT targets FROM run_targets WHERE run = (SELECT no FROM run WHERE id = ?)',
  );
  const newest = sql.prepare(`${SELECT_RUN} WHERE no < ? ORDER BY no DESC LIMIT ?`);
  const unfinished = sql.prepare(`${SELECT_RUN} WHERE phase <> 'finished' ORDER BY no`);
  const claim = sql.prepare(`UPDATE run SET engine = ? WHERE id = ? AND engine IS NULL AND phase = 'queued'`);
  // The first wish stands, and a finished run cannot be taken back.
  const cancel = sql.prepare(
    `UPDATE run SET cancel_requested_by = ? WHERE id = ? AND cancel_requested_by IS NULL AND phase <> 'finished'`,
  );

  const storedTargets = (id: string): RunTarget[] | null => {
    const row = targetsOf.get(id);
    return row ? (JSON.parse(row['targets'] as string) as RunTarget[]) : null;
  };

  return {
    createRun: async (run) =>
      write(() => {
        const known = byId.get(run.id) as RunRow | undefined;
        if (known) {
          const same =
            isDeepStrictEqual(JSON.parse(known.spec), plain(run.spec)) &&
            isDeepStrictEqual(storedTargets(run.id), plain(run.targets));
          return same ? 'same' : 'different';
        }
        const { counts, phase } = emptyRunState(run.targets.length);
        const { lastInsertRowid: no } = insertRun.run(
          run.id,
          JSON.stringify(run.spec),
          run.targets.length,
          run.createdAtMs,
          run.createdBy,
          run.origin,
          phase,
          JSON.stringify(counts),
        );
        insertTargets.run(no, JSON.stringify(run.targets));
        insertPart.run(no);
        return 'created';
      }),

    getRun: async (id) => guard(() => storedRun(byId.get(id) as RunRow | undefined)),
    getTargets: async (id) => guard(() => storedTargets(id)),

    listRuns: async ({ limit, before }) =>
      read(() => {
        const from = before === undefined ? Number.MAX_SAFE_INTEGER : Number(before);
        if (!Number.isSafeInteger(from) || limit < 1) return { runs: [], next: null };
        // One more than asked for tells whether there is a next page.
        const rows = newest.all(from, limit + 1) as unknown as RunRow[];
        const runs = rows.slice(0, limit).map((row) => storedRun(row)!);
        return { runs, next: rows.length > limit ? String(rows[limit - 1]!.no) : null };
      }),

    claimRun: async (id, engine) => write(() => claim.run(engine, id).changes === 1),
    requestCancel: async (id, by) => write(() => void cancel.run(by, id)),
    unfinishedRuns: async () =>
      guard(() => (unfinished.all() as unknown as RunRow[]).map((row) => storedRun(row)!)),
  };
}

/** As it comes back from the store: without `undefined`, without prototypes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function storedRun(row: RunRow | undefined): StoredRun | null {
  if (!row) return null;
  return {
    id: row.id,
    spec: JSON.parse(row.spec) as StoredRun['spec'],
    hostCount: row.host_count,
    createdAtMs: row.created_at_ms,
    createdBy: row.created_by,
    origin: row.origin,
    phase: row.phase,
    counts: JSON.parse(row.counts) as StoredRun['counts'],
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    finishReason: row.finish_reason,
    durationMs: row.duration_ms,
    engine: row.engine,
    cancelRequestedBy: row.cancel_requested_by,
    reached: JSON.parse(row.reached) as Cursor,
  };
}
