import { describe, expect, it } from 'vitest';
import { defaultOptions } from './options.ts';
import { commandFault, countToType, isCount, whyNot, type Draft } from './readiness.ts';
import { NO_SECRETS } from './secrets.ts';
import { NO_TASK } from './task.ts';
import { readTargets, unread } from './targets.ts';
import { SESSION } from './testing/session.ts';

interface Typed extends Partial<Omit<Draft, 'targets'>> {
  text?: string;
}

function draft({ text = '10.0.0.1-100', ...rest }: Typed = {}): Draft {
  const targets = readTargets(text, { maxHosts: SESSION.limits.maxHosts });
  return {
    targets,
    command: 'uptime',
    options: defaultOptions(SESSION),
    task: NO_TASK,
    sendable: true,
    secrets: NO_SECRETS,
    confirmation: '',
    ...rest,
  };
}

const options = defaultOptions(SESSION);

describe('why Run cannot be pressed', () => {
  it('is nothing for hosts, a command and a login', () => {
    expect(whyNot(draft(), SESSION, true)).toBeNull();
  });

  it.each<[string, Typed, object]>([
    ['nothing typed', { text: '', command: ' ' }, { type: 'nothing-typed' }],
    ['no hosts', { text: ' ,, ' }, { type: 'no-targets' }],
    ['two mistakes', { text: '10.0.0.300 10.0.0.1 10.0.0.400' }, { type: 'mistakes', count: 2 }],
    ['everything excluded', { text: 'web1, !web1' }, { type: 'no-host' }],
    ['too many hosts', { text: '0.0.0.0/0' }, { type: 'too-many', count: 4_294_967_296n, limit: 10_000 }],
    ['no command', { command: '\n ' }, { type: 'no-command' }],
    ['a NUL', { command: 'echo \0' }, { type: 'command-nul' }],
    ['a wrong option', { options: { ...options, fanout: 0 } }, { type: 'options' }],
    ['a wrong field of the task', { task: { ...NO_TASK, sudoUser: '-x' } }, { type: 'options' }],
    ['a placeholder', { sendable: false }, { type: 'placeholder' }],
    ['half a code', { secrets: { ...NO_SECRETS, code: '12' } }, { type: 'code' }],
    ['no password', { options: { ...options, method: 'password' } }, { type: 'secret', need: 'password' }],
    [
      'no passphrase',
      { options: { ...options, identity: 'id_rsa' } },
      { type: 'secret', need: 'passphrase' },
    ],
    ['a large run not allowed', { text: '10.0.0.0/22' }, { type: 'confirm', count: 1_024 }],
    ['another count typed', { text: '10.0.0.0/22', confirmation: '1000' }, { type: 'confirm', count: 1_024 }],
  ])('is %s', (_, typed, reason) => {
    expect(whyNot(draft(typed), SESSION, true)).toEqual(reason);
  });

  it('is first of all that the server does not answer', () => {
    expect(whyNot(draft({ text: '' }), SESSION, false)).toEqual({ type: 'not-connected' });
  });

  it('is nothing once the count or the secret is typed', () => {
    expect(whyNot(draft({ text: '10.0.0.0/22', confirmation: '1,024' }), SESSION, true)).toBeNull();
    const login = { ...options, method: 'password' as const };
    expect(
      whyNot(draft({ options: login, secrets: { ...NO_SECRETS, login: 'x' } }), SESSION, true),
    ).toBeNull();
  });

  it('is that the text has not been read to its end', () => {
    const reading = { ...draft(), targets: unread('10.0.0.1') };
    expect(whyNot(reading, SESSION, true)).toEqual({ type: 'reading' });
  });

  it('is a text of targets that the server would not take', () => {
    const text = `10.0.0.1${' '.repeat(256 * 1024)}`;
    expect(whyNot(draft({ text }), SESSION, true)).toEqual({ type: 'targets-too-long' });
  });
});

it.each([
  ['a'.repeat(65_536), null],
  ['a'.repeat(65_537), 'command-too-long'],
  ['点'.repeat(21_845), null],
  ['点'.repeat(21_846), 'command-too-long'],
  ['a\0', 'command-nul'],
])('a command is measured in bytes', (command, fault) => {
  expect(commandFault(command)).toBe(fault);
});

it('the count is typed from 1,000 hosts on', () => {
  const count = (text: string): number | null => countToType(draft({ text }).targets, SESSION);
  expect(count('10.0.0-2.0-255, 10.0.3.0-230')).toBeNull();
  expect(count('10.0.0-2.0-255, 10.0.3.0-231')).toBe(1_000);
  expect(count('10.0.0.0/8')).toBeNull();
});

it.each([
  ['1000', true],
  [' 1,000 ', true],
  ['1 000', true],
  ['１000', false],
  ['100', false],
  ['1000.', false],
  ['', false],
])('%j means 1,000: %s', (typed, yes) => {
  expect(isCount(typed, 1_000)).toBe(yes);
});
