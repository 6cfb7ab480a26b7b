import { describe, expect, it } from 'vitest';
import { runSpec } from '@rollcall/protocol/schemas';
import { RunRefusedError } from './refusal.ts';
import { checkTasks, createTaskOf } from './task.ts';

const spec = (more: object) =>
  runSpec.parse({ targets: 'h', command: 'uptime', login: { method: 'agent', user: 'ops' }, ...more });

describe('the task of a host', () => {
  it('has its own values, and what all hosts share only once', () => {
    const taskOf = createTaskOf(
      spec({
        command: 'ping {host}',
        workingFolder: '/{index}',
        env: { A: '{user}' },
        input: { text: '输入' },
      }),
      undefined,
    );
    const first = taskOf({ host: 'a' }, 0);
    const second = taskOf({ host: 'b', user: 'root' }, 1);
    expect(first).toMatchObject({ command: "ping 'a'", workingFolder: '/0', env: { A: 'ops' } });
    expect(second).toMatchObject({ command: "ping 'b'", workingFolder: '/1', env: { A: 'root' } });
    expect(Buffer.from(first.input!).toString()).toBe('输入');
    expect(second.input).toBe(first.input);
  });

  it('has the bytes of a file', () => {
    const input = { base64: Buffer.of(0, 255, 10).toString('base64'), name: 'x' };
    expect([...createTaskOf(spec({ input }), undefined)({ host: 'a' }, 0).input!]).toEqual([0, 255, 10]);
  });

  it('has the password for sudo only where sudo is asked for', () => {
    const asked = createTaskOf(spec({ sudo: { user: 'root' } }), 'secret')({ host: 'a' }, 0);
    expect(asked.sudo).toEqual({ user: 'root', password: 'secret' });
    expect(JSON.stringify(createTaskOf(spec({}), 'secret')({ host: 'a' }, 0))).not.toContain('secret');
  });

  it('is refused before anything is contacted when a host has no value', () => {
    const asked = spec({ command: 'echo {var.role}' });
    expect(() => checkTasks(asked, [{ host: 'a', vars: { role: 'x' } }])).not.toThrow();
    expect(() => checkTasks(asked, [{ host: 'a', vars: { role: 'x' } }, { host: 'b' }])).toThrow(
      new RunRefusedError(
        'invalid-command',
        '{var.role} has no value for b; set it in the inventory, or leave the host out.',
      ),
    );
  });
});
