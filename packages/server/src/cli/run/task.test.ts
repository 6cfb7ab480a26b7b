import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { readTask, readTaskSecrets } from './task.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rollcall-task-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

describe('what runs on the hosts', () => {
  it('is the words of the command line', async () => {
    expect(await readTask('uptime -p', {})).toEqual({ command: 'uptime -p' });
  });

  it('is the text of a script with its interpreter', async () => {
    const script = file('a.py', '#!/usr/bin/python3\nprint(1)\n');
    expect(await readTask('', { script })).toEqual({
      command: '#!/usr/bin/python3\nprint(1)\n',
      script: { interpreter: 'auto' },
    });
    expect(await readTask('', { script, interpreter: 'bash' })).toMatchObject({
      script: { interpreter: 'bash' },
    });
  });

  it('is a script without the mark that Windows puts before it', async () => {
    const script = file('bom.py', '\uFEFF#!/usr/bin/python3\n');
    expect(await readTask('', { script })).toMatchObject({ command: '#!/usr/bin/python3\n' });
    await expect(readTask('', { script: file('empty', '\uFEFF\n') })).rejects.toThrow('is empty');
  });

  it.each([
    ['#!/bin/sh\r\necho a\r\n', '#!/bin/sh\necho a\n'],
    ["printf 'a\r\n'\necho b\n", "printf 'a\r\n'\necho b\n"],
  ])('is a script with line ends that shells know: %j', async (text, command) => {
    expect(await readTask('', { script: file('crlf.sh', text) })).toMatchObject({ command });
  });

  it('takes folder, variables, input, terminal and limits along', async () => {
    const input = file('in.bin', Buffer.from([0, 255, 10]));
    const task = await readTask('cat', {
      chdir: '/srv',
      env: { A: '1=2' },
      input,
      pty: true,
      silence: 5_000,
    });
    expect(task).toEqual({
      command: 'cat',
      workingFolder: '/srv',
      env: { A: '1=2' },
      input: { base64: 'AP8K', name: 'in.bin' },
      pty: true,
      silenceTimeoutMs: 5_000,
    });
  });

  it.each([
    [{ sudo: true as const }, { user: 'root' }],
    [{ sudoUser: 'app' }, { user: 'app' }],
    [{ sudo: true as const, sudoUser: 'app' }, { user: 'app' }],
  ])('runs by sudo with %j', async (options, sudo) => {
    expect(await readTask('id', options)).toEqual({ command: 'id', sudo });
  });
});

describe('what cannot be sent', () => {
  it.each([
    ['a script that is not there', () => ({ script: join(folder, 'none') }), /none cannot be read: /],
    ['a folder', () => ({ input: folder }), /cannot be read/],
    [
      'a program',
      () => ({ script: file('elf', Buffer.from([127, 69, 76, 70, 0, 255])) }),
      /not a text in UTF-8/,
    ],
    ['a script over the limit', () => ({ script: file('big', 'x'.repeat(70_000)) }), /is over 64 KiB/],
    ['an input over the limit', () => ({ input: file('huge', 'x'.repeat(1_100_000)) }), /is over 1024 KiB/],
  ])('is refused: %s', async (_, options, words) => {
    await expect(readTask('', options())).rejects.toThrow(CliError);
    await expect(readTask('', options())).rejects.toThrow(words);
  });
});

describe("sudo's password", () => {
  const warn = () => undefined;
  it('is the first line of a file', async () => {
    const sudoPasswordFile = file('pw', 'geheim\nrest\n');
    expect(await readTaskSecrets({ sudoPasswordFile }, { asker: null, warn, locale: 'en' })).toEqual({
      sudoPassword: 'geheim',
    });
  });

  it('is not asked for where nobody is', async () => {
    await expect(
      readTaskSecrets({ askSudoPassword: true }, { asker: null, warn, locale: 'en' }),
    ).rejects.toThrow(/no terminal to ask/);
  });

  it('is not asked for when no option says so', async () => {
    expect(await readTaskSecrets({}, { asker: null, warn, locale: 'en' })).toEqual({});
  });
});
