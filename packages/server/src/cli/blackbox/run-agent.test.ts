import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAgent, type TestAgent } from '../../testing/ssh-agent.ts';
import { makeKey } from '../../testing/sshd.ts';
import { ground } from './program.suite.ts';

const at = ground();
let agent: TestAgent;
beforeAll(async () => {
  agent = await startAgent();
});
afterAll(() => agent.stop());

test('an encrypted key of the ssh_config needs no terminal beside an agent, whose keys serve instead until it holds that one', async () => {
  const folder = at.folder();
  const key = await makeKey(join(folder, 'work'), 'ed25519', ['-N', 'pass phrase', '-a', '1']);
  await agent.add(await makeKey(join(folder, 'other'), 'rsa', ['-b', '2048']));
  const config = join(folder, 'ssh_config');
  const lines = [
    `IdentityFile ${key}`,
    `UserKnownHostsFile ${join(at.home, 'known')}`,
    `Port ${at.fleet.port}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const run = () =>
    at.run(['run', '--data', join(folder, 'data'), '--ssh-config', config, '127.1.0.1', 'uname -n'], {
      env: { SSH_AUTH_SOCK: agent.socket },
    });
  /** Of RSA keys alone: the ledger keeps no others. */
  const signatures = async () => (await at.fleet.ledger())[0]!.signatures;

  const before = await run();
  expect(before.err).toContain(`the key ${key} of the ssh_config is encrypted and not in the ssh-agent`);
  expect(before).toMatchObject({ status: 0, out: 'host-1-0-1\n' });
  expect(await signatures()).not.toEqual([]);

  await at.fleet.reset();
  await agent.add(key, 'pass phrase');
  const after = await run();
  expect(after.err).not.toContain('encrypted');
  expect(after.status).toBe(0);
  expect(await signatures()).toEqual([]);
});
