import { describe, expect, it } from 'vitest';
import { runSpec } from '@rollcall/protocol/schemas';
import {
  adaptOptions,
  defaultOptions,
  optionsOfSpec,
  parseOptions,
  specOfOptions,
  wrongFields,
} from './options.ts';
import { SESSION } from './testing/session.ts';

const usual = defaultOptions(SESSION);

describe('the suggested options', () => {
  it('are the first key that the server can read', () => {
    expect(usual).toMatchObject({
      user: 'ops',
      method: 'key',
      identity: 'id_ed25519',
      fanout: 64,
      hostKeys: 'strict',
    });
  });

  it('are the login of the demo while it answers', () => {
    const demo = { targets: '192.0.2.1-100', identity: 'demo', user: 'demo' };
    expect(defaultOptions({ ...SESSION, demo })).toMatchObject({
      user: 'demo',
      method: 'key',
      identity: 'demo',
    });
  });

  it.each([
    [true, 'agent'],
    [false, 'password'],
  ] as const)('without a key and with an agent: %s are %s', (agent, method) => {
    expect(defaultOptions({ ...SESSION, identities: [], agent }).method).toBe(method);
  });
});

describe('remembered options', () => {
  it('come back as they were', () => {
    const own = {
      ...usual,
      user: 'root',
      method: 'key' as const,
      identity: 'id_rsa',
      fanout: 8,
      port: 2_222,
      jump: 'ops@bastion',
      silenceTimeoutMs: 30_000,
      legacy: true,
    };
    expect(parseOptions(JSON.stringify(own), SESSION)).toEqual(own);
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['other types', '{"user":7,"fanout":"8","method":"ldap","hostKeys":"insecure"}'],
  ])('that are %s are the suggested ones', (_, stored) => {
    expect(parseOptions(stored, SESSION)).toEqual(usual);
  });

  it.each([
    [{ identity: 'gone', method: 'key' }, 'a key that is no longer offered'],
    [{ fanout: 5_000 }, 'more at once than this server allows'],
    [{ connectTimeoutMs: 5 }, 'a time under its bound'],
    [{ port: 0 }, 'no port'],
    [{ jump: '10.0.0.1-9' }, 'a way over many hosts'],
    [{ silenceTimeoutMs: -1, legacy: 'yes' }, 'other types and bounds'],
    [{ user: '-oProxyCommand=x' }, 'a user that looks like an option'],
  ])('leave out %j: %s', (wished, _why) => {
    expect(adaptOptions(wished, SESSION)).toEqual(usual);
  });

  it('without an agent on this server fall back to a key', () => {
    expect(adaptOptions({ method: 'agent' }, { ...SESSION, agent: false }).method).toBe('key');
  });
});

describe('the options of an earlier run', () => {
  const spec = { targets: 'web1', command: 'uptime', fanout: 4, port: 2_222 };

  it('are taken over with login, port and limits', () => {
    const run = runSpec.parse({ ...spec, login: { method: 'agent', user: 'root' }, commandTimeoutMs: 0 });
    expect(optionsOfSpec(run, SESSION)).toMatchObject({
      user: 'root',
      method: 'agent',
      fanout: 4,
      port: 2_222,
      commandTimeoutMs: 0,
    });
  });

  it('never take over that host keys were not checked, nor a key file of the terminal', () => {
    const login = { method: 'key', user: 'root', identity: '/home/ops/.ssh/id_work' };
    const run = runSpec.parse({ ...spec, login, hostKeys: 'insecure' });
    expect(optionsOfSpec(run, SESSION)).toMatchObject({
      hostKeys: 'strict',
      method: 'key',
      identity: 'id_ed25519',
    });
  });
});

it.each([
  [{ user: '' }, ['user']],
  [{ user: 'a b' }, ['user']],
  [{ fanout: 0, port: 70_000 }, ['port', 'fanout']],
  [{ fanout: 1.5 }, ['fanout']],
  [{ connectTimeoutMs: Number.NaN }, ['connectTimeoutMs']],
  [{ commandTimeoutMs: 0 }, []],
  [{ commandTimeoutMs: 86_400_001 }, ['commandTimeoutMs']],
  [{ jump: 'a b,', silenceTimeoutMs: -1 }, ['silenceTimeoutMs']],
  [{ jump: '10.0.0.1-2' }, ['jump']],
])('%j has the wrong fields %j', (change, fields) => {
  expect(wrongFields({ ...usual, ...change }, SESSION)).toEqual(fields);
});

it.each([
  [
    { method: 'key', identity: 'id_rsa' },
    { method: 'key', user: 'ops', identity: 'id_rsa' },
  ],
  [{ method: 'password' }, { method: 'password', user: 'ops' }],
] as const)('%j become the login %j', (change, login) => {
  expect(specOfOptions({ ...usual, ...change }).login).toEqual(login);
});

it('options come back from the spec that they became', () => {
  const own = { ...usual, jump: 'ops@bastion:2222', silenceTimeoutMs: 5_000, legacy: true };
  for (const options of [usual, own]) {
    const spec = runSpec.parse({ targets: 'h', command: 'x', ...specOfOptions(options) });
    expect(optionsOfSpec(spec, SESSION)).toEqual(options);
  }
  expect(Object.keys(specOfOptions(usual))).not.toContain('jump');
});
