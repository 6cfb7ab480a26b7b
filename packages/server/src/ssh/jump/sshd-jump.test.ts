import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import type { ReadyLogin } from '../../run/ports.ts';
import { descendants } from '../../testing/descendants.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../../testing/run-host.ts';
import { startSshd, type Sshd } from '../../testing/sshd.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from '../index.ts';
import type { HostRunner } from '../run-on-host.ts';

/** A host and two ways to it: one that forwards, but has few sessions, and one that does not forward. */
let host: Sshd;
let bastion: Sshd;
let closed: Sshd;
let login: ReadyLogin;
let onBastion: ReadyLogin;
let run: HostRunner;
beforeAll(async () => {
  const hostKeyTypes = ['ed25519'] as const;
  [host, bastion, closed] = await Promise.all([
    startSshd({ hostKeyTypes }),
    startSshd({ hostKeyTypes, extraConfig: ['MaxSessions 1'] }),
    startSshd({ hostKeyTypes, extraConfig: ['AllowTcpForwarding no'] }),
  ]);
  login = { ...(await readIdentity({ path: host.privateKeyPath })), user: host.userName };
  onBastion = { ...(await readIdentity({ path: bastion.privateKeyPath })), user: bastion.userName };
  await closed.authorize(readFileSync(`${bastion.privateKeyPath}.pub`, 'utf8'));
});
afterAll(async () => {
  await Promise.all([host, bastion, closed].map((sshd) => sshd.stop()));
});
beforeEach(() => {
  run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
});
afterEach(() => run.close());

const through = (jump: Sshd) => ({ host: '127.0.0.1', port: jump.port, login: onBastion });
const ask = (jump: Sshd, more: Partial<RequestOverrides> = {}) =>
  runHost(run, {
    host: '127.0.0.1',
    port: host.port,
    login,
    jump: [through(jump)],
    command: 'echo $SSH_CONNECTION',
    ...more,
  });

test('hosts behind a jump host share its connection; MaxSessions does not count forwarded connections', async () => {
  const stories = await Promise.all(Array.from({ length: 20 }, () => ask(bastion)));
  for (const { outcome, stdout } of stories) {
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    // As the host sees it, the connection comes from the jump host.
    expect(stdout.toString()).toMatch(new RegExp(`^127\\.0\\.0\\.1 \\d+ 127\\.0\\.0\\.1 ${host.port}\\n$`));
  }
  expect((await descendants(bastion.pid)).length).toBeLessThanOrEqual(2);
});

test('much output comes through whole', async () => {
  const { outcome, stdout } = await ask(bastion, { command: 'head -c 20000000 /dev/zero' });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(stdout).toHaveLength(20_000_000);
});

test('a jump host that does not forward says so', async () => {
  const { outcome } = await ask(closed);
  expect(outcome).toMatchObject({ reason: 'jump/refused', jump: { host: '127.0.0.1', port: closed.port } });
});

test('a host that the jump host cannot reach, and one that it does not know', async () => {
  const refused = await ask(bastion, { port: 1 });
  expect(refused.outcome).toMatchObject({ reason: 'connect/refused', detail: 'Connection refused' });
  const unknown = await ask(bastion, { host: 'no-such-host.invalid' });
  expect(unknown.outcome).toMatchObject({
    type: 'host-failed',
    reason: 'resolve/not-found',
    jump: { host: '127.0.0.1', port: bastion.port },
  });
});

test('a jump host that is killed in mid-run is named, and its hosts are unknown', async () => {
  const doomed = await startSshd({ hostKeyTypes: ['ed25519'] });
  const own = { ...(await readIdentity({ path: doomed.privateKeyPath })), user: doomed.userName };
  const jump = [{ host: '127.0.0.1', port: doomed.port, login: own }];
  const story = runHost(
    run,
    { host: '127.0.0.1', port: host.port, login, jump, command: 'echo up; sleep 60' },
    (fact) => {
      if (fact.type === 'host-output') void doomed.stop();
    },
  );
  const { outcome } = await story;
  expect(outcome).toMatchObject({
    type: 'host-unknown',
    reason: 'connection-lost',
    jump: { user: own.user, host: '127.0.0.1', port: doomed.port },
  });
});
