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
    ['a field that nobody knows', { workingfolder: '/srv' }],
    ['a login with more than it has', { login: { method: 'agent', user: 'ops', password: 'x' } }],
    ['an interpreter that is a command', { script: { interpreter: 'sh -c id' } }],
    ['an interpreter with a shell in its path', { script: { interpreter: '/bin/$(id) x' } }],
    ['a working folder on two lines', { workingFolder: '/srv\nid' }],
    ['a variable that is no name', { env: { 'A-B': '1' } }],
    ['a variable that Rollcall sets', { env: { ROLLCALL_HOST: 'x' } }],
    ['a NUL in a variable', { env: { A: '\0' } }],
    ['65 variables', { env: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`A${n}`, ''])) }],
    ['variables over 32 KiB', { env: { A: 'x'.repeat(32 * 1024) } }],
    ['an input over 1 MiB', { input: { text: '用'.repeat(350_000) } }],
    ['an input file over 1 MiB', { input: { base64: 'AAAA'.repeat(349_526), name: 'x' } }],
    ['an input that is two', { input: { text: '', base64: '', name: 'x' } }],
    ['sudo as an option', { sudo: { user: '-s' } }],
    ['nine jump hosts', { jump: Array.from({ length: 9 }, (_, n) => `b${n}`).join(',') }],
    ['a plain command with a script', { plain: true, script: {} }],
    ['a plain command with sudo', { plain: true, sudo: { user: 'root' } }],
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

  it('takes all that a task can have', () => {
    const task = {
      script: { interpreter: '/usr/bin/env' },
      workingFolder: '/srv/{host}',
      env: { A: '1', _b: 'x\ny' },
      input: { base64: 'AAAA'.repeat(349_525), name: 'dump.sql' },
      pty: true,
      sudo: { user: 'root' },
      jump: 'ops@bastion:22,inner',
      silenceTimeoutMs: 60_000,
      legacy: true,
    };
    expect(runSpec.parse({ ...good, ...task })).toMatchObject(task);
    expect(runSpec.parse({ ...good, script: {} }).script).toEqual({ interpreter: 'auto' });
    expect(runSpec.parse({ ...good, plain: true, pty: true, input: { text: 'y' } })).toMatchObject({
      plain: true,
    });
  });

  it('keeps secrets out of the spec, and out of the words about it', () => {
    const body = { spec: { ...good, password: 'hunter2' }, secrets: { password: 'hunter2' } };
    const { error } = putRunBody.safeParse(body);
    expect(error?.issues[0]?.message).toContain('password');
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(putRunBody.parse({ ...body, spec: good }).spec).not.toHaveProperty('password');
  });

  it.each(['two\nlines', 'a\rreturn', 'a\0NUL'])('refuses a sudo password of %j', (sudoPassword) => {
    expect(putRunBody.safeParse({ spec: good, secrets: { sudoPassword } }).success).toBe(false);
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
