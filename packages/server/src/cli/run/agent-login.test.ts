import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunTarget } from '@rollcall/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAgent, type TestAgent } from '../../testing/ssh-agent.ts';
import { makeKey } from '../../testing/sshd.ts';
import { openLogins } from './open-logins.ts';

let home = '';
let agent: TestAgent;
/** Opened by `open sesame`. */
let locked = '';
let plain = '';
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rollcall-logins-'));
  agent = await startAgent();
  await agent.add(await makeKey(join(home, 'other'), 'ed25519'));
  locked = await makeKey(join(home, 'locked'), 'ed25519', ['-N', 'open sesame', '-a', '1']);
  plain = await makeKey(join(home, 'plain'), 'ed25519');
});
afterAll(async () => {
  await agent.stop();
  rmSync(home, { recursive: true });
});

interface Case {
  /** What hosts have as their key. */
  keys: (string | undefined)[];
  /** What a person types, in turn; null where there is none. */
  types: string[] | null;
  /** An inventory has named the keys, in place of the ssh_config. */
  inventory?: boolean;
  socket?: string;
}

async function open({ keys, types, inventory = false, socket = agent.socket }: Case) {
  const asked: string[] = [];
  const warnings: string[] = [];
  const secret = async (question: string): Promise<string> => {
    asked.push(question);
    return types!.shift()!;
  };
  const targets = keys.map((identity, at): RunTarget => ({
    host: `h${at}`,
    ...(identity !== undefined && { identity }),
  }));
  const configuredKeys = new Set(inventory ? [] : keys.filter((key) => key !== undefined));
  const logins = await openLogins(
    { user: 'ops' },
    { targets, options: {}, configuredKeys },
    {
      env: { HOME: home, SSH_AUTH_SOCK: socket },
      asker: types && { secret, line: secret },
      warn: ({ en }) => void warnings.push(en),
      locale: 'en',
    },
  );
  const ready = (identity: string) => logins.resolve({ method: 'key', user: 'ops', identity });
  return { asked, warnings, login: logins.login, ready };
}

describe('an encrypted key of the ssh_config, with an agent beside it,', () => {
  test.each([
    ['of all hosts', []],
    ['of some hosts', [undefined]],
  ])('%s: is asked for once, and the agent taken when nothing is typed', async (_, more) => {
    const { asked, warnings, login, ready } = await open({ keys: [locked, ...more, locked], types: [''] });
    expect(asked).toEqual([`Passphrase of ${locked} (none: the ssh-agent instead): `]);
    expect(warnings).toEqual([expect.stringContaining(`the key ${locked} of the ssh_config is encrypted`)]);
    expect(login).toEqual({ method: 'agent', user: 'ops' });
    expect(await ready(locked)).toMatchObject({ method: 'agent', user: 'ops', socket: agent.socket });
    expect(await ready(locked)).not.toHaveProperty('key');
  });

  test('is opened by its passphrase', async () => {
    const { ready } = await open({ keys: [locked, undefined], types: ['wrong', 'open sesame'] });
    expect(await ready(locked)).toMatchObject({ method: 'key', label: 'key locked' });
  });

  test('leaves it to the agent where nobody can be asked', async () => {
    const { warnings, ready } = await open({ keys: [locked, plain], types: null });
    expect(warnings).toHaveLength(1);
    expect(await ready(locked)).toMatchObject({ method: 'agent' });
    expect(await ready(plain)).toMatchObject({ method: 'key', label: 'key plain' });
  });

  test('is what it is when an inventory has named it', async () => {
    const refused = open({ keys: [locked, undefined], types: null, inventory: true });
    await expect(refused).rejects.toThrow('there is no terminal to ask for its passphrase');
  });

  test('is needed without an agent', async () => {
    const refused = open({ keys: [locked], types: null, socket: join(home, 'none') });
    await expect(refused).rejects.toThrow('there is no terminal to ask for its passphrase');
  });
});

test.each([true, false])(
  'a key that the agent holds is used by it alone (inventory: %s)',
  async (inventory) => {
    const held = await makeKey(join(home, `held-${inventory}`), 'ed25519', ['-N', 'pass phrase', '-a', '1']);
    await agent.add(held, 'pass phrase');
    const { warnings, ready } = await open({ keys: [held, undefined], types: null, inventory });
    expect(warnings).toEqual([]);
    expect(await ready(held)).toMatchObject({
      method: 'agent',
      socket: agent.socket,
      key: { fingerprint: expect.stringMatching(/^SHA256:/), label: `key held-${inventory}` },
    });
  },
);
