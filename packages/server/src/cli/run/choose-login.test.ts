import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CliError } from '../cli-error.ts';
import type { Asker } from '../terminal/ask.ts';
import { chooseLogin, type LoginWish } from './choose-login.ts';

let home: string;
const warnings: string[] = [];

function keygen(name: string, passphrase: string): string {
  const path = join(home, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', passphrase, '-f', path]);
  return path;
}

/** A person who types these answers; asked more often it is a failure. */
function person(...answers: string[]): Asker & { asked: string[] } {
  const asked: string[] = [];
  const answer = async (question: string): Promise<string> => {
    asked.push(question);
    const next = answers.shift();
    if (next === undefined) throw new Error(`not expected: ${question}`);
    return next;
  };
  return { asked, line: answer, secret: answer };
}

const choose = (wish: Omit<LoginWish, 'user'>, asker: Asker | null = null, env: NodeJS.ProcessEnv = {}) =>
  chooseLogin(
    { user: 'ops', ...wish },
    { env: { HOME: home, ...env }, asker, warn: ({ en }) => warnings.push(en), locale: 'en' },
  );

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'rollcall-login-'));
  mkdirSync(join(home, '.ssh'));
});
afterAll(() => rmSync(home, { recursive: true }));

test('without anything to log in with, it says what there is to do', async () => {
  await expect(choose({})).rejects.toThrow('there is no way to log in');
  await expect(choose({}, null, { SSH_AUTH_SOCK: join(home, 'no-agent') })).rejects.toThrow(CliError);
});

test('a named key is read before anything is contacted', async () => {
  const path = keygen('plain', '');
  const { login, ready } = await choose({ identity: path });
  expect(login).toEqual({ method: 'key', user: 'ops', identity: path });
  expect(ready).toMatchObject({ method: 'key', user: 'ops', label: 'key plain' });
});

test('the first usual key in ~/.ssh is taken, ed25519 before rsa', async () => {
  keygen('.ssh/id_rsa', '');
  expect((await choose({})).login).toMatchObject({ identity: join(home, '.ssh/id_rsa') });
  keygen('.ssh/id_ed25519', '');
  expect((await choose({})).login).toMatchObject({ identity: join(home, '.ssh/id_ed25519') });
});

test('an encrypted key asks for its passphrase, three times at most', async () => {
  const path = keygen('locked', 'open sesame');
  const knows = person('wrong', 'open sesame');
  expect((await choose({ identity: path }, knows)).login).toMatchObject({ method: 'key' });
  expect(knows.asked).toEqual([`Passphrase of ${path}: `, `That does not open it. Passphrase of ${path}: `]);
  const guesses = person('a', 'b', 'c');
  await expect(choose({ identity: path }, guesses)).rejects.toThrow(
    `the passphrase does not open the key ${path}`,
  );
});

test('an encrypted key without a terminal is refused, with the way out', async () => {
  const path = keygen('locked2', 'secret');
  const refused = choose({ identity: path });
  await expect(refused).rejects.toThrow('there is no terminal to ask for its passphrase');
  await expect(refused).rejects.toMatchObject({
    advice: [{ en: expect.stringContaining('ssh-add') as string }],
  });
});

test.each([
  ['missing', null, 'is not there'],
  ['garbage', 'hello', 'not a private key'],
  ['public', 'ssh-ed25519 AAAA', 'this is a public key'],
])('a key file that is %s is refused by name', async (name, content, words) => {
  const path = join(home, name);
  if (content !== null) writeFileSync(path, content);
  const refused = choose({ identity: path });
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.toThrow(path);
});

test('an agent that is not there is refused', async () => {
  await expect(choose({ agent: true })).rejects.toThrow('SSH_AUTH_SOCK is not set');
  await expect(choose({ agent: true }, null, { SSH_AUTH_SOCK: join(home, 'gone') })).rejects.toThrow(
    'does not answer or holds no keys',
  );
});

test('a password is asked for, or read from the first line of a file', async () => {
  expect((await choose({ askPassword: true }, person('hunter2'))).ready).toEqual({
    method: 'password',
    user: 'ops',
    password: 'hunter2',
  });
  const file = join(home, 'password');
  writeFileSync(file, 'p4ss word\r\nrest\n', { mode: 0o600 });
  expect((await choose({ passwordFile: file })).ready).toMatchObject({ password: 'p4ss word' });
  expect(warnings).toEqual([]);
  chmodSync(file, 0o644);
  await choose({ passwordFile: file });
  expect(warnings).toEqual([`others can read the password in ${file}: chmod 600 ${file}`]);
});

test('no password is refused, and none ends up in the login that is stored', async () => {
  await expect(choose({ askPassword: true })).rejects.toThrow('there is no terminal');
  await expect(choose({ askPassword: true }, person(''))).rejects.toThrow('empty password');
  const empty = join(home, 'empty');
  writeFileSync(empty, '\n');
  await expect(choose({ passwordFile: empty })).rejects.toThrow('holds no password');
  await expect(choose({ passwordFile: join(home, 'nowhere') })).rejects.toThrow('cannot be read');
  const { login } = await choose({ askPassword: true }, person('hunter2'));
  expect(JSON.stringify(login)).not.toContain('hunter2');
});
