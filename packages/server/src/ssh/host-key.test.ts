import { expect, test } from 'vitest';
import { startFleet } from '@rollcall/demo-fleet';
import { knownHostName } from '../host-keys/known-hosts-line.ts';
import { systemClock } from '../run/clock.ts';
import { testKey, testRsaKey, type TestKey } from '../testing/host-keys.ts';
import { memoryLedger, runHost } from '../testing/run-host.ts';
import { judgeHostKey, type KeyKnowledge } from './host-key.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const blob = ({ key }: TestKey): Buffer => Buffer.from(key, 'base64');
const nothing: KeyKnowledge = { trusted: [], revoked: [], unsupported: [], policy: 'strict' };
const [A, B] = [testKey('a'), testKey('b')];

test('a refused key is kept whole, so that approving needs no second contact', () => {
  const cases: [KeyKnowledge, string][] = [
    [nothing, 'verify/unknown-host-key'],
    [{ ...nothing, trusted: [B] }, 'verify/host-key-changed'],
    [{ ...nothing, revoked: [A] }, 'verify/host-key-revoked'],
  ];
  for (const [known, reason] of cases)
    expect(judgeHostKey(blob(A), known)).toMatchObject({
      type: 'refused',
      reason,
      hostKey: { type: A.type, fingerprint: A.fingerprint, key: A.key },
    });
});

test('a key over 4 KiB is shown by its fingerprint alone', () => {
  const verdict = judgeHostKey(blob(testRsaKey(40_000)), nothing);
  expect(verdict).toMatchObject({ type: 'refused', hostKey: { type: 'ssh-rsa' } });
  expect(verdict.hostKey).not.toHaveProperty('key');
});

test('a type of key with control characters reaches no log', () => {
  const verdict = judgeHostKey(blob(testKey('a', 'ssh\u001b[2J')), nothing);
  expect(verdict).toMatchObject({ type: 'refused', hostKey: { type: '' } });
});

test('accept-new takes an unknown type of key, and no RSA key that is too short', () => {
  const policy = 'accept-new' as const;
  expect(judgeHostKey(blob(testKey('a', 'ssh-future')), { ...nothing, policy })).toMatchObject({
    type: 'new',
    record: { type: 'ssh-future' },
  });
  expect(judgeHostKey(blob(testRsaKey(1024)), { ...nothing, policy })).toMatchObject({
    type: 'refused',
    reason: 'verify/unknown-host-key',
    detail: expect.stringContaining('RSA of 1024 bits is too short') as string,
  });
});

test('a host that the ledger knows is judged by it alone, another by the files; a revoked key by both', async () => {
  const fleet = await startFleet();
  const host = '127.1.0.1';
  const shown = { type: fleet.hostKey.keyType, key: fleet.hostKey.key };
  const line = `${knownHostName(host, fleet.port)} ${shown.type} ${shown.key}\n`;
  const ask = async (ledger: ReturnType<typeof memoryLedger>, text: string) => {
    const knownHosts = parseKnownHosts([{ name: 'known_hosts', text }]);
    const run = createRunOnHost({ ledger, knownHosts, clock: systemClock });
    const { outcome } = await runHost(run, { host, port: fleet.port, hostKeys: 'strict' });
    return outcome.type === 'host-failed' ? outcome.reason : outcome.type;
  };
  expect(await ask(memoryLedger(), line)).toBe('host-exited');
  expect(await ask(memoryLedger([shown]), '')).toBe('host-exited');
  expect(await ask(memoryLedger([B]), line)).toBe('verify/host-key-changed');
  expect(await ask(memoryLedger([shown], [shown]), line)).toBe('verify/host-key-revoked');
  expect(await ask(memoryLedger([shown]), `@revoked ${line}`)).toBe('verify/host-key-revoked');
  await fleet.close();
});
