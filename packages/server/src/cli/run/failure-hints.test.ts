import { expect, test } from 'vitest';
import { failureHintsView } from './failure-hints.ts';
import { contextOf, fact, hosts, memoryScreen, show } from './view.suite.ts';

const five = hosts('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5');
const ended = { durationMs: 420, stages: {} };
const rejected = (host: number, key: string) =>
  ({ type: 'host-failed', host, ...ended, reason: 'auth/rejected', facts: { method: 'key', key } }) as const;

test('each reason is explained once, the most frequent first, with the range of its hosts', async () => {
  const memory = memoryScreen();
  const facts = [rejected(4, 'id_rsa'), fact.refused(2), fact.refused(0), fact.refused(1), fact.newKey(3)];
  await show(failureHintsView(contextOf(memory.screen, five)), 5, facts);
  expect(memory.out()).toBe('');
  expect(memory.err().split('\n')).toEqual([
    ' ✗ 3 hosts, unreachable',
    '   likely: sshd is not running there, or listens on another port',
    '   try: check that sshd runs on 10.0.0.1-3, and on which port',
    ' ⊖ 1 host, login refused',
    '   likely: the public key is not in authorized_keys of ops, or there is no such user',
    '   try: add the public key there (ssh-copy-id), or choose another user or key',
    '',
  ]);
});

test('in Chinese where the environment asks for it', async () => {
  const memory = memoryScreen();
  await show(failureHintsView(contextOf(memory.screen, five, { locale: 'zh' })), 5, [rejected(0, 'id_rsa')]);
  expect(memory.err().split('\n')).toEqual([
    ' ⊖ 1 台主机，登录被拒',
    '   可能原因：公钥不在 ops 的 authorized_keys 中，或没有这个用户',
    '   可以尝试：把公钥添加到该主机（ssh-copy-id），或换一个用户或密钥',
    '',
  ]);
});

test('hosts that answered or were stopped need no words', async () => {
  const memory = memoryScreen();
  const facts = [
    fact.exited(0),
    fact.exited(1, 3),
    fact.cancelled(2, 'running'),
    fact.cancelled(3, 'connecting'),
  ];
  await show(failureHintsView(contextOf(memory.screen, five)), 5, facts);
  expect(memory.err()).toBe('');
});

test('what ran when a host was stopped for its silence is shown, made harmless', async () => {
  const memory = memoryScreen();
  const silent = {
    type: 'host-timed-out',
    host: 0,
    ...ended,
    output: { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' },
    limitMs: 1_000,
    limit: 'silence',
    confirmed: true,
    evidence: '  PID STAT COMMAND\n 4711 S    sleep \u001b[2J50\n',
  } as const;
  await show(failureHintsView(contextOf(memory.screen, five)), 5, [silent]);
  expect(memory.err()).toContain('   │   PID STAT COMMAND\n   │  4711 S    sleep \\x1b[2J50\n');
});
