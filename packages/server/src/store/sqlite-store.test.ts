import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../run/ports.ts';
import { testKey } from '../testing/host-keys.ts';
import { storeContract } from './contract.suite.ts';
import { sampleRun } from './samples.suite.ts';
import { DATABASE_FILE, openDatabase } from './database.ts';
import { logAppend } from './log-append.ts';
import { MIGRATIONS } from './migrations.ts';
import { runRecords } from './runs.ts';
import { openSqliteStore } from './sqlite-store.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'rollcall-store-'));

storeContract('SQLite in memory', async () => ({ store: await openSqliteStore({ folder: ':memory:' }) }));
storeContract('SQLite file', async () => {
  const folder = newFolder();
  return {
    store: await openSqliteStore({ folder }),
    again: () => openSqliteStore({ folder }),
    dispose: () => rmSync(folder, { recursive: true }),
  };
});

describe('SQLite file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = newFolder();
    file = join(folder, DATABASE_FILE);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = () => openSqliteStore({ folder, busyTimeoutMs: 20 });
  /** Runs SQL in another connection, as another program would. */
  const other = (sql: string): DatabaseSync => {
    const connection = new DatabaseSync(file);
    connection.exec(sql);
    return connection;
  };

  it('is readable for its owner only', async () => {
    const store = await open();
    await store.createRun(sampleRun());
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`])
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    await store.close();
  });

  it('serves two processes: what one commits the other sees', async () => {
    const [one, two] = [await open(), await open()];
    const run = sampleRun();
    await one.createRun(run);
    expect(await two.claimRun(run.id, 'e2')).toBe(true);
    expect((await one.getRun(run.id))?.engine).toBe('e2');
    await Promise.all([one.close(), two.close()]);
    await one.close();
  });

  it('takes the keys that the first schema recorded into the ledger, as trusted', async () => {
    const { type, key, fingerprint } = testKey('a');
    other(`${MIGRATIONS[0]}; PRAGMA user_version = 1;
      INSERT INTO host_key VALUES ('Web-1', 22, '${type}', '${key}', 7, 'accept-new');
      INSERT INTO host_key VALUES ('web-1', 22, '${type}', '${key}', 9, 'accept-new')`).close();
    const store = await open();
    expect((await store.find('web-1', 22)).trusted).toEqual([{ type, key }]);
    const { keys } = await store.listKeys({ state: 'trusted', limit: 10, after: 0 });
    expect(keys).toMatchObject([{ host: 'web-1', fingerprint, decidedAtMs: 7, decidedBy: 'accept-new' }]);
    await store.close();
  });

  const refusals: [string, StorageError['code'], RegExp, () => unknown][] = [
    [
      'a missing folder',
      'missing',
      /rollcall-store-\w+.*cannot be opened.*folder exists/,
      () => rmSync(folder, { recursive: true }),
    ],
    [
      'a file in place of the folder',
      'missing',
      /cannot be opened/,
      () => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, '');
      },
    ],
    [
      'a newer schema',
      'newer-schema',
      /newer Rollcall.*Use that version/,
      () => other(`PRAGMA user_version = ${MIGRATIONS.length + 1}`).close(),
    ],
    [
      'a file that is no database',
      'corrupt',
      /damaged.*backup/,
      () => writeFileSync(file, 'This is a text and not a database. '.repeat(100)),
    ],
    [
      'a truncated file',
      'corrupt',
      /damaged/,
      () => {
        other('CREATE TABLE a (b); CREATE TABLE c (d)').close();
        truncateSync(file, 5_000);
      },
    ],
    [
      'a folder in place of the file',
      'not-writable',
      /cannot be written.*permissions/,
      () => mkdirSync(file),
    ],
    ['a locked file', 'locked', /locked by another program.*backup/, () => other('BEGIN EXCLUSIVE')],
  ];

  it.each(refusals)('refuses %s with the code %s', async (_what, code, words, prepare) => {
    const held = prepare();
    const refused = open();
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(words) as string });
    if (held instanceof DatabaseSync) held.close();
    // The folder is there again for the clean-up.
    rmSync(folder, { recursive: true, force: true });
    folder = newFolder();
  });

  it('says so when another program holds the write lock, and goes on afterwards', async () => {
    const store = await open();
    const run = sampleRun();
    const holder = other('BEGIN IMMEDIATE');
    await expect(store.createRun(run)).rejects.toMatchObject({ code: 'locked' });
    holder.close();
    expect(await store.createRun(run)).toBe('created');
    await store.close();
  });

  it('says so when the disk is full, keeps what it has, and goes on when there is room', async () => {
    const database = openDatabase(folder);
    const store = { ...runRecords(database), ...logAppend(database) };
    const limitPages = (pages: number) => database.sql.exec(`PRAGMA max_page_count = ${pages}`);
    const run = sampleRun();
    await store.createRun(run);
    const before = (await store.getRun(run.id))!;
    limitPages(1);
    const bytes = new Uint8Array(1 << 20);
    const event = {
      type: 'host-output',
      seq: 1,
      atMs: 1,
      host: 0,
      attempt: 1,
      stream: 'stdout',
      bytes,
    } as const;
    const append = () =>
      store.appendEvents([{ run: run.id, part: 0, events: [event], progress: before }], true);
    await expect(append()).rejects.toMatchObject({
      code: 'full',
      message: expect.stringMatching(/Free some/) as string,
    });
    expect(await store.getRun(run.id)).toEqual(before);
    limitPages(1 << 30);
    await append();
    expect((await store.getRun(run.id))?.reached).toEqual({ 0: 1 });
    database.close();
  });
});
