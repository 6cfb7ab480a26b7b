import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyLogin, SessionFact } from '../run/ports.ts';
import { systemClock } from '../run/clock.ts';
import { hostRequest, memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { startSshd, type Sshd } from '../testing/sshd.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from './index.ts';

let sshd: Sshd;
let login: ReadyLogin;
beforeAll(async () => {
  sshd = await startSshd({ extraConfig: ['AcceptEnv ROLLCALL_ATTEMPT', 'RekeyLimit 16M'] });
  login = { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
});
afterAll(() => sshd.stop());

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });

function ask(request: Partial<RequestOverrides>, onFact?: (fact: SessionFact) => void) {
  return runHost(run, { host: '127.0.0.1', port: sshd.port, login, ...request }, onFact);
}

describe('a command', () => {
  test('gives its output on both streams and its exit status', async () => {
    const story = await ask({ command: 'printf out; printf err >&2; exit 3' });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 3, signal: null });
    expect(story.stdout.toString()).toBe('out');
    expect(story.stderr.toString()).toBe('err');
    expect(story.types.slice(0, 3)).toEqual(['host-connecting', 'host-connected', 'host-dispatched']);
  });

  test('says what the connection is', async () => {
    const { facts } = await ask({ command: 'true' });
    expect(facts[1]).toMatchObject({
      type: 'host-connected',
      address: '127.0.0.1',
      server: expect.stringMatching(/^OpenSSH_/),
      login: `${sshd.userName}, key ed25519`,
      algorithms: 'curve25519-sha256, ssh-ed25519, aes128-gcm@openssh.com',
      stages: {
        connectMs: expect.any(Number),
        bannerMs: expect.any(Number),
        kexMs: expect.any(Number),
        authMs: expect.any(Number),
      },
    });
  });

  test('that dies by a signal keeps its name', async () => {
    const { outcome } = await ask({ command: 'kill -9 $$' });
    expect(outcome).toMatchObject({ type: 'host-exited', status: null, signal: 'KILL' });
  });

  test('finds the token of its attempt in its environment', async () => {
    const { stdout } = await ask({ command: 'printf %s "$ROLLCALL_ATTEMPT"', token: 'attempt-7' });
    expect(stdout.toString()).toBe('attempt-7');
  });

  test('that reads its input finds the end of it at once', async () => {
    const { outcome, stdout } = await ask({ command: 'cat; echo read' });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(stdout.toString()).toBe('read\n');
  });

  test('that leaves a child behind which holds the output ends with a note', async () => {
    const story = await ask({ command: 'sleep 20 & echo $!; exit 4', limits: { closeMs: 300 } });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 4, note: 'output-may-continue' });
    expect(story.elapsedMs).toBeLessThan(5_000);
    execFileSync('kill', [story.stdout.toString().trim()]);
  });

  test('leaves nothing open on either side', async () => {
    await ask({ command: 'true' });
    await expect.poll(sessionsOfSshd).toBe(0);
  });
});

/** Connections that the sshd of this test holds open, as the kernel sees them. */
function sessionsOfSshd(): number {
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const port = sshd.port.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return rows.filter((row) => row.includes(`:${port} `) && row.trim().split(/\s+/)[3] === established).length;
}

describe('a command that is stopped', () => {
  /** Cancels once the command has printed its process id. */
  async function cancel(command: string, cancelMs?: number) {
    const person = new AbortController();
    let pid = 0;
    const limits = cancelMs === undefined ? {} : { cancelMs };
    const story = await ask({ command, signal: person.signal, limits }, (fact) => {
      if (fact.type !== 'host-output' || pid > 0) return;
      pid = Number.parseInt(Buffer.from(fact.bytes).toString(), 10);
      person.abort();
    });
    return { ...story, isAlive: () => existsSync(`/proc/${pid}`) };
  }

  test('by a person is gone from the host, which confirms it', async () => {
    const story = await cancel('echo $$; exec sleep 100');
    expect(story.outcome).toMatchObject({ type: 'host-cancelled', stage: 'running', confirmed: true });
    expect(story.isAlive()).toBe(false);
    expect(story.elapsedMs).toBeLessThan(5_000);
  });

  test('by a person although it ignores TERM is killed half of the time later', async () => {
    const story = await cancel("trap '' TERM; echo $$; while :; do sleep 0.05; done", 1_000);
    expect(story.outcome).toMatchObject({ type: 'host-cancelled', stage: 'running', confirmed: true });
    expect(story.isAlive()).toBe(false);
    expect(story.elapsedMs).toBeGreaterThan(500);
  });

  test('by a person while it floods is gone, and what came before is kept', async () => {
    const story = await cancel('echo $$; exec yes');
    expect(story.outcome).toMatchObject({ type: 'host-cancelled', stage: 'running', confirmed: true });
    expect(story.isAlive()).toBe(false);
    expect(story.stdout.toString()).toMatch(/^\d+\n(y\n)+y?$/);
  });

  test('by its time limit is gone from the host, which confirms it', async () => {
    const story = await ask({ command: 'echo $$; exec sleep 100', commandTimeoutMs: 300 });
    expect(story.outcome).toMatchObject({ type: 'host-timed-out', limitMs: 300, confirmed: true });
    expect(existsSync(`/proc/${story.stdout.toString().trim()}`)).toBe(false);
  });
});

test('1 GiB arrives byte for byte over 64 new keys, in little memory', { timeout: 180_000 }, async () => {
  const bytes = 1024 ** 3;
  const hash = createHash('sha256');
  let received = 0;
  let outcome: SessionFact | undefined;
  const command = `head -c ${bytes} /dev/zero | tr '\\0' 'r'`;
  const before = process.memoryUsage().rss;
  let peak = before;
  for await (const fact of run(hostRequest({ host: '127.0.0.1', port: sshd.port, login, command }))) {
    outcome = fact;
    if (fact.type !== 'host-output') continue;
    hash.update(fact.bytes);
    received += fact.bytes.length;
    if (received % (16 * 1024 ** 2) === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(received).toBe(bytes);
  expect(hash.digest('hex')).toBe(hashOfRepeated('r', bytes));
  // Measured 26 MiB in a process of its own; a test runner's heap moves more. Buffering would show as a gigabyte.
  expect((peak - before) / 1024 ** 2).toBeLessThan(256);
});

function hashOfRepeated(character: string, bytes: number): string {
  const block = Buffer.alloc(1024 ** 2, character);
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += block.length) hash.update(block);
  return hash.digest('hex');
}
