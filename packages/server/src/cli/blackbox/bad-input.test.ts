import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../store/database.ts';
import { ground, type Ended } from './program.suite.ts';

const at = ground();

/** What it says; it must end with 2, print nothing on stdout, show no stack, and have called nobody. */
async function refusal(ended: Promise<Ended>): Promise<string> {
  const { status, out, err } = await ended;
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(/^(warning: .*\n)*rollcall: /);
  expect(err).not.toMatch(/\n +at |node:internal|file:\/\/|\[object/);
  expect(await at.contacted()).toEqual([]);
  return err;
}
const run = (targets: string, ...more: string[]): Promise<Ended> =>
  at.run(['run', ...at.login, ...more, '--', targets, 'true']);

test.each([
  ['an octet over 255', '10.0.0.300', /\n {2}10\.0\.0\.300\n {9}\^\^\^ .*300.*column 8/],
  ['a range that runs backwards', '10.0.0.100-1', /\^[^]*try: 10\.0\.0\.1-100/],
  ['an empty field', '', /names no host/],
  ['blanks', ' \n ', /names no host/],
  ['10 KB of commas', ','.repeat(10_240), /names no host/],
  ['a host that starts with a dash', '-oProxyCommand=x', /\^/],
  ['several mistakes', '10.0.0.300 10.0.0.301', /300[^]*\^[^]*301/],
  ['a mistake far to the right', `${'10.0.0.1,'.repeat(2_000)}10.0.0.300`, /…[^\n]{20,160}\n/],
])('targets: %s', async (_name, targets, words) => {
  expect(await refusal(run(targets))).toMatch(words);
  expect(await refusal(at.run(['expand', '--', targets]))).toMatch(words);
});

test('more hosts than a run may have are refused with their count', async () => {
  expect(await refusal(run('0.0.0.0/0'))).toMatch(
    /4,294,967,296 hosts are too many: a run has at most 10,000/,
  );
  expect((await at.run(['expand', '--count', '0.0.0.0/0'])).out).toBe('4294967296\n');
});

test('a host that starts with a dash is no option', async () => {
  expect(await refusal(at.run(['run', ...at.login, '-oProxyCommand=x', 'true']))).toMatch(/^rollcall: /);
});

test.each([
  ['no command', ['run', '127.1.0.1'], /there is no command to run/],
  ['known hosts that are not there', ['run', '--known-hosts', '/nonexist', '127.1.0.1', 'x'], /no such file/],
  ['a key that is not there', ['serve', '--identity', '/nonexist', '--port', '0'], /no such file/],
  [
    'targets in several words',
    ['run', '127.1.0.1', '127.1.0.2-9', 'true'],
    /127\.1\.0\.2-9, which looks like a host/,
  ],
  ['names in several words', ['run', '127.1.0.1', 'web[01-20]', 'true'], /which looks like a host[^]*-- web/],
  ['an exclusion in a word of its own', ['run', '127.1.0.1-9', '!127.1.0.7', 'true'], /looks like a host/],
  ['a group in a word of its own', ['run', '127.1.0.1-9', '@db', 'true'], /@db, which looks like a host/],
  ['an empty command', ['run', '127.1.0.1', ''], /command: the command is empty\n/],
  ['a command of blanks', ['run', '127.1.0.1', ' '], /command: the command is empty\n/],
  [
    'a user without a name',
    ['run', '-l', '', '127.1.0.1', 'true'],
    /"" cannot be a user name.*: it is empty/,
  ],
  [
    'a data folder without a name',
    ['run', '--data', '', '127.1.0.1', 'true'],
    /--data .*It is empty; perhaps/,
  ],
  ['an output folder without a name', ['run', '-o', '', '127.1.0.1', 'true'], /--output-dir .*It is empty/],
  ['connections kept for ever', ['serve', '--keep-connections', '25h'], /--keep-connections .*from 1s to 1h/],
  ['known hosts without a name', ['serve', '--known-hosts', ''], /--known-hosts .*It is empty/],
  ['a server without a data folder', ['serve', '--data', ''], /--data .*It is empty/],
  ['a link without a data folder', ['link', '--data', ''], /--data .*It is empty/],
  ['a command over 64 KiB', ['run', '127.1.0.1', 'x'.repeat(65_537)], /command: .*65536 bytes/],
  [
    'an unknown option',
    ['run', '--fanuot', '3', '127.1.0.1', 'true'],
    /unknown option '--fanuot'[^]*--fanout/,
  ],
  [
    'an unknown option behind the targets',
    ['run', '127.1.0.1', '-Z', 'true'],
    /unknown option -Z before the command/,
  ],
  ['a fan-out of nobody', ['run', '-f', '0', '127.1.0.1', 'true'], /whole number from 1 to 1024/],
  ['a time without sense', ['run', '-t', 'soon', '127.1.0.1', 'true'], /duration as 500ms/],
  ['a size over the limit', ['run', '--max-output', '2G', '127.1.0.1', 'true'], /at most 1G/],
  [
    'a policy that is none',
    ['run', '--host-keys', 'ask', '127.1.0.1', 'true'],
    /strict, accept-new or insecure/,
  ],
  ['an ssh_config that is not there', ['run', '--ssh-config', '/nonexist', '127.1.0.1', 'x'], /no such file/],
  ['a variable without a name that can be set', ['run', '-e', '1A=b', '127.1.0.1', 'x'], /no digit first/],
  ['a variable of ours', ['run', '-e', 'ROLLCALL_HOST=b', '127.1.0.1', 'x'], /are set by Rollcall/],
  ['jump hosts without a name', ['run', '-J', '', '127.1.0.1', 'x'], /--jump .*It is empty/],
  ['a folder without a name', ['run', '-C', '', '127.1.0.1', 'x'], /--chdir .*It is empty/],
  ['a script of nothing', ['run', '--script', '/dev/null', '127.1.0.1'], /the script \/dev\/null is empty/],
  ['a mistyped command', ['host-keys', 'aprove', '127.1.0.1'], /no command 'aprove'[^]*approve,/],
  ['a command behind options', ['host-keys', '--json', 'trusted'], /trusted has to stand before the options/],
  ['a user that is an option', ['run', '-l', '-oX', '127.1.0.1', 'true'], /cannot be a user name/],
  [
    'two ways to log in',
    ['run', '--agent', '-i', '/dev/null', '127.1.0.1', 'true'],
    /--identity and --agent cannot/,
  ],
  ['two ways to print', ['run', '--json', '127.1.0.1', '-b', 'true'], /--group and --json cannot/],
  ['--force alone', ['run', '--force', '127.1.0.1', 'true'], /--output-dir/],
  ['an unknown command', ['rnu'], /unknown command 'rnu'[^]*run/],
  ['a port that is none', ['serve', '--port', '70000'], /whole number from 0 to 65535/],
  ['an origin with a path', ['serve', '--origin', 'https://a.example/x'], /scheme, name and perhaps port/],
])('%s', async (_name, args, words) => {
  expect(await refusal(at.run(args))).toMatch(words);
});

test('a file that is no ssh_config is named with what it holds made harmless, and not at length', async () => {
  const config = join(at.folder(), 'binary');
  const lines = Array.from({ length: 20 }, (_, line) => `k${line}\u001b]0;owned\u0007 x`);
  writeFileSync(config, lines.join('\n'), { mode: 0o600 });
  const { err } = await at.run(['run', ...at.login, '--ssh-config', config, '127.1.0.1', 'true']);
  expect(err).toContain(String.raw`without effect: k0\x1b]0;owned\x07, `);
  expect(err).toMatch(/k7\S+, … \+12\n/);
  expect(err).not.toMatch(/[\u0007\u001b]/);
});

test('a key that the ssh_config names and that is not there is said, in the language of the person', async () => {
  const config = join(at.folder(), 'lost-key');
  writeFileSync(config, 'IdentityFile /nonexistent/key\n', { mode: 0o600 });
  const args = ['run', '--ssh-config', config, '--user', 'ops', '127.1.0.1', 'true'];
  const [en, zh] = await Promise.all([at.run(args), at.run(args, { env: { LC_ALL: 'zh_CN.UTF-8' } })]);
  expect(en.err).toContain('lost-key: IdentityFile /nonexistent/key is not there, so it is not offered');
  expect(zh.err).toContain('lost-key：IdentityFile /nonexistent/key 不存在，因此不提供');
});

test('nothing at all prints the help on stderr', async () => {
  const { status, out, err } = await at.run([]);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(/^Usage: rollcall/);
});

test('a password on the command line is refused and not repeated', async () => {
  for (const args of [['--password', 'hunter2'], ['--password=hunter2']]) {
    const err = await refusal(at.run(['run', ...args, '127.1.0.1', 'true']));
    expect(err).toContain('there is no --password');
    expect(err).not.toContain('hunter2');
  }
});

test('a command with NUL: the system lets none through, and neither does the program', async () => {
  expect(() => execFileSync('printf', ['a\0b'])).toThrow('null bytes');
  const { specOf } = await import('../run/spec.ts');
  expect(() =>
    specOf('127.1.0.1', { command: 'a\0b' }, {} as Parameters<typeof specOf>[2], {
      method: 'agent',
      user: 'ops',
    }),
  ).toThrow('NUL');
});

test('a key that is not there, is a folder, is no key, or is locked', async () => {
  const folder = at.folder();
  const key = (path: string) => at.run(['run', '-i', path, '127.1.0.1', 'true']);
  expect(await refusal(key(join(folder, 'none')))).toMatch(/the key cannot be used: .*none is not there/);
  expect(await refusal(key(folder))).toMatch(/the key cannot be used: .* is (not a file|a folder)/);
  writeFileSync(join(folder, 'text'), 'hello');
  expect(await refusal(key(join(folder, 'text')))).toMatch(/text: not a private key/);
  const locked = join(folder, 'locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', 'secret', '-f', locked]);
  expect(await refusal(key(locked))).toMatch(/is encrypted, and there is no terminal[^]*ssh-add/);
});

test('no key and no agent', async () => {
  expect(await refusal(at.run(['run', '127.1.0.1', 'true']))).toMatch(/there is no way to log in/);
  expect(await refusal(at.run(['run', '--agent', '127.1.0.1', 'true']))).toMatch(/SSH_AUTH_SOCK is not set/);
  expect(await refusal(at.run(['run', '-k', '127.1.0.1', 'true']))).toMatch(
    /no terminal to ask for the password/,
  );
});

test('a large run without a terminal wants --yes', async () => {
  expect(await refusal(run('127.1.0-3.1-250'))).toMatch(
    /1,000 hosts need a yes, and there is no terminal[^]*--yes/,
  );
});

test('known hosts that cannot be read', async () => {
  expect(await refusal(run('127.1.0.1', '--known-hosts', at.home))).toMatch(/the known hosts cannot be read/);
});

test('a data folder that is not there, is a file, or cannot be written', async () => {
  const folder = at.folder();
  writeFileSync(join(folder, 'file'), '');
  const withData = (path: string) => [
    run('127.1.0.1', '--data', path),
    at.run(['serve', '--port', '0', '--data', path]),
  ];
  for (const ended of withData(join(folder, 'no/where')))
    expect(await refusal(ended)).toMatch(/there is no data folder .*no\/where[^]*mkdir -p/);
  for (const ended of withData(join(folder, 'file'))) expect(await refusal(ended)).toMatch(/is no folder/);
  // Even root makes no folder there.
  for (const ended of withData('/sys/rollcall'))
    expect(await refusal(ended)).toMatch(/\/sys\/rollcall cannot be (written|used)/);
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a data folder with something else where the token or the lock of a server belongs', async () => {
  for (const [name, words] of [
    ['api-token', /the token file .*api-token cannot be used: it is a folder\n {2}\S/],
    ['server.lock', /the data folder .* cannot be used: it is a folder\n {2}\S/],
  ] as const) {
    const folder = at.folder();
    mkdirSync(join(folder, name));
    expect(await refusal(at.run(['serve', '--no-console', '--port', '0', '--data', folder]))).toMatch(words);
  }
});

test('a database of a newer program, a broken one, and one that is locked', async () => {
  const newer = at.folder();
  const database = openDatabase(newer);
  database.sql.exec('PRAGMA user_version = 1000000');
  database.close();
  for (const args of [
    ['run', ...at.login, '--data', newer, '127.1.0.1', 'true'],
    ['serve', '--port', '0', '--data', newer],
    ['link', '--data', newer],
  ])
    expect(await refusal(at.run(args))).toMatch(/was written by a newer Rollcall/);

  const broken = at.folder();
  writeFileSync(join(broken, 'rollcall.db'), 'this is no database at all '.repeat(200));
  expect(await refusal(run('127.1.0.1', '--data', broken))).toMatch(/is damaged/);

  for (const lock of [
    'BEGIN IMMEDIATE',
    'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE t (x)',
  ]) {
    const locked = at.folder();
    const holder = openDatabase(locked);
    if (lock.startsWith('PRAGMA')) holder.sql.exec('PRAGMA journal_mode = DELETE');
    holder.sql.exec(lock);
    expect(await refusal(run('127.1.0.1', '--data', locked))).toMatch(/is locked by another program/);
    expect(await refusal(at.run(['serve', '--no-console', '--port', '0', '--data', locked]))).toMatch(
      /is locked by another/,
    );
    holder.close();
  }
}, 60_000);

test('a port in use', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const data = at.folder();
  expect(await refusal(at.run(['serve', '--port', String(port), '--data', data]))).toMatch(
    RegExp(`port ${port} on 127.0.0.1 is in use`),
  );
  expect(existsSync(join(data, 'server.lock'))).toBe(false);
  taken.close();
  expect(await refusal(at.run(['serve', '--host', '192.0.2.77', '--port', '0', '--data', data]))).toMatch(
    /has no address 192\.0\.2\.77/,
  );
});

test('link: no data folder, and a folder that is none', async () => {
  expect(await refusal(at.run(['link'], { env: { XDG_DATA_HOME: at.folder() } }))).toMatch(
    /there is no data folder/,
  );
  const folder = at.folder();
  mkdirSync(join(folder, 'x'));
  expect(await refusal(at.run(['link', '--data', folder]))).toMatch(/is no data folder yet/);
  expect(readdirSync(folder)).toEqual(['x']);
});

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await at.run(['--version'])).toMatchObject({ status: 0, out: `${version}\n`, err: '' });
});
