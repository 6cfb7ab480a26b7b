import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ground, PROGRAM } from './program.suite.ts';

const at = ground();
const open = new Set<ChildProcess>();
afterEach(() => {
  // The program gets HUP when its terminal goes.
  for (const terminal of open) terminal.kill('SIGKILL');
});

/** What a person sees on a terminal of 80 × 24 cells, and types into it. */
interface Person {
  /** Resolves with everything shown so far as soon as `pattern` is in it. */
  sees(pattern: RegExp): Promise<string>;
  types(keys: string): void;
  /** Resolves with everything that was shown, and the exit status, when the program has ended. */
  ended: Promise<{ shown: string; status: number }>;
}

/** Runs the program on a pseudo terminal (util-linux' `script`, on every Debian). */
function atTerminal(args: readonly string[], env: Record<string, string> = {}): Person {
  const words = [process.execPath, PROGRAM, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const child = spawn('script', ['-qfec', `stty cols 80 rows 24; exec ${words.join(' ')}`, '/dev/null'], {
    stdio: 'pipe',
    cwd: at.home,
    env: { PATH: process.env.PATH, HOME: at.home, TERM: 'xterm-256color', ...env },
  });
  open.add(child);
  child.once('exit', () => open.delete(child));
  const chunks: Buffer[] = [];
  const listeners = new Set<() => void>();
  const shown = (): string => Buffer.concat(chunks).toString();
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    for (const listener of listeners) listener();
  });
  const ended = once(child, 'close').then(([status]) => ({ shown: shown(), status: status as number }));
  return {
    ended,
    types: (keys) => void child.stdin.write(keys),
    sees: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(shown())) return;
          listeners.delete(look);
          resolve(shown());
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${shown()}`)));
      }),
  };
}

const withoutKey = (): string[] => at.login.filter((_, index) => index !== 2 && index !== 3);

test('status lines are coloured and a progress line stands under them, taken away at the end', async () => {
  const { shown, status } = await atTerminal(['run', ...at.login, '127.1.0.1-9 127.8.0.5', 'x']).ended;
  expect(status).toBe(0);
  expect(shown).toContain('\u001b[0;32m ✓ ');
  expect(shown).toMatch(/━/);
  const drawn = shown.split('\r\u001b[J');
  expect(drawn.length).toBeGreaterThan(1);
  expect(drawn.at(-1)).toMatch(/10 success/);
  expect(drawn.at(-1)).not.toMatch(/━/);
});

test('nothing moves the cursor on a dumb terminal, and nothing is coloured', async () => {
  const { shown } = await atTerminal(['run', ...at.login, '127.1.0.1-3', 'x'], { TERM: 'dumb' }).ended;
  expect(shown).not.toContain('\u001b');
  expect(shown.match(/✓/g)).toHaveLength(3);
});

test('what a host prints does not act on the terminal', async () => {
  const { shown } = await atTerminal([
    'run',
    ...at.login,
    '--no-color',
    '127.2.0.1',
    '\u001b]0;owned\u0007\u202e',
  ]).ended;
  expect(shown).toContain('\\x1b]0;owned\\x07\\u202e');
  expect(shown).not.toMatch(/\u001b\]|\u202e/);
});

test('a password is asked for without an echo', async () => {
  const person = atTerminal(['run', ...withoutKey(), '-k', '127.2.0.1', 'true']);
  await person.sees(/Password of ops on the hosts: /);
  person.types('hunter2\r');
  const { shown, status } = await person.ended;
  expect(status).toBe(0);
  expect(shown).not.toContain('hunter2');
  expect((await at.fleet.ledger('127.2.0.1'))[0]!.passwordAttempts).toBe(1);
  for (const file of readdirSync(join(at.home, '.local/share/rollcall')))
    expect(readFileSync(join(at.home, '.local/share/rollcall', file)).includes('hunter2')).toBe(false);
});

test('the passphrase of a key is asked for, again when it is wrong', async () => {
  const key = join(at.folder(), 'locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', 'open sesame', '-f', key]);
  const person = atTerminal(['run', ...withoutKey(), '-i', key, '127.2.0.1', 'true']);
  await person.sees(/Passphrase of .*locked: /);
  person.types('wrong\r');
  await person.sees(/That does not open it\. Passphrase/);
  person.types('open sesame\r');
  const { shown, status } = await person.ended;
  expect(status).toBe(0);
  expect(shown).not.toMatch(/wrong|sesame/);
});

test('Ctrl-C at a question ends it with 130, and nobody is called', async () => {
  const person = atTerminal(['run', ...withoutKey(), '-k', '127.2.0.1', 'true']);
  await person.sees(/Password/);
  person.types('half\u0003');
  expect((await person.ended).status).toBe(130);
  expect(await at.contacted()).toEqual([]);
});

test('a large run wants its count typed', async () => {
  const args = ['run', ...at.login, '-f', '200', '127.1.0-3.1-250', 'x'];
  const wrong = atTerminal(args);
  await wrong.sees(/Run x on 1,000 hosts\? Type the number of hosts: /);
  wrong.types('100\r');
  expect(await wrong.ended).toMatchObject({ status: 2 });
  expect(await at.contacted()).toEqual([]);
  const right = atTerminal(args);
  await right.sees(/Type the number/);
  right.types('1,000\r');
  const { shown, status } = await right.ended;
  expect(status).toBe(0);
  expect(shown).toMatch(/1,000 success/);
});

test('Ctrl-C in mid-run takes the run back', async () => {
  const person = atTerminal(['run', ...at.login, '127.12.0.1-2', 'sleep']);
  await person.sees(/▸ 2/);
  person.types('\u0003');
  const { shown, status } = await person.ended;
  expect(status).toBe(130);
  expect(shown).toMatch(/stopping[^]*2 cancelled/);
});

test('approving host keys wants their count typed', async () => {
  const data = at.folder();
  const login = at.login.filter((_, index) => index !== 4 && index !== 5);
  await at.run(['run', ...login, '--known-hosts', '/dev/null', '--data', data, '127.1.0.1-3', 'true']);
  const approving = ['host-keys', 'approve', '--all', '--data', data];
  const wrong = atTerminal(approving);
  await wrong.sees(/3 hosts share one key[^]*Approve 3 keys\? Type the number of keys: /);
  wrong.types('\r');
  expect(await wrong.ended).toMatchObject({ status: 2 });
  const right = atTerminal(approving);
  await right.sees(/Type the number/);
  right.types('3\r');
  const { shown, status } = await right.ended;
  expect(status).toBe(0);
  expect(shown).toContain('3 keys approved');
});
