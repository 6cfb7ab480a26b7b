import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import type { ReadyLogin, SessionFact, TrustedKey } from '../run/ports.ts';
import { descendants } from '../testing/descendants.ts';
import { canStartDropbear, startDropbear, type Dropbear } from '../testing/dropbear.ts';
import { aliveInGroup } from '../testing/process-group.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from './index.ts';
import type { HostRunner, RunOnHostOptions } from './run-on-host.ts';

let host: Dropbear;
let login: ReadyLogin;

/** What runs commands on hosts until the test is over. */
function runner(options: Partial<RunOnHostOptions> = {}): HostRunner {
  const fixed = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  const run = createRunOnHost({ ...fixed, ...options });
  onTestFinished(() => run.close());
  return run;
}

/** Runs a command on Dropbear; its keys are unchecked unless the test says otherwise. */
function ask(
  request: Partial<RequestOverrides>,
  onFact?: (fact: SessionFact) => void,
  run: HostRunner = runner(),
) {
  return runHost(run, { host: '127.0.0.1', port: host.port, login, ...request }, onFact);
}

const knowing = (...keys: TrustedKey[]): HostRunner => runner({ ledger: memoryLedger(keys) });

/** Stops a command when it has printed the number of its process. */
async function cancel(request: Partial<RequestOverrides> & { command: string }) {
  const person = new AbortController();
  let pid = 0;
  const story = await ask({ limits: { cancelMs: 2_000 }, signal: person.signal, ...request }, (fact) => {
    if (fact.type !== 'host-output' || pid > 0) return;
    pid = Number.parseInt(Buffer.from(fact.bytes).toString(), 10);
    person.abort();
  });
  expect(pid).toBeGreaterThan(1);
  return { ...story, pid };
}

const GROUP = { mode: 'group' };

describe.runIf(canStartDropbear)('Dropbear (when root runs the tests)', () => {
  beforeAll(async () => {
    host = await startDropbear();
    login = { ...(await readIdentity({ path: host.privateKeyPath })), user: host.userName };
  });
  afterAll(() => host.stop());

  test('says what the connection is, with the algorithms that were agreed on', async () => {
    const { facts } = await ask({});
    expect(facts[1]).toMatchObject({
      type: 'host-connected',
      server: expect.stringMatching(/^dropbear_20\d\d\.\d+/),
      login: `${host.userName}, key ed25519`,
      algorithms: 'curve25519-sha256, ssh-ed25519, aes128-ctr, hmac-sha2-256',
    });
  });

  describe('a login', () => {
    test('with a password', async () => {
      const { outcome, facts } = await ask({
        login: { method: 'password', user: host.userName, password: host.password },
      });
      expect(facts[1]).toMatchObject({ login: `${host.userName}, password` });
      expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    });

    test('with a wrong password fails', async () => {
      const wrong = { method: 'password' as const, user: host.userName, password: 'wrong' };
      const { outcome } = await ask({ login: wrong });
      expect(outcome).toMatchObject({ reason: 'auth/rejected', detail: 'the password' });
    });

    test('with a key and a password where both are wanted', async () => {
      const both = await startDropbear(['-t']);
      onTestFinished(() => both.stop());
      const key = { ...(await readIdentity({ path: both.privateKeyPath })), user: both.userName };
      const { facts } = await ask({
        port: both.port,
        login: { ...key, further: { password: both.password } },
      });
      expect(facts[1]).toMatchObject({ login: `${both.userName}, key ed25519` });
      const { outcome } = await ask({ port: both.port, login: key });
      expect(outcome).toMatchObject({ reason: 'auth/no-method', facts: { alsoWants: ['password'] } });
    });
  });

  describe('a host key', () => {
    test.each([
      ['ed25519', 'ssh-ed25519'],
      ['ecdsa', 'ecdsa-sha2-nistp256'],
      ['rsa', 'rsa-sha2-256'],
    ])('%s is asked for when that is the one stored', async (kind, algorithm) => {
      const stored = host.hostKeys.find(({ type }) => type.includes(kind))!;
      const { outcome, facts } = await ask({ hostKeys: 'strict' }, undefined, knowing(stored));
      expect(facts[1]).toMatchObject({
        hostKey: { type: stored.type, trust: 'known' },
        algorithms: expect.stringContaining(` ${algorithm}, `),
      });
      expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    });

    test('that nobody knows ends the host, and so does one that has changed', async () => {
      const unknown = await ask({ hostKeys: 'strict' });
      expect(unknown.outcome).toMatchObject({ reason: 'verify/unknown-host-key' });
      const [{ key }, { type }] = [host.hostKeys[1]!, host.hostKeys[0]!];
      const changed = await ask({ hostKeys: 'strict' }, undefined, knowing({ type, key }));
      expect(changed.outcome).toMatchObject({ reason: 'verify/host-key-changed' });
    });
  });

  describe('a command', () => {
    // Dropbear itself makes no group without a terminal.
    test('in a group of its own gives both streams and its status', async () => {
      const { outcome, stdout, stderr } = await ask({
        command: 'printf "%s " $$ $(ps -o pgid= -p $$); printf err >&2; exit 3',
      });
      expect(outcome).toMatchObject({ type: 'host-exited', status: 3, signal: null, process: GROUP });
      const [pid, group] = stdout.toString().split(' ');
      expect(group).toBe(pid);
      expect(stderr.toString()).toBe('err');
    });

    test.each(['TERM', 'KILL', 'SEGV'])('gives the signal %s that ended it', async (signal) => {
      const { outcome } = await ask({ command: `ulimit -c 0; kill -${signal} $$` });
      expect(outcome).toMatchObject({ type: 'host-exited', status: null, signal });
    });

    test('prints megabytes byte for byte on both streams', async () => {
      const bytes = 4 * 1024 * 1024;
      const block = 'i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i+1)); done';
      const command = `b=$(mktemp); { ${block}; } >$b; n=0; while [ $n -lt 14 ]; do cat $b $b >$b.2; mv $b.2 $b; n=$((n+1)); done; cat $b; cat $b >&2; rm $b`;
      const { outcome, stdout, stderr } = await ask({ command });
      const expected = Buffer.alloc(bytes, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
      const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
      expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
      expect([stdout.length, hash(stdout)]).toEqual([bytes, hash(expected)]);
      expect([stderr.length, hash(stderr)]).toEqual([bytes, hash(expected)]);
    });

    test('reads its input to the last byte', async () => {
      const input = Buffer.alloc(1024 * 1024, 'line of input\n');
      const { stdout } = await ask({ command: 'wc -c; exit 0', input });
      expect(Number(stdout.toString())).toBe(input.length);
    });

    test('is given folder, variables and a script', async () => {
      const given = { workingFolder: '/usr', env: { A: `it's` }, script: { interpreter: 'sh' } };
      const { stdout } = await ask({ command: 'echo "$A $(pwd)"\n', ...given });
      expect(stdout.toString()).toBe(`it's /usr\n`);
    });

    test('is given a terminal', async () => {
      const command = 'tty >/dev/null && echo yes; stty size; echo err >&2; exit 4';
      const { outcome, stdout } = await ask({ command, pty: true });
      expect(stdout.toString()).toBe('yes\r\n24 80\r\nerr\r\n');
      expect(outcome).toMatchObject({ type: 'host-exited', status: 4, process: GROUP });
    });
  });

  describe('a command that is stopped is gone with its whole group, and the outcome says so', () => {
    const confirmed = { type: 'host-cancelled', confirmed: true, stopped: 'process-group', process: GROUP };
    test.each([
      ['with children', 'nohup sleep 60 >/dev/null 2>&1 & echo $$; sleep 60'],
      ['although it ignores TERM', `trap '' TERM; echo $$; while :; do sleep 0.05; done`],
      ['while it floods', 'echo $$; exec yes'],
    ])('%s', async (_, command) => {
      const { outcome, pid } = await cancel({ command });
      expect(outcome).toMatchObject(confirmed);
      expect(aliveInGroup(pid)).toEqual([]);
    });

    test('on a terminal', async () => {
      const { outcome, pid } = await cancel({ command: 'echo $$; sleep 60', pty: true });
      expect(outcome).toMatchObject(confirmed);
      expect(aliveInGroup(pid)).toEqual([]);
    });

    test('by a time limit, which keeps what ran', async () => {
      const { outcome, stdout } = await ask({ command: 'echo $$; sleep 59', commandTimeoutMs: 400 });
      expect(outcome).toMatchObject({
        type: 'host-timed-out',
        confirmed: true,
        stopped: 'process-group',
        evidence: expect.stringMatching(/^PID PPID STAT ELAPSED TIME COMMAND\n(.*\n)*\d+ \d+ S.* sleep 59/),
      });
      expect(aliveInGroup(Number(stdout.toString()))).toEqual([]);
    });
  });

  test('a command that was sent plainly is ended by a signal of the server', async () => {
    const { outcome, pid } = await cancel({ command: 'echo $$; exec sleep 60', plain: true });
    expect(outcome).toMatchObject({ type: 'host-cancelled', confirmed: true, stopped: 'signal' });
    expect(aliveInGroup(pid)).toEqual([]);
  });

  test('one connection is used for one command after the other', async () => {
    const run = runner({ keepConnectionsMs: 60_000 });
    const again = () => ask({ command: 'echo $SSH_CLIENT' }, undefined, run);
    const [first, second] = [await again(), await again()];
    expect(second.facts[1]).toMatchObject({ type: 'host-connected', reused: true });
    expect(second.stdout.toString()).toBe(first.stdout.toString());
  });

  test('more logins at once than it hears come through, as those that it hung up on come back', async () => {
    const statuses = async (run: HostRunner) => {
      const twelve = Array.from({ length: 12 }, () => ask({ command: 'exit 7' }, undefined, run));
      return (await Promise.all(twelve)).map(({ outcome }) => 'status' in outcome && outcome.status);
    };
    expect(await statuses(runner({ busyPausesMs: [] }))).toContain(false);
    expect(await statuses(runner())).toEqual(Array.from({ length: 12 }, () => 7));
  });

  describe('as a jump host', () => {
    test('it leads to many hosts over one connection', async () => {
      const target = await startDropbear();
      onTestFinished(() => target.stop());
      const own = { ...(await readIdentity({ path: target.privateKeyPath })), user: target.userName };
      const run = runner();
      const through = {
        port: target.port,
        login: own,
        jump: [{ host: '127.0.0.1', port: host.port, login }],
      };
      const command = 'head -c 1000000 /dev/zero; exit 5';
      const four = Array.from({ length: 4 }, () => ask({ ...through, command }, undefined, run));
      for (const { outcome, stdout } of await Promise.all(four)) {
        expect(outcome).toMatchObject({ type: 'host-exited', status: 5 });
        expect(stdout.length).toBe(1_000_000);
      }
      expect(await descendants(host.pid)).toHaveLength(1);
    });

    test('it says that it does not forward', async () => {
      const closed = await startDropbear(['-j']);
      onTestFinished(() => closed.stop());
      const { outcome } = await ask({ jump: [{ host: '127.0.0.1', port: closed.port, login }] });
      expect(outcome).toMatchObject({ reason: 'jump/refused', jump: { port: closed.port } });
    });
  });
});
