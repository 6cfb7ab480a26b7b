import type { RunEvent } from '@rollcall/protocol';
import { LogTakenError, type LogBatch, type RunStore } from '../run/ports.ts';
import type { Database } from './database.ts';
import { hostKeyFold } from './host-key-fold.ts';
import { invariant } from '../run/invariant.ts';

/** How `run_output` numbers the streams. */
export const STREAMS = ['stdout', 'stderr'] as const;

/** Writing run logs: all batches of a call, and what the runs have come to, in one transaction. */
export function logAppend({ sql, write }: Database): Pick<RunStore, 'appendEvents'> {
  const runNo = sql.prepare('SELECT no FROM run WHERE id = ?');
  const openPart = sql.prepare('INSERT OR IGNORE INTO run_part (run, part, reached) VALUES (?, ?, 0)');
  const reach = sql.prepare('UPDATE run_part SET reached = ? WHERE run = ? AND part = ? AND reached = ?');
  const insertFact = sql.prepare(
    'INSERT INTO run_fact (run, part, seq, at_ms, host, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertOutput = sql.prepare(
    'INSERT INTO run_output (run, part, seq, at_ms, host, attempt, stream, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const progress = sql.prepare(`UPDATE run SET phase = ?, counts = ?, started_at_ms = ?, finished_at_ms = ?,
    finish_reason = ?, duration_ms = ? WHERE no = ?`);

  const foldHostKey = hostKeyFold({ sql });

  const insert = (no: number, part: number, event: RunEvent): void => {
    if (event.type === 'host-output') {
      const stream = event.stream === 'stdout' ? 0 : 1;
      insertOutput.run(no, part, event.seq, event.atMs, event.host, event.attempt, stream, event.bytes);
      return;
    }
    const { seq, atMs, ...body } = event;
    insertFact.run(no, part, seq, atMs, 'host' in body ? body.host : null, JSON.stringify(body));
    foldHostKey(no, event);
  };

  const append = ({ run, part, events, progress: now }: LogBatch): void => {
    const row = runNo.get(run);
    invariant(row !== undefined, 'a log is written only for a run that was created');
    const no = Number(row['no']);
    const first = events[0]!.seq;
    const last = first + events.length - 1;
    invariant(events.at(-1)!.seq === last, 'the facts of a batch are numbered without a hole');
    if (part > 0) openPart.run(no, part);
    if (reach.run(last, no, part, first - 1).changes !== 1) throw new LogTakenError(run, part);
    for (const event of events) insert(no, part, event);
    const counts = JSON.stringify(now.counts);
    progress.run(now.phase, counts, now.startedAtMs, now.finishedAtMs, now.finishReason, now.durationMs, no);
  };

  return {
    appendEvents: async (batches, durable) => {
      const filled = batches.filter(({ events }) => events.length > 0);
      if (filled.length === 0) return;
      write(
        () => {
          for (const batch of filled) append(batch);
        },
        { durable },
      );
    },
  };
}
