import { describe, expect, it } from 'vitest';
import { putRunBody, runId } from '@rollcall/protocol/schemas';
import { attemptFor, freshRunId, runBody } from './attempt.ts';
import { defaultOptions } from './options.ts';
import type { Draft } from './readiness.ts';
import { NO_SECRETS } from './secrets.ts';
import { NO_TASK } from './task.ts';
import { readTargets } from './targets.ts';
import { SESSION } from './testing/session.ts';

const draft = (change: Partial<Draft> = {}): Draft => ({
  targets: readTargets('10.0.0.1-100', { maxHosts: 10_000 }),
  command: 'uptime',
  options: defaultOptions(SESSION),
  task: NO_TASK,
  sendable: true,
  secrets: NO_SECRETS,
  confirmation: '',
  ...change,
});

describe('the request for a run', () => {
  it('is what the server accepts, with the count on screen', () => {
    const body = runBody(draft(), SESSION);
    expect(putRunBody.parse(body)).toMatchObject({ expectedHosts: 100 });
    expect(body).not.toHaveProperty('secrets');
  });

  it('carries a secret beside the spec and only the one that is needed', () => {
    const options = { ...defaultOptions(SESSION), method: 'password' as const };
    const body = runBody(draft({ options, secrets: { ...NO_SECRETS, login: 'geheim' } }), SESSION);
    expect(body.secrets).toEqual({ password: 'geheim' });
    expect(JSON.stringify(body.spec)).not.toContain('geheim');
    expect(runBody(draft({ secrets: { ...NO_SECRETS, login: 'left over' } }), SESSION)).not.toHaveProperty(
      'secrets',
    );
  });
});

describe('asking again', () => {
  const ids = ['one', 'two'].values();
  const first = attemptFor(runBody(draft(), SESSION), null, () => ids.next().value!);

  it('for the same keeps the id, so that the command runs once', () => {
    expect(
      attemptFor(runBody(draft({ secrets: { ...NO_SECRETS, login: 'other' } }), SESSION), first, () => 'new')
        .id,
    ).toBe('one');
  });

  it.each<[string, Partial<Draft>]>([
    ['another command', { command: 'uname' }],
    ['other targets', { targets: readTargets('10.0.0.1-99', { maxHosts: 10_000 }) }],
    ['another folder', { task: { ...NO_TASK, workingFolder: '/srv' } }],
    ['other options', { options: { ...defaultOptions(SESSION), fanout: 1 } }],
  ])('for %s is a new run', (_, change) => {
    expect(attemptFor(runBody(draft(change), SESSION), first, () => 'new').id).toBe('new');
  });
});

it('a fresh id is a UUID as the protocol has it, never the same', () => {
  const ids = Array.from({ length: 100 }, freshRunId);
  for (const id of ids) expect(runId.safeParse(id).success).toBe(true);
  expect(new Set(ids).size).toBe(100);
});
