import { describe, expect, it } from 'vitest';
import { runSpec } from '@rollcall/protocol/schemas';
import { INTERPRETERS as OF_SCHEMA } from '@rollcall/protocol/schemas';
import { INTERPRETERS, NO_TASK, specOfTask, taskFaults, taskOfSpec, type Task } from './task.ts';

const FULL: Task = {
  interpreter: 'bash',
  workingFolder: '/srv/{var.role}',
  env: [{ name: 'A', value: '1' }],
  input: { base64: 'aGk=', name: 'in.txt' },
  pty: true,
  sudoUser: 'root',
  plain: false,
};

const asked = (task: Task) =>
  runSpec.safeParse({
    targets: 'h',
    command: 'x',
    login: { method: 'agent', user: 'ops' },
    ...specOfTask(task),
  });

describe('a task', () => {
  it('adds nothing to a spec as long as all is as usual', () => {
    expect(specOfTask(NO_TASK)).toEqual({});
    expect(specOfTask({ ...NO_TASK, env: [{ name: '', value: '' }] })).toEqual({});
  });

  it.each([NO_TASK, FULL, { ...FULL, interpreter: '/usr/bin/env', input: { text: 'y\n' } }])(
    'comes back from the spec that it became',
    (task) => {
      expect(taskOfSpec(runSpec.parse(asked(task).data))).toEqual(task);
    },
  );

  it('that is plain leaves out what it excludes, wrong or right, and keeps the rest', () => {
    const plain = { ...FULL, plain: true, sudoUser: '-x', interpreter: 'no' };
    expect(specOfTask(plain)).toEqual({ plain: true, pty: true, input: FULL.input });
    expect(taskFaults(plain)).toEqual({});
    expect(asked(plain).success).toBe(true);
  });
});

it.each<[Partial<Task>, object]>([
  [{}, {}],
  [{ interpreter: '/opt/my-lang/bin/run' }, {}],
  [{ interpreter: '/' }, { interpreter: 'interpreter' }],
  [{ interpreter: 'ksh' }, { interpreter: 'interpreter' }],
  [{ workingFolder: 'a\nb' }, { workingFolder: 'folder' }],
  [{ workingFolder: 'a'.repeat(4_097) }, { workingFolder: 'folder-long' }],
  [{ env: [{ name: 'a-b', value: '' }] }, { env: { code: 'env-name', row: 0 } }],
  [{ input: { text: '点'.repeat(349_525) } }, {}],
  [{ input: { text: '点'.repeat(349_526) } }, { input: 'input-too-large' }],
  [{ sudoUser: '-x' }, { sudo: 'sudo-user' }],
])('the faults of a task are those of the server (%#)', (change, faults) => {
  const task = { ...FULL, ...change };
  expect(taskFaults(task)).toEqual(faults);
  expect(asked(task).success).toBe(Object.keys(faults).length === 0);
});

it('the interpreters are those of the protocol', () => {
  expect(INTERPRETERS).toEqual(OF_SCHEMA);
});
