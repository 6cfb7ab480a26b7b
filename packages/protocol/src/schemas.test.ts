import { describe, expect, it } from 'vitest';
import { eventsQuery, hostsQuery, putRunBody, runSpec, runsQuery } from './schemas.ts';

const good = { targets: '10.0.0.1-100', command: 'uptime', login: { method: 'agent', user: 'ops' } };

describe('runSpec', () => {
  it('fills in what the asker left out', () => {
    expect(runSpec.parse(good)).toMatchObject({
      port: 22,
      hostKeys: 'strict',
      fanout: 64,
      connectTimeoutMs: 10_000,
      commandTimeoutMs: 600_000,
      maxOutputBytes: 10 * 1024 * 1024,
    });
  });

  it.each([
    ['a NUL in the command', { command: 'echo \0' }],
    ['an empty command', { command: ' \n' }],
    ['a command over 64 KiB in UTF-8', { command: '用'.repeat(22_000) }],
    ['no targets', { targets: '' }],
    ['a user that looks like an option', { login: { method: 'agent', user: '-oProxyCommand=x' } }],
    ['a user with a shell in it', { login: { method: 'agent', user: 'a$(id)' } }],
    ['a fan-out of nothing', { fanout: 0 }],
    ['a port beyond the last', { port: 65_536 }],
    ['a login of an unknown kind', { login: { method: 'telnet', user: 'ops' } }],
  ])('refuses %s', (_, wrong) => {
    expect(runSpec.safeParse({ ...good, ...wrong }).success).toBe(false);
  });

  it.each([
    ['targets', { targets: '' }, 'the host range is empty'],
    ['a command', { command: '' }, 'the command is empty'],
    ['a user', { login: { method: 'agent', user: '' } }, 'it is empty'],
  ])('says once and in words that %s is missing', (_, wrong, words) => {
    const { error } = runSpec.safeParse({ ...good, ...wrong });
    expect(error?.issues.map(({ message }) => message)).toEqual([words]);
  });

  it('keeps secrets out of the spec', () => {
    const body = putRunBody.parse({
      spec: { ...good, password: 'hunter2' },
      secrets: { password: 'hunter2' },
    });
    expect(JSON.stringify(body.spec)).not.toContain('hunter2');
  });
});

describe('queries', () => {
  it('reads numbers from text and fills in the rest', () => {
    expect(runsQuery.parse({})).toEqual({ limit: 50 });
    expect(hostsQuery.parse({ state: 'no-answer', limit: '7', after: '41' })).toEqual({
      state: 'no-answer',
      limit: 7,
      after: 41,
    });
    expect(eventsQuery.parse({ after: '12' })).toEqual({ after: 12, follow: 'false' });
  });

  it.each([
    ['a page of nothing', runsQuery, { limit: '0' }],
    ['a page without end', runsQuery, { limit: '101' }],
    ['a number that is none', eventsQuery, { after: 'x' }],
    ['half an event', eventsQuery, { after: '1.5' }],
    ['before the first', eventsQuery, { after: '-1' }],
    ['a state that is none', hostsQuery, { state: 'happy' }],
    ['a list where one belongs', hostsQuery, { state: ['success', 'failed'] }],
  ])('refuses %s', (_, schema, query) => {
    expect(schema.safeParse(query).success).toBe(false);
  });
});
