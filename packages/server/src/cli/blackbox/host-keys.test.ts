import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from '@rollcall/demo-fleet';
import type { OfferedKey } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { ground } from './program.suite.ts';

const at = ground();

/** A data folder in which a run has met these hosts without knowing any of them. */
async function met(targets: string, folder = at.folder(), more: string[] = []) {
  const login = at.login.filter((_, index) => index !== 4 && index !== 5);
  const none = join(folder, 'none');
  writeFileSync(none, '');
  const ended = await at.run([
    'run',
    ...login,
    '--known-hosts',
    none,
    '--data',
    folder,
    ...more,
    targets,
    'uptime',
  ]);
  return { folder, ended };
}
const keys = (folder: string, ...words: string[]) => at.run(['host-keys', ...words, '--data', folder]);
const port = () => at.fleet.port;

test('a run meets unknown hosts; their keys are looked at, approved by count, and the same run works', async () => {
  const { folder, ended } = await met('127.1.0.1-3');
  expect(ended.err).toContain(`rollcall host-keys --data ${folder}`);
  const waiting = await keys(folder);
  expect(waiting.status).toBe(0);
  expect(waiting.out).toMatch(/3 hosts share one key {2}127\.1\.0\.1-3:\d+ {2}\S/);
  expect(waiting.out).toContain('copies of one machine?');
  expect(waiting.out).toContain('SHA256:');
  const silent = await keys(folder, 'approve', '127.1.0.1-2');
  expect(silent).toMatchObject({ status: 2, out: '' });
  expect(silent.err).toContain('there is no terminal to ask');
  const approved = await keys(folder, 'approve', '127.1.0.1-2', '--yes', '--note', 'hall 4');
  expect(approved.err).toContain('2 keys approved. Run again on just these:');
  expect(approved.out).toMatch(
    /^rollcall run --data \S+ -l ops -i \S+ -f 64 127\.1\.0\.1-2:\d+ -- uptime\n$/,
  );
  const { ended: again } = await met('127.1.0.1-3', folder);
  expect(again.err).toContain('2 success');
  expect(again.err).toContain('1 host with a key that nobody has approved');
  expect((await keys(folder, 'trusted')).out).toMatch(/127\.1\.0\.1:\d+ .* by \S+, hall 4, seen /);
});

test('--json is one key a line; --run narrows to the keys of a run', async () => {
  const { folder } = await met('127.1.0.1');
  await met('127.1.0.2', folder);
  const { out } = await keys(folder, 'waiting', '--json');
  const read = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OfferedKey);
  expect(read.map(({ host }) => host)).toEqual(['127.1.0.1', '127.1.0.2']);
  expect(read[0]).toMatchObject({ port: port(), expected: [], refused: null });
  const one = await keys(folder, 'approve', '--run', read[1]!.run, '--yes');
  expect(one.err).toContain('1 key approved');
  expect((await keys(folder, 'waiting', '--json')).out).toContain('127.1.0.1');
});

test('a changed key is shown with both fingerprints, and only replaced for one host', async () => {
  const host = addressOf('fresh-host-key', 0, 7);
  const folder = at.folder();
  const other = at.fleet.hostKey;
  writeFileSync(join(folder, 'old'), `[${host}]:${port()} ${other.keyType} ${other.key}\n`);
  await at.run(['run', '--data', folder, ...at.login, '127.1.0.1', 'true']);
  expect((await keys(folder, 'import', join(folder, 'old'))).out).toContain('1 key trusted');
  const { ended } = await met(host, folder, ['--host-keys', 'accept-new']);
  expect(ended.err).toContain('1 host shows another key than the trusted one; nothing was sent:');
  const { out } = await keys(folder, 'changed');
  expect(out.match(/SHA256:\S+/g)).toHaveLength(2);
  expect(out).toMatch(/trusted .* since .* by/);
  expect((await keys(folder, 'approve', host, '--yes')).err).toContain('no key is waiting');
  expect((await keys(folder, 'approve', '--all', '--yes')).err).toContain('No host key waits');
  const replaced = await keys(folder, 'replace', host, '--yes', '--note', 'reinstalled');
  expect(replaced.err).toContain('is replaced');
  const { ended: again } = await met(host, folder);
  // This host shows a fresh key at every contact: the new one is compared with the one that was put in place.
  expect(again.out + again.err).toContain('key changed');
});

test('revoked keys are refused on every host, and forgotten ones are as never seen', async () => {
  const { folder } = await met('127.1.0.1-2');
  await keys(folder, 'approve', '127.1.0.1', '--yes');
  expect((await keys(folder, 'revoke', '127.1.0.1', '--yes')).err).toContain('refused on every host');
  const { ended } = await met('127.1.0.1-2', folder);
  expect(ended.err).toContain('2 no answer');
  expect((await keys(folder, 'revoked')).out).toContain('127.1.0.1');
  expect((await keys(folder)).out).toContain('No host key waits');
  expect((await keys(folder, 'forget', '127.1.0.1', '--yes')).status).toBe(0);
  await met('127.1.0.1-2', folder);
  expect((await keys(folder)).out).toContain('2 hosts share one key');
});

test('a list is taken in with every bad line told, and the ledger is written as one', async () => {
  const { folder } = await met('127.1.0.1');
  const { keyType, key } = at.fleet.hostKey;
  const list = join(folder, 'fleet.txt');
  writeFileSync(
    list,
    `[127.1.0.1]:${port()} ${keyType} ${key}\nnonsense\n@cert-authority * ${keyType} ${key}\n`,
  );
  const compared = await keys(folder, 'import', list, '--compare');
  expect(compared.status).toBe(1);
  expect(compared.err).toContain('line 2: not a line of known_hosts: nonsense');
  expect(compared.err).toContain('line 3: a certificate authority, which is not supported');
  expect(compared.out).toBe('3 lines: 0 keys trusted, 0 known before, 0 revoked, 1 kept to compare with\n');
  expect((await keys(folder)).out).toContain('agrees with fleet.txt');
  expect(
    (await at.run(['host-keys', 'import', '-', '--data', folder], { input: `web1 ${keyType} ${key}\n` }))
      .status,
  ).toBe(0);
  const file = join(folder, 'known_hosts');
  expect((await keys(folder, 'export', file)).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^web1 ${keyType} AAAA`));
  expect((await keys(folder, 'export', file)).err).toContain('it exists already');
  for (const rest of [[], ['-']])
    expect((await keys(folder, 'export', ...rest)).out).toBe(readFileSync(file, 'utf8'));
});

test('keys may be brought along before the first run, in a folder that is not there yet', async () => {
  const folder = join(at.folder(), 'new');
  const { keyType, key } = at.fleet.hostKey;
  const input = `[127.1.0.1]:${port()} ${keyType} ${key}\n`;
  const taken = await at.run(['host-keys', 'import', '-', '--data', folder], { input });
  expect(taken.out).toContain('1 key trusted');
  const { ended } = await met('127.1.0.1', folder);
  expect(ended.status).toBe(0);
});

test('groups of the inventory name hosts here, too', async () => {
  const { folder } = await met('127.1.0.1-3');
  writeFileSync(join(folder, 'inventory.yaml'), 'groups:\n  rack: 127.1.0.1-2\n');
  expect((await keys(folder, 'approve', '@rack', '--yes')).err).toContain('2 keys approved');
  expect((await keys(folder, 'approve', '@lack', '--yes')).err).toContain('@lack');
});

test('names that no range can say are in the way of nothing', async () => {
  const { folder } = await met('127.1.0.1');
  const { keyType, key } = at.fleet.hostKey;
  const text = `under_score,web1,a..b ${keyType} ${key}\n@revoked * ${keyType} ${key}\n`;
  const { out } = await at.run(['host-keys', 'import', '-', '--data', folder], { input: text });
  expect(out).toContain('1 revoked');
  expect((await keys(folder)).out).toContain('No host key waits');
  const revoked = await keys(folder, 'revoked', '--json');
  const { host, fingerprint } = JSON.parse(revoked.out) as OfferedKey;
  expect(host).toBe('*');
  expect((await keys(folder, 'revoked', 'web1')).err).toContain('no key is revoked for web1');
  expect((await keys(folder, 'forget', fingerprint, '--yes')).err).toContain('1 key forgotten');
});

test('what is wrong is said, and nothing is made', async () => {
  const missing = join(at.folder(), 'nowhere');
  expect((await keys(missing)).status).toBe(2);
  expect(existsSync(missing)).toBe(false);
  const { folder } = await met('127.1.0.1');
  expect((await keys(folder, 'approve')).err).toContain('no host is named');
  expect((await keys(folder, 'approve', '10.0.0.300')).err).toContain('300');
  expect((await keys(folder, 'approve', '10.0.0.1', '--yes')).err).toContain(
    'no key is waiting for 10.0.0.1',
  );
  expect((await keys(folder, 'aprove', '10.0.0.1')).status).toBe(2);
});

test('works beside a running server, on the same ledger', async () => {
  const { folder } = await met('127.1.0.1');
  const server = at.start(['serve', '--no-console', '--port', '0', '--data', folder]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.says('out', /#code=/))![0];
  const token = readFileSync(join(folder, 'api-token'), 'utf8').trim();
  const counts = async () =>
    (await fetch(`${url}/api/host-keys/counts`, { headers: { authorization: `Bearer ${token}` } })).json();
  expect(await counts()).toMatchObject({ waiting: 1 });
  expect((await keys(folder, 'approve', '--all', '--yes')).status).toBe(0);
  expect(await counts()).toMatchObject({ waiting: 0, trusted: 1 });
  await server.stop('SIGTERM');
});
