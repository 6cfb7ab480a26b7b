import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import { descendants, killIfThere } from '../../testing/descendants.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../../testing/run-host.ts';
import { startSshd, type Sshd } from '../../testing/sshd.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from '../index.ts';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd({ hostKeyTypes: ['ed25519'] });
});
afterAll(() => sshd.stop());

test('a real sshd takes one command after the other on one connection, and may be killed between them', async () => {
  const fixed = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  const run = createRunOnHost({ ...fixed, keepConnectionsMs: 60_000 });
  const login = { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
  const ask = async (more: Partial<RequestOverrides> = {}) => {
    const story = await runHost(run, {
      host: '127.0.0.1',
      port: sshd.port,
      login,
      command: 'echo $SSH_CLIENT',
      ...more,
    });
    const connected = story.facts.find(({ type }) => type === 'host-connected');
    return {
      client: story.stdout.toString(),
      reused: connected !== undefined && 'reused' in connected,
      ...story,
    };
  };
  const first = await ask();
  const second = await ask({ token: 'another attempt' });
  const third = await ask({ command: 'exit 3' });
  expect([first.reused, second.reused, third.reused]).toEqual([false, true, true]);
  expect(second.client).toBe(first.client);
  expect(third.outcome).toMatchObject({ type: 'host-exited', status: 3 });

  for (const pid of await descendants(sshd.pid)) killIfThere(pid);
  const fourth = await ask();
  expect(fourth.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(fourth.reused).toBe(false);
  expect(fourth.client).not.toBe(first.client);
  run.close();
  await expect.poll(async () => (await descendants(sshd.pid)).length).toBe(0);
});
