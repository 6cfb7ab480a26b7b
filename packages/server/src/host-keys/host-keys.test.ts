import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { batch, sampleRun, started } from '../store/samples.suite.ts';
import { refusedKey, testKey, testRsaKey, type TestKey } from '../testing/host-keys.ts';
import { createHostKeys, type HostKeys } from './host-keys.ts';

let store: SqliteStore;
let keys: HostKeys;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
  keys = createHostKeys({ store, clock: { now: () => Date.UTC(2026, 0, 2), monotonic: () => 0 } });
});
afterEach(() => store.close());

/** Hosts 192.0.2.1 and following show these keys for the first time. */
async function shown(...offered: TestKey[]): Promise<string> {
  const run = sampleRun(offered.length);
  await store.createRun(run);
  await store.appendEvents(
    [batch(run.id, 1, [started, ...offered.map((key, at) => refusedKey(at, key))])],
    false,
  );
  return run.id;
}
const ref = (last: number, { fingerprint }: TestKey) => ({ host: `192.0.2.${last}`, port: 22, fingerprint });
const PAGE = { limit: 100, after: 0 };
const owner = { by: 'owner', note: '' };
const lineOf = (host: string, { type, key }: TestKey): string => `${host} ${type} ${key}\n`;

test('the hosts of a decision are folded into a range', async () => {
  const offered = [testKey(1), testKey(2), testKey(3)];
  await shown(...offered);
  const given = offered.map((key, at) => ref(at + 1, key));
  expect(await keys.decide('approve', [...given, given[0]!], owner)).toEqual({ ok: true, count: 3 });
  expect(await keys.decisions(1)).toMatchObject([{ kind: 'approved', hosts: '192.0.2.1-3', count: 3 }]);
});

test('says whether keys are others than shown, or refused by policy', async () => {
  await shown(testKey(1), testRsaKey(1024));
  expect(await keys.decide('approve', [ref(1, testKey('x'))], owner)).toEqual({
    ok: false,
    code: 'host-keys-differ',
    keys: [ref(1, testKey('x'))],
  });
  expect(await keys.decide('approve', [ref(1, testKey(1)), ref(2, testRsaKey(1024))], owner)).toEqual({
    ok: false,
    code: 'host-key-refused',
    keys: [ref(2, testRsaKey(1024))],
  });
});

describe('a second source', () => {
  test('agrees by name, pattern or hash; another key by name does not', async () => {
    await shown(testKey(1), testKey(2), testKey(3), testKey(4), testKey(5));
    const salt = Buffer.from('salt');
    const hash = createHmac('sha1', salt).update('192.0.2.3').digest('base64');
    const text = [
      lineOf('192.0.2.1', testKey(1)),
      lineOf('192.0.2.*', testKey(2)),
      lineOf(`|1|${salt.toString('base64')}|${hash}`, testKey(3)),
      lineOf('192.0.2.4', testKey('another')),
      lineOf('elsewhere', testKey(5)),
    ].join('');
    const report = await keys.importText({ list: 'fleet-2024', text, trust: false }, 'owner');
    expect(report).toMatchObject({ lines: 5, trusted: 0, listed: 5, remarks: [] });
    const { keys: waiting } = await keys.offers({ state: 'waiting', ...PAGE });
    const agrees = { list: 'fleet-2024', agrees: true };
    expect(waiting.map(({ secondSource }) => secondSource)).toEqual([
      agrees,
      agrees,
      agrees,
      { list: 'fleet-2024', agrees: false },
      null,
    ]);
    expect(waiting[0]).not.toHaveProperty('key');
  });
});

test('an import counts every line and tells of each that changed nothing', async () => {
  await shown(testKey(1));
  await keys.decide('approve', [ref(1, testKey(1))], owner);
  const text = [
    '# my list\n',
    lineOf('192.0.2.1', testKey(1)),
    lineOf('192.0.2.1', testKey('other')),
    lineOf('web1,web2', testKey(2)),
    'nonsense\n',
    `@cert-authority ${lineOf('*.lab', testKey(3))}`,
    `@revoked ${lineOf('*', testKey(4))}`,
    lineOf('web3', testKey(4)),
  ].join('');
  expect(await keys.importText({ list: 'mine', text, trust: true }, 'owner')).toEqual({
    lines: 7,
    trusted: 2,
    already: 1,
    revoked: 1,
    listed: 0,
    remarks: [
      { line: 3, code: 'differs', text: `192.0.2.1 ${testKey('other').fingerprint}` },
      { line: 5, code: 'bad-line', text: 'nonsense' },
      { line: 6, code: 'cert-authority', text: expect.stringContaining('@cert-authority *.lab') as string },
      { line: 8, code: 'is-revoked', text: `web3 ${testKey(4).fingerprint}` },
    ],
  });
  expect((await keys.decisions(1))[0]).toMatchObject({ kind: 'imported', hosts: 'mine', count: 3 });
});

test('an export is read back as the same ledger', async () => {
  const text = [
    lineOf('web1', testKey(1)),
    lineOf('[2001:db8::7]:2222', testKey(2)),
    `@revoked ${lineOf('web9', testKey(9))}`,
  ].join('');
  await keys.importText({ list: 'first', text, trust: true }, 'a name\nwith a line break');
  const written = await keys.exportText();
  expect(written.split('\n')).toHaveLength(4);
  const other = await openSqliteStore({ folder: ':memory:' });
  const copy = createHostKeys({ store: other, clock: { now: () => 0, monotonic: () => 0 } });
  expect(await copy.importText({ list: 'copy', text: written, trust: true }, 'owner')).toMatchObject({
    trusted: 2,
    revoked: 1,
    remarks: [],
  });
  for (const state of ['trusted', 'revoked'] as const) {
    const places = async (of: HostKeys) =>
      (await of.keys({ state, ...PAGE })).keys.map(({ fingerprint, port }) => [fingerprint, port]);
    expect(await places(copy)).toEqual(await places(keys));
  }
  await other.close();
});
