import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ground } from './program.suite.ts';

const at = ground();
const run = (targets: string, ...more: string[]) =>
  at.run(['run', ...at.login, ...more.slice(0, -1), targets, more.at(-1)!]);
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Resolves when so many hosts have the command. */
const untilRunning = (hosts: number) =>
  expect
    .poll(async () => (await at.fleet.ledger()).filter(({ execs }) => execs.length > 0).length, {
      timeout: 20_000,
    })
    .toBe(hosts);

test('every host exits 0: one plain status line each on stdout, the rest on stderr, exit 0', async () => {
  const { status, out, err } = await run('127.1.0.1-20', 'uptime');
  expect(err).toMatch(
    /^warning: among the hosts: 127\.1\.0\.1 and 19 more \(loopback, this machine itself\)\n ── \d\d:\d\d:\d\d {2}20 hosts, 64 at once\n ── \d\d:\d\d:\d\d {2}20 success, in \d.\d s\n$/,
  );
  expect(lines(out)).toHaveLength(20);
  for (const line of lines(out))
    expect(line).toMatch(/^ ✓ 127\.1\.0\.\d+ +→ success {11}0 +\d\.\d\d s {3}\S+$/);
  expect(out + err).not.toContain('\u001b');
  expect(status).toBe(0);
});

test('some host did not: exit 1, and every kind of outcome in words', async () => {
  const targets = '127.1.0.1 127.3.7.1 127.4.6.0 127.12.0.1 127.21.0.1 127.40.0.1 127.28.0.1 127.60.0.1';
  const { status, out } = await run(targets, '-u', '300ms', 'true');
  expect(status).toBe(1);
  const word = Object.fromEntries(
    lines(out).map((line) => /^ \S (\S+) +→ ([a-z -]+?) {2,}/.exec(line)!.slice(1) as [string, string]),
  );
  expect(word).toEqual({
    '127.1.0.1': 'success',
    '127.3.7.1': 'non-zero',
    '127.4.6.0': 'signal',
    '127.12.0.1': 'timed out',
    '127.21.0.1': 'unreachable',
    '127.40.0.1': 'login refused',
    '127.28.0.1': 'key changed',
    '127.60.0.1': 'lost',
  });
});

test.each([
  ['127.0.0.1', 'among the hosts: 127.0.0.1 (loopback'],
  ['169.254.1.1', '169.254.1.1 is a link-local address'],
  ['169.254.169.254', '169.254.169.254 is an address where clouds give out credentials'],
  ['224.0.0.1', '224.0.0.1 is a multicast address'],
])('%s is called with a word about it, or not at all', async (target, words) => {
  // No login: it ends where the run would begin.
  const { status, err } = await at.run(['run', '--allow-special', target, 'id']);
  expect({ status, warnings: lines(err).filter((line) => line.startsWith('warning: ')) }).toEqual({
    status: 2,
    warnings: [expect.stringContaining(words)],
  });
  const isRefused = !/^(?:127|169\.254\.1)\./.test(target);
  const refused = (await at.run(['run', target, 'id'])).err.includes('these addresses are not called');
  expect(refused).toBe(isRefused);
});

test('a way over an address that is no host is not gone', async () => {
  const { status, err } = await at.run(['run', '-J', 'gw,169.254.169.254:80', '127.1.0.1', 'id']);
  expect({ status, err }).toEqual({
    status: 2,
    err: expect.stringContaining('these addresses are not called: 169.254.169.254:80 (cloud metadata)\n'),
  });
});

test('options stand before or behind the targets; the words of the command are joined with blanks', async () => {
  const { status, out } = await at.run(['run', '127.2.0.1', ...at.login, 'echo', 'a  b', '-n', '--json']);
  expect({ status, out }).toEqual({ status: 0, out: 'echo a  b -n --json\n' });
  const dashed = await at.run(['run', ...at.login, '127.2.0.1', '--', '-odd', 'command']);
  expect(dashed.out).toBe('-odd command\n');
  const marked = await at.run(['run', ...at.login, '127.2.0.1', '--', '10.0.0.1', '--', 'x']);
  expect(marked.out).toBe('10.0.0.1 -- x\n');
});

test('one host prints its output as ssh would, byte for byte, and its status line on stderr', async () => {
  const all = await run('127.9.1.1', 'text');
  const ledger = await at.fleet.ledger('127.9.1.1');
  expect(createHash('sha256').update(all.outBytes).digest('hex')).toBe(ledger[0]!.stdout.sha256);
  expect(all.err).toMatch(/^warning: .*\n ✓ 127\.9\.1\.1 → success/);
  const failed = await run('127.3.7.1', 'false');
  expect(failed).toMatchObject({ status: 1, out: '' });
  expect(failed.err).toMatch(/\n ▲ 127\.3\.7\.1 → non-zero/);
});

test('--json is the whole log, each line of it JSON, numbered without a hole', async () => {
  const { status, out } = await run('127.6.0.5 127.3.1.1', '--json', 'x');
  const events = lines(out).map((line) => JSON.parse(line) as { seq: number; type: string; target?: string });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]!.type).toBe('run-started');
  expect(events.at(-1)!.type).toBe('run-finished');
  expect(new Set(events.map(({ target }) => target))).toEqual(new Set([undefined, '127.6.0.5', '127.3.1.1']));
  expect(status).toBe(1);
});

test('--group prints each answer once under the folded range of its hosts', async () => {
  const { status, out } = await run('127.2.0.1-9 127.3.5.1 127.21.0.1-3', '-b', 'same for all');
  expect(status).toBe(1);
  const blocks = out.split(/^ ── /m).slice(1);
  expect(blocks[0]).toBe('127.2.0.1-9  9 hosts  ✓ success\nsame for all\n');
  expect(blocks[1]).toMatch(/^127\.3\.5\.1 {2}1 host {2}▲ non-zero 5\n/);
  expect(blocks[2]).toMatch(/^127\.21\.0\.1-3 {2}3 hosts {2}✗ unreachable\nclosed before the handshake/);
});

test('--lines names the host of every line and keeps both streams', async () => {
  const { out, err } = await run('127.6.0.3 127.7.0.2', '--lines', 'x');
  expect(lines(out)).toHaveLength(3);
  for (const line of lines(out)) expect(line).toMatch(/^127\.6\.0\.3: /);
  expect(err.match(/^127\.6\.0\.3: /gm)).toHaveLength(3);
  expect(err.match(/^127\.7\.0\.2: /gm)).toHaveLength(2);
});

test('--output-dir writes what the hosts sent, and does not touch the files of another run', async () => {
  const folder = at.folder();
  const first = await run('127.5.0.1 127.6.0.3', '-o', folder, 'bytes 100000');
  expect(first.status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['127.5.0.1.out', '127.6.0.3.err', '127.6.0.3.out']);
  const [host] = await at.fleet.ledger('127.5.0.1');
  const written = readFileSync(join(folder, '127.5.0.1.out'));
  expect(written).toHaveLength(100_000);
  expect(createHash('sha256').update(written).digest('hex')).toBe(host!.stdout.sha256);

  await at.fleet.reset();
  const again = await run('127.5.0.1', '-o', folder, 'bytes 5');
  expect(again).toMatchObject({ status: 2, out: '' });
  expect(again.err).toContain('is not empty');
  expect(await at.contacted()).toEqual([]);
  expect((await run('127.5.0.1', '-o', folder, '--force', 'bytes 5')).status).toBe(0);
  expect(readFileSync(join(folder, '127.5.0.1.out'))).toHaveLength(5);
  expect(readFileSync(join(folder, '127.6.0.3.out')).length).toBeGreaterThan(0);
});

test('what is over --max-output is said, and nothing pretends to be whole', async () => {
  const { status, outBytes, err } = await run('127.5.0.4', '--max-output', '2M', 'bytes 4194304');
  expect(status).toBe(1);
  expect(outBytes.length).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect(err).toMatch(/warning: 2(\.\d)? MiB from 1 host not kept: over 2 MiB, see --max-output/);
});

test('unknown host keys: no login, and one hint how to go on', async () => {
  const empty = join(at.folder(), 'none');
  writeFileSync(empty, '');
  const { status, out, err } = await run('127.1.0.1-3', '--known-hosts', empty, 'true');
  expect(status).toBe(0);
  expect(out.match(/new key/g)).toBeNull();
  expect(err).not.toContain('host-keys');
  const args = at.login.filter((_, index) => index !== 4 && index !== 5);
  const strict = await at.run(['run', ...args, '--known-hosts', empty, '127.1.1.1-3', 'true']);
  expect(strict.status).toBe(1);
  expect(strict.out.match(/new key/g)).toHaveLength(3);
  expect(strict.err).toContain('3 hosts with a key that nobody has approved; nothing was sent.');
  expect(strict.err).toContain('\n  rollcall host-keys\n');
  for (const { authPackets } of (await at.fleet.ledger()).filter(({ address }) =>
    address.startsWith('127.1.1.'),
  ))
    expect(authPackets).toBe(0);

  const data = at.folder();
  const accept = await at.run([
    'run',
    ...args,
    '--known-hosts',
    empty,
    '--data',
    data,
    '--host-keys',
    'accept-new',
    '127.1.1.1-3',
    'true',
  ]);
  expect(accept.status).toBe(0);
  expect(accept.err).toContain('3 hosts answered for the first time; their keys are recorded');
  expect(
    (await at.run(['run', ...args, '--known-hosts', empty, '--data', data, '127.1.1.1-3', 'true'])).status,
  ).toBe(0);
  const insecure = await at.run([
    'run',
    ...args,
    '--known-hosts',
    empty,
    '--host-keys',
    'insecure',
    '127.1.2.1',
    'true',
  ]);
  expect(insecure.status).toBe(0);
  expect(insecure.err).toContain('WARNING: host keys are not checked');
});

test('a password comes from a file or stdin and is in no file afterwards', async () => {
  const data = at.folder();
  const args = at.login.filter((_, index) => index !== 2 && index !== 3);
  const { status } = await at.run(
    ['run', ...args, '--data', data, '--password-file', '-', '127.2.0.1', 'true'],
    {
      input: 'correct horse\n',
    },
  );
  expect(status).toBe(0);
  expect((await at.fleet.ledger('127.2.0.1'))[0]!.passwordAttempts).toBe(1);
  for (const file of readdirSync(data))
    expect(readFileSync(join(data, file)).includes('correct horse')).toBe(false);
});

test('an ssh-agent that answers is used without being named', async () => {
  const folder = at.folder();
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  try {
    await expect.poll(() => existsSync(socket)).toBe(true);
    const key = join(folder, 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const env = { SSH_AUTH_SOCK: socket };
    const args = at.login.filter((_, index) => index !== 2 && index !== 3);
    const empty = await at.run(['run', ...args, '--agent', '127.2.0.1', 'x'], { env });
    expect(empty).toMatchObject({ status: 2 });
    expect(empty.err).toContain('does not answer or holds no keys');
    execFileSync('ssh-add', ['-q', key], { env: { ...process.env, ...env } });
    for (const how of [['--agent'], []]) {
      const { out } = await at.run(['run', ...args, ...how, '--json', '127.2.0.1', 'x'], { env });
      expect(out).toContain('"login":"ops, agent key ed25519"');
    }
  } finally {
    agent.kill();
  }
});

test('--jump none goes straight where the ssh_config would not', async () => {
  const config = join(at.folder(), 'config');
  writeFileSync(config, 'Host *\n  ProxyJump 127.1.99.1:1\n', { mode: 0o600 });
  const args = ['run', ...at.login, '--ssh-config', config, '127.1.0.1', 'true'];
  expect((await at.run(args)).err).toContain('the jump host');
  expect((await at.run([...args.slice(0, -2), '--jump', 'none', ...args.slice(-2)])).status).toBe(0);
});

test('Ctrl-C stops the hosts properly and says what happened; exit 130', async () => {
  const started = at.start(['run', ...at.login, '-f', '3', '127.12.0.1-5', 'sleep']);
  await untilRunning(3);
  started.child.kill('SIGINT');
  const { status, out, err } = await started.ended;
  expect(status).toBe(130);
  expect(err).toContain('stopping: hosts in flight get TERM');
  expect(out.match(/→ cancelled/g)).toHaveLength(3);
  expect(out.match(/→ not called/g)).toHaveLength(2);
  expect(err).toMatch(/5 cancelled, in /);
  for (const { execs } of await at.fleet.ledger())
    for (const { signals } of execs) expect(signals).toContain('TERM');
});

test('a second Ctrl-C ends the program at once', async () => {
  const started = at.start(['run', ...at.login, '127.13.0.1-2', 'sleep']);
  await untilRunning(2);
  started.child.kill('SIGINT');
  await started.says('err', /stopping/);
  const before = performance.now();
  started.child.kill('SIGINT');
  const { status, err } = await started.ended;
  expect(status).toBe(130);
  expect(err).toMatch(/ ── ended; the command may still run on 2 hosts: 127\.13\.0\.1-2\n$/);
  // Without it the hosts, which ignore signals, have ten seconds.
  expect(performance.now() - before).toBeLessThan(5_000);
});

test('a reader that goes away ends the run quietly', async () => {
  const started = at.start(['run', ...at.login, '--lines', '127.14.1.1-3', 'endless']);
  await started.says('out', /\n/);
  started.child.stdout!.destroy();
  const { status, err } = await started.ended;
  expect(status).toBe(1);
  expect(err).not.toMatch(/EPIPE|Error|at .*\.js/);
  expect(err).toMatch(/ ── .* 3 (cancelled|no answer)/);
});

test('a full disk behind stdout is said, and the run goes on', async () => {
  const shell = `"$0" "$@" > /dev/full`;
  const { status, err } = await at.runIn('sh', ['-c', shell], ['run', ...at.login, '127.2.0.1-3', 'x']);
  expect(status).toBe(1);
  expect(err).toMatch(/3 success, in [^]*WARNING: stdout cannot be written, .*: the disk is full/);
});

test('a run from the terminal stands in the history of its data folder', async () => {
  const data = at.folder();
  await at.run(['run', ...at.login, '--data', data, '127.2.0.1-2', 'echo', 'in', 'history']);
  const { openSqliteStore } = await import('../../store/sqlite-store.ts');
  const store = await openSqliteStore({ folder: data });
  const { runs } = await store.listRuns({ limit: 10 });
  await store.close();
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    origin: 'cli',
    phase: 'finished',
    hostCount: 2,
    finishReason: 'completed',
  });
  expect(runs[0]!.spec.command).toBe('echo in history');
});

test('--demo brings its hosts along', async () => {
  const { status, out } = await at.run(['run', '--demo', '192.0.2.5', 'hostname']);
  expect(status).toBe(0);
  expect(out).toMatch(/^\S+\n$/);
});

test('colours only when wanted', async () => {
  const forced = await at.run(['run', ...at.login, '127.1.0.1-2', 'x'], { env: { FORCE_COLOR: '1' } });
  expect(forced.out).toContain('\u001b[0;32m');
  const both = await at.run(['run', ...at.login, '--no-color', '127.1.0.1-2', 'x'], {
    env: { FORCE_COLOR: '1' },
  });
  expect(both.out + both.err).not.toContain('\u001b');
});
