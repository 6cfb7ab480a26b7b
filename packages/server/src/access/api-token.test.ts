import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { createAccess } from './access.ts';
import { ensureApiToken } from './api-token.ts';

let folder: string;
let file: string;
let store: SqliteStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-token-'));
  file = join(folder, 'api-token');
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(() => rm(folder, { recursive: true }));

const ensure = (): Promise<{ openMode: number | null }> => ensureApiToken({ file, store, user: 'owner' });
const token = async (): Promise<string> => (await readFile(file, 'utf8')).trim();
const opens = async (bearer: string): Promise<boolean> => {
  const access = createAccess({ store, clock: { now: Date.now, monotonic: Date.now }, user: 'owner' });
  return (await access.authenticate({ authorization: `Bearer ${bearer}` }))?.via === 'token';
};
const mode = async (): Promise<number> => (await stat(file)).mode & 0o777;

it('makes a token of 256 bits that only its owner can read, and stores its hash', async () => {
  await ensure();
  expect(await token()).toMatch(/^rc_[A-Za-z0-9_-]{43}$/);
  expect(await mode()).toBe(0o600);
  expect(await opens(await token())).toBe(true);
  expect(JSON.stringify(await store.getApiToken())).not.toContain(await token());
});

it('keeps the token on the next start', async () => {
  await ensure();
  const first = await token();
  await ensure();
  expect(await token()).toBe(first);
});

it('gives a new token when the file was deleted, and voids the old one', async () => {
  await ensure();
  const first = await token();
  await rm(file);
  await ensure();
  expect([await opens(first), await opens(await token())]).toEqual([false, true]);
});

it('follows the file when the database is another one', async () => {
  await ensure();
  store = await openSqliteStore({ folder: ':memory:' });
  await ensure();
  expect(await opens(await token())).toBe(true);
});

it.each([0o644, 0o640, 0o620, 0o601])(
  'closes a file of mode %o to others, and says so once',
  async (open) => {
    expect(await ensure()).toEqual({ openMode: null });
    const first = await token();
    await chmod(file, open);
    expect(await ensure()).toEqual({ openMode: open });
    expect([await mode(), await token()]).toEqual([0o600, first]);
    expect(await ensure()).toEqual({ openMode: null });
  },
);

it.each(['', 'password', 'rc_short'])('replaces a file that holds %j', async (text) => {
  await writeFile(file, text, { mode: 0o644 });
  expect(await ensure(), 'nobody knows the new token').toEqual({ openMode: null });
  expect(await token()).toMatch(/^rc_[A-Za-z0-9_-]{43}$/);
  expect(await mode()).toBe(0o600);
});

it('says why when the file cannot be written', async () => {
  file = join(folder, 'missing', 'api-token');
  await expect(ensure()).rejects.toThrow(/ENOENT/);
});
