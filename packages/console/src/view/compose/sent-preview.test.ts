import { describe, expect, it } from 'vitest';
import { defaultOptions } from './options.ts';
import { previewSent } from './sent-preview.ts';
import { NO_TASK } from './task.ts';
import { SESSION } from './testing/session.ts';

const options = defaultOptions(SESSION);
const preview = (command: string, task: object = {}, host = 'root@web1:2222') =>
  previewSent({ command, options, task: { ...NO_TASK, ...task } }, host);

describe('what the first host is sent', () => {
  it('is not shown where it is what was typed', () => {
    expect(preview('uptime; echo ${host} {a,b}')).toEqual({
      problem: null,
      changed: [],
      fromInventory: [],
      assumed: [],
      inScript: false,
    });
  });

  it('has the values of the host in quotes', () => {
    expect(preview('echo {user}@{host}:{port} {index}').changed).toEqual([
      { field: 'command', text: "echo 'root'@'web1':'2222' '0'" },
    ]);
    expect(preview('echo {user}:{port}', {}, 'web1')).toMatchObject({
      changed: [{ field: 'command', text: "echo 'ops':'22'" }],
      assumed: ['{user}', '{port}'],
    });
    expect(preview('echo {user}:{port}').assumed).toEqual([]);
  });

  it('shows folder and variables, too, and leaves to the inventory what only it knows', () => {
    const env = [
      { name: 'WHO', value: '{user} {var.role}' },
      { name: 'A', value: '1' },
    ];
    expect(preview('ls {var.my-dir}', { workingFolder: '/srv/{host}', env })).toMatchObject({
      changed: [
        { field: 'command', text: "ls '{var.my-dir}'" },
        { field: 'workingFolder', text: '/srv/web1' },
        { field: 'WHO', text: 'root {var.role}' },
      ],
      fromInventory: ['{var.my-dir}', '{var.role}'],
    });
  });

  it('is a script as it is', () => {
    const script = { interpreter: 'sh' };
    expect(preview('echo "{host}"', script)).toMatchObject({ problem: null, changed: [], inScript: true });
    expect(preview('echo ${host} {{host}}', script).inScript).toBe(false);
  });

  it.each([
    ['echo {hots}', { code: 'unknown', nearest: 'host', at: 5 }],
    ['echo "{host}"', { code: 'misplaced', place: 'quotes', at: 6 }],
  ])('is nothing for %s, with the place of the mistake', (command, problem) => {
    expect(preview(command)).toMatchObject({ problem, changed: [] });
    expect(previewSent({ command, options, task: NO_TASK }, undefined)).toMatchObject({ problem });
  });
});
