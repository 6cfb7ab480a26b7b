import type { AccessStore, StoredApiToken, StoredCode, StoredSession } from '../access/ports.ts';
import type { Database } from './database.ts';

/** Sign-in codes, sessions and the API token; only hashes, see `access/ports.ts`. */
export function accessRecords({ sql, write, guard }: Database): AccessStore {
  const putCode = sql.prepare(
    'INSERT OR REPLACE INTO sign_in_code (hash, user, expires_at_ms) VALUES (?, ?, ?)',
  );
  const takeCode = sql.prepare(
    'DELETE FROM sign_in_code WHERE hash = ? RETURNING hash, user, expires_at_ms AS expiresAtMs',
  );
  const createSession = sql.prepare(
    'INSERT INTO session (hash, user, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?)',
  );
  const findSession =
    sql.prepare(`SELECT hash, user, created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs
    FROM session WHERE hash = ?`);
  const touchSession = sql.prepare('UPDATE session SET expires_at_ms = ? WHERE hash = ?');
  const removeSession = sql.prepare('DELETE FROM session WHERE hash = ?');
  const getToken = sql.prepare('SELECT hash, user FROM api_token');
  const setToken = sql.prepare('INSERT OR REPLACE INTO api_token (one, hash, user) VALUES (1, ?, ?)');
  const expiredCodes = sql.prepare('DELETE FROM sign_in_code WHERE expires_at_ms <= ?');
  const expiredSessions = sql.prepare('DELETE FROM session WHERE expires_at_ms <= ?');

  return {
    putCode: async ({ hash, user, expiresAtMs }) => write(() => void putCode.run(hash, user, expiresAtMs)),
    takeCode: async (hash) => write(() => copy(takeCode.get(hash)) as StoredCode | null),
    createSession: async ({ hash, user, createdAtMs, expiresAtMs }) =>
      write(() => void createSession.run(hash, user, createdAtMs, expiresAtMs)),
    findSession: async (hash) => guard(() => copy(findSession.get(hash)) as StoredSession | null),
    touchSession: async (hash, expiresAtMs) => write(() => void touchSession.run(expiresAtMs, hash)),
    removeSession: async (hash) => write(() => void removeSession.run(hash)),
    getApiToken: async () => guard(() => copy(getToken.get()) as StoredApiToken | null),
    setApiToken: async ({ hash, user }) => write(() => void setToken.run(hash, user)),
    removeExpired: async (nowMs) =>
      write(() => {
        expiredCodes.run(nowMs);
        expiredSessions.run(nowMs);
      }),
  };
}

/** Rows come without a prototype; callers get plain objects. */
function copy(row: object | undefined): object | null {
  return row ? { ...row } : null;
}
