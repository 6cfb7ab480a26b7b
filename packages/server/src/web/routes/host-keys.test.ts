import type {
  DecidedKeys,
  HostKeyCounts,
  HostKeyDecision,
  ImportReport,
  OfferedKeys,
  Problem,
} from '@rollcall/protocol';
import { describe, expect, test } from 'vitest';
import { refusedKey, testKey, testRsaKey, type TestKey } from '../../testing/host-keys.ts';
import { startHarness, started, type Harness } from '../harness.suite.ts';

/** Hosts 10.0.0.0 and following show these keys for the first time. */
async function shown(harness: Harness, ...keys: TestKey[]): Promise<string> {
  const run = await harness.run(keys.length);
  await run.write(started(keys.length), ...keys.map((key, host) => refusedKey(host, key)));
  return run.id;
}
const ref = (last: number, { fingerprint }: TestKey) => ({ host: `10.0.0.${last}`, port: 22, fingerprint });
const get = async <T>(harness: Harness, path: string): Promise<T> =>
  (await harness.api(`/api/host-keys${path}`)).json() as Promise<T>;
const post = (harness: Harness, path: string, body: object) =>
  harness.api(`/api/host-keys/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('what hosts showed is listed, approved as it was shown, and stands in the record', async () => {
  const harness = await startHarness();
  const run = await shown(harness, testKey(0), testKey(1), testKey(1));
  expect(await get<HostKeyCounts>(harness, '/counts')).toEqual({
    waiting: 3,
    changed: 0,
    trusted: 0,
    revoked: 0,
  });
  const { keys, total, next } = await get<OfferedKeys>(harness, `/offers?limit=2&run=${run}`);
  expect({ total, next, hosts: keys.map(({ host }) => host) }).toEqual({
    total: 3,
    next: 2,
    hosts: ['10.0.0.0', '10.0.0.1'],
  });
  const approved = await post(harness, 'approve', {
    keys: keys.map(({ host, port, fingerprint }) => ({ host, port, fingerprint })),
    note: 'hall 4',
  });
  expect([approved.status, await approved.json()]).toEqual([200, { count: 2 }]);
  expect((await get<DecidedKeys>(harness, '?search=10.0.0.1')).keys).toMatchObject([
    { ...ref(1, testKey(1)), state: 'trusted', decidedBy: 'owner', note: 'hall 4' },
  ]);
  expect((await get<OfferedKeys>(harness, '/offers')).keys).toMatchObject([{ knownFor: '10.0.0.1' }]);
  const { decisions } = await get<{ decisions: HostKeyDecision[] }>(harness, '/decisions');
  expect(decisions).toMatchObject([{ kind: 'approved', hosts: '10.0.0.0-1', by: 'owner', note: 'hall 4' }]);
});

test.each([
  ['a key that the host has not shown', [ref(0, testKey('x'))], 409, 'host-keys-differ'],
  ['a host that has shown none', [ref(0, testKey(0)), ref(77, testKey(0))], 409, 'host-keys-differ'],
  ['a short RSA key', [ref(1, testRsaKey(1024))], 422, 'host-key-refused'],
  ['no key', [], 400, 'invalid-request'],
  [
    'a fingerprint that is none',
    [{ host: '10.0.0.0', port: 22, fingerprint: 'SHA256:x' }],
    400,
    'invalid-request',
  ],
])('does not approve %s', async (_sentence, keys, status, code) => {
  const harness = await startHarness();
  await shown(harness, testKey(0), testRsaKey(1024));
  const answer = await post(harness, 'approve', { keys });
  expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([status, code]);
  expect(await get<HostKeyCounts>(harness, '/counts')).toMatchObject({ waiting: 2, trusted: 0 });
});

test('a problem names the hosts, in the language of the reader', async () => {
  const harness = await startHarness();
  await shown(harness, testKey(0));
  const answer = await harness.api('/api/host-keys/approve', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'zh-CN' },
    body: JSON.stringify({ keys: [ref(0, testKey('x'))] }),
  });
  expect(await answer.json()).toMatchObject({
    detail: '未作任何更改。请重新查看列表：10.0.0.0',
    errors: [{ path: '10.0.0.0', message: testKey('x').fingerprint }],
  });
});

test('a changed key is let in by replacing it, and is told with both fingerprints before', async () => {
  const harness = await startHarness();
  await shown(harness, testKey(0));
  await post(harness, 'approve', { keys: [ref(0, testKey(0))] });
  const run = await harness.run(1);
  await run.write(started(1), refusedKey(0, testKey('new'), [testKey(0).fingerprint]));
  expect((await get<OfferedKeys>(harness, '/offers?state=changed')).keys).toMatchObject([
    { ...ref(0, testKey('new')), expected: [{ fingerprint: testKey(0).fingerprint, approvedBy: 'owner' }] },
  ]);
  expect((await post(harness, 'approve', { keys: [ref(0, testKey('new'))] })).status).toBe(409);
  const lines = `10.0.0.0 ${testKey('new').type} ${testKey('new').key}\n`;
  const report = (await (await post(harness, 'import', { list: 'x', text: lines })).json()) as ImportReport;
  expect(report).toMatchObject({ trusted: 0, remarks: [{ line: 1, code: 'differs' }] });
  expect((await post(harness, 'replace', { key: ref(0, testKey('new')), note: 'reinstalled' })).status).toBe(
    200,
  );
  expect((await get<DecidedKeys>(harness, '')).keys).toMatchObject([ref(0, testKey('new'))]);
});

test('keys are kept blocked, revoked and forgotten', async () => {
  const harness = await startHarness();
  await shown(harness, testKey(0), testKey(1));
  expect((await post(harness, 'block', { keys: [ref(1, testKey(1))] })).status).toBe(200);
  expect(await get<HostKeyCounts>(harness, '/counts')).toMatchObject({ waiting: 1 });
  await post(harness, 'approve', { keys: [ref(0, testKey(0))] });
  expect((await post(harness, 'revoke', { keys: [ref(0, testKey(0))] })).status).toBe(200);
  expect((await get<DecidedKeys>(harness, '?state=revoked')).total).toBe(1);
  expect((await post(harness, 'forget', { keys: [ref(0, testKey(0))] })).status).toBe(200);
  expect(await get<HostKeyCounts>(harness, '/counts')).toEqual({
    waiting: 0,
    changed: 0,
    trusted: 0,
    revoked: 0,
  });
});

test('the ledger leaves and comes back as known_hosts', async () => {
  const harness = await startHarness();
  await shown(harness, testKey(0));
  await post(harness, 'approve', { keys: [ref(0, testKey(0))] });
  const file = await harness.api('/api/host-keys/known_hosts');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="known_hosts"');
  expect(await file.text()).toContain(`10.0.0.0 ssh-ed25519 ${testKey(0).key} owner `);
});

describe('the door', () => {
  test.each([
    ['GET', ''],
    ['GET', '/offers'],
    ['GET', '/known_hosts'],
    ['POST', '/approve'],
    ['POST', '/import'],
  ])('%s /api/host-keys%s needs a session', async (method, path) => {
    const { origin } = await startHarness();
    expect((await fetch(`${origin}/api/host-keys${path}`, { method })).status).toBe(401);
  });

  test('no page of another site can approve', async () => {
    const harness = await startHarness();
    await shown(harness, testKey(0));
    const answer = await fetch(`${harness.origin}/api/host-keys/approve`, {
      method: 'POST',
      headers: {
        cookie: await harness.signIn(),
        origin: 'https://evil.example',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ keys: [ref(0, testKey(0))] }),
    });
    expect(answer.status).toBe(403);
    expect(await get<HostKeyCounts>(harness, '/counts')).toMatchObject({ waiting: 1 });
  });
});
