import type { EngineRegistry } from '../run/ports.ts';
import type { Database } from './database.ts';

/** Which engines live. Losing the last heartbeat in a power failure harms nothing, so heartbeats are not waited for. */
export function engineRecords({ sql, write, guard }: Database): EngineRegistry {
  const insert = sql.prepare(
    'INSERT OR REPLACE INTO engine (id, pid, started_at_ms, heartbeat_at_ms) VALUES (?, ?, ?, ?)',
  );
  const beat = sql.prepare('UPDATE engine SET heartbeat_at_ms = ? WHERE id = ?');
  const all = sql.prepare('SELECT id, pid, heartbeat_at_ms FROM engine ORDER BY started_at_ms, id');
  const remove = sql.prepare('DELETE FROM engine WHERE id = ?');
  return {
    register: async ({ id, pid, startedAtMs }) =>
      write(() => void insert.run(id, pid, startedAtMs, startedAtMs)),
    heartbeat: async (id, atMs) => write(() => void beat.run(atMs, id), { durable: false }),
    list: async () =>
      guard(() =>
        all.all().map((row) => ({
          id: String(row['id']),
          pid: Number(row['pid']),
          heartbeatAtMs: Number(row['heartbeat_at_ms']),
        })),
      ),
    remove: async (id) => write(() => void remove.run(id)),
  };
}
