import { MAX_ENV_BYTES, MAX_ENV_NAMES, utf8Bytes } from '@rollcall/protocol';

/** A variable as it is being typed. */
export interface EnvRow {
  name: string;
  value: string;
}

/**
 * Reads pasted lines of `NAME=value` as files of variables have them: `export`, quotes around a value, blank lines and
 * comments are understood. Null when some line is none of these, so that the text is pasted as it is.
 */
export function readEnvLines(text: string): EnvRow[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const rows = lines.map((line) => /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line));
  if (rows.length === 0 || rows.includes(null)) return null;
  return rows.map((row) => ({ name: row![1]!, value: unquoted(row![2]!) }));
}

const unquoted = (value: string): string => /^(["'])(.*)\1\s*$/.exec(value)?.[2] ?? value;

/** Puts pasted variables in place of the row `at`; a name that is there already gets the new value. */
export function insertRows(rows: readonly EnvRow[], at: number, pasted: readonly EnvRow[]): EnvRow[] {
  const fresh = new Map(pasted.map(({ name, value }) => [name, value]));
  const kept = rows
    .filter((_, row) => row !== at)
    .map((row) => {
      const value = fresh.get(row.name);
      fresh.delete(row.name);
      return value === undefined ? row : { ...row, value };
    });
  const place = Math.min(at, kept.length);
  const added = Array.from(fresh, ([name, value]) => ({ name, value }));
  return [...kept.slice(0, place), ...added, ...kept.slice(place)];
}

/** Rows in which something is written. */
export function filledRows(rows: readonly EnvRow[]): EnvRow[] {
  return rows.filter(({ name, value }) => name !== '' || value !== '');
}

/** What the server would refuse, and in which row; `row` is null where it is all of them together. */
export interface EnvFault {
  code: 'env-name' | 'env-reserved' | 'env-twice' | 'env-nul' | 'env-too-many' | 'env-too-large';
  row: number | null;
}

/** The first mistake of the variables, or null. */
export function envFault(rows: readonly EnvRow[]): EnvFault | null {
  const seen = new Set<string>();
  for (const [row, { name, value }] of rows.entries()) {
    if (name === '' && value === '') continue;
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) return { code: 'env-name', row };
    if (name.startsWith('ROLLCALL_')) return { code: 'env-reserved', row };
    if (seen.has(name)) return { code: 'env-twice', row };
    if (value.includes('\0')) return { code: 'env-nul', row };
    seen.add(name);
  }
  if (seen.size > MAX_ENV_NAMES) return { code: 'env-too-many', row: null };
  const bytes = rows.reduce((sum, { name, value }) => sum + name.length + utf8Bytes(value), 0);
  return bytes > MAX_ENV_BYTES ? { code: 'env-too-large', row: null } : null;
}
