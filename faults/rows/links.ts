import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from '@rollcall/demo-fleet';
import type { RunEvent } from '@rollcall/protocol';
import { startDeafListener } from '../../packages/server/src/testing/deaf-listener.ts';
import { descendants } from '../../packages/server/src/testing/descendants.ts';
import { startLink } from '../../packages/server/src/testing/tcp-link.ts';
import { CANCELLED, exited, type Expected, unknown, words } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Rig } from '../lib/rig.ts';
import type { Row } from '../lib/row.ts';
import { startSlowLink } from '../lib/slow-link.ts';
import { spanOf, timesOf } from '../lib/times.ts';

const MIB = 1024 ** 2;
const RUNS_AT_ONCE = 5;
/** Where a host can be when its run is taken back. */
const IN_EACH_STAGE = [
  'silent-after-accept',
  'silent-in-handshake',
  'login-silent',
  'channel-silent',
  'exec-silent',
  'hang',
  'hang-ignoring-signals',
] as const;

/** F-21 to F-28: the connection under a command. */
export const LINKS: readonly Row[] = [
  ...(['fin', 'rst'] as const).map((how, at): Row => ({
    id: `F-${21 + at}`,
    sentence: `Ends the TCP connection with ${how.toUpperCase()} in the middle of its output`,
    pass:
      how === 'fin'
        ? 'unknown/connection-lost, all bytes'
        : 'unknown/connection-lost, the beginning of its bytes',
    async run(rig) {
      const bytes = how === 'fin' ? 'all' : 'beginning';
      const hosts = Array.from({ length: 5 * rig.repeat }, (_, number) => ({
        host: addressOf(`${how}-in-output`, rig.random.between(0, 7), number + 1),
        expected: unknown('connection-lost', { bytes }),
      }));
      return timesOf(await rig.run(hosts));
    },
  })),
  {
    id: 'F-23',
    sentence: 'The link goes dead under a command, and nobody is told',
    pass: 'unknown/connection-lost, 60 s after that at most',
    async run(rig) {
      const links = await Promise.all(
        Array.from({ length: rig.repeat }, (_, at) =>
          startLink(addressOf('hang', 0, at + 1), rig.fleet.port),
        ),
      );
      rig.onEnd(() => links.forEach((link) => link.close()));
      const expected = unknown('connection-lost');
      const hosts = links.map(({ port }, at) => ({
        host: `dead-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected,
      }));
      // Before the first question whether it lives, or after its answer.
      const moments = links.map(() => 15_000 * rig.random.between(0, 1) + rig.random.between(200, 12_000));
      const deadAtMs: number[] = [];
      const stories = await rig.run(hosts, {
        atOnce: 40,
        async during(run) {
          await run.allSent();
          await Promise.all(
            links.map(async (link, at) => {
              await delay(moments[at]);
              link.freeze();
              deadAtMs[at] = Date.now();
            }),
          );
        },
      });
      const tookMs = stories.map(({ outcome }, at) => outcome.atMs - deadAtMs[at]!);
      for (const [at, ms] of tookMs.entries())
        rig.check(ms > 0 && ms <= 60_000, `${hosts[at]!.host}: noticed after ${ms} ms`);
      return `${links.length} links, noticed after ${spanOf(tookMs)}`;
    },
  },
  {
    id: 'F-24',
    sentence: 'Answers keepalives while its command hangs (a real sleep)',
    pass: 'timed out at its limit of 3 s, 10 s later at most, confirmed gone',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const expected = { type: 'host-timed-out', confirmed: true, tookMs: [3_000, 13_000] } as const;
      const hosts = named(rig.repeat, 'sleeper', { address: '127.0.0.1', port: sshd.port, expected });
      const spec = { command: 'sleep infinity', commandTimeoutMs: 3_000 };
      return timesOf(await rig.run(hosts, { login, spec }));
    },
  },
  {
    id: 'F-25',
    sentence: 'Is behind a link of 20 KiB/s, on which its answers to keepalives wait behind 2 MiB of output',
    pass: '20 of 20 live (keepalive of 15 s × 3)',
    async run(rig) {
      const bytes = 2 * MIB;
      const links = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          startSlowLink(addressOf('bytes', 0, at + 1), rig.fleet.port, 20 * 1024),
        ),
      );
      rig.onEnd(() => links.forEach((link) => link.close()));
      const hosts = links.map(({ port }, at) => ({
        host: `slow-link-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected: exited(0),
      }));
      const stories = await rig.run(hosts, { atOnce: 20, spec: { command: `bytes ${bytes}`, plain: true } });
      const short = stories.filter(({ stdout }) => stdout.length !== bytes).length;
      rig.check(short === 0, `${short} sent less`);
      return timesOf(stories);
    },
  },
  {
    id: 'F-26',
    sentence:
      'Is taken back while it connects, greets, agrees on keys, logs in, opens, starts, runs, floods, ignores signals, after its exit',
    pass: 'cancelled, or what it exited with; 10 s after that at most (and 500 ms for timers)',
    async run(rig) {
      const deaf = await startDeafListener('127.0.0.1');
      rig.onEnd(() => deaf.close());
      const once = async (at: number): Promise<number[]> => {
        const afterMs = rig.random.between(500, 3_000);
        const hosts = [
          ...IN_EACH_STAGE.map((name) => ({ host: addressOf(name, 0, at), expected: CANCELLED })),
          { host: addressOf('endless', 200, at), expected: CANCELLED },
          { host: `deaf-${at}`, address: '127.0.0.1', port: deaf.port, expected: CANCELLED },
          // On a slow machine it has not come so far at the moment.
          { host: addressOf('channel-left-open', 3, at), expected: {} as Expected },
        ];
        let takenBackAtMs = 0;
        const stories = await rig.run(hosts, {
          alone: true,
          async during(run) {
            await delay(afterMs);
            takenBackAtMs = Date.now();
            run.cancel();
          },
        });
        const { type, status } = stories.at(-1)!.outcome;
        const isTrue = type === 'host-cancelled' || (type === 'host-exited' && status === 3);
        rig.check(isTrue, `after its exit: ${words(stories.at(-1)!.outcome)}`);
        return stories.map(({ outcome }) => outcome.atMs - takenBackAtMs);
      };
      // They mostly wait.
      const tookMs: number[] = [];
      for (let at = 0; at < rig.repeat; at += RUNS_AT_ONCE) {
        const runs = Array.from({ length: Math.min(RUNS_AT_ONCE, rig.repeat - at) }, (_, of) => at + of + 1);
        tookMs.push(...(await Promise.all(runs.map(once))).flat());
      }
      const most = Math.max(...tookMs);
      rig.check(most <= 10_500, `it took ${most} ms until all were stopped`);
      return `${tookMs.length} hosts in ${rig.repeat} runs, over ${spanOf(tookMs)} later`;
    },
  },
  {
    id: 'F-27',
    sentence:
      'Makes new keys in its output (a real sshd): for each MiB of 36 MiB, at the latest; of 1 GiB too with --long',
    pass: 'equal bytes, 60 new keys at least',
    async run(rig) {
      const small = await rig.repeated(() => newKeys(rig, 36 * MIB, '1M'));
      const large = rig.long ? await newKeys(rig, 1_024 * MIB, '16M') : [];
      return `${Math.min(...small, ...large)} new keys at least, in ${small.length + large.length} outputs`;
    },
  },
  {
    id: 'F-28',
    sentence: 'Dies with its command running (the session of a real sshd is killed)',
    pass: 'unknown/connection-lost, what it printed before is kept',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const expected = unknown('connection-lost');
      const hosts = named(rig.repeat, 'dies', { address: '127.0.0.1', port: sshd.port, expected });
      const stories = await rig.run(hosts, {
        login,
        spec: { command: 'echo up; sleep 60' },
        async during(run) {
          await run.allSent();
          const sessions = await childrenOf(sshd.pid);
          await Promise.all(sessions.map((pid) => killLater(pid, rig.random.between(800, 2_000))));
        },
      });
      const kept = stories.filter(({ stdout }) => stdout.toString() === 'up\n').length;
      rig.check(kept === stories.length, `the output of ${kept} of ${stories.length} is kept`);
      return timesOf(stories);
    },
  },
];

/** Takes so many bytes from an sshd that changes its keys so often; gives the number of changes. */
async function newKeys(rig: Rig, bytes: number, rekeyLimit: string): Promise<[number]> {
  let keys = 0;
  const { sshd, login } = await rig.sshd({
    extraConfig: [`RekeyLimit ${rekeyLimit}`, 'Ciphers aes128-gcm@openssh.com', 'LogLevel DEBUG1'],
    onLog: (text) => void (keys += text.split('SSH2_MSG_NEWKEYS sent').length - 1),
  });
  const sum = createHash('sha256');
  const took = (events: readonly RunEvent[]): void => {
    for (const event of events) if (event.type === 'host-output') sum.update(event.bytes);
  };
  const host = { host: '127.0.0.1', port: sshd.port, expected: exited(0) };
  const spec = { command: `head -c ${bytes} /dev/zero`, maxOutputBytes: bytes };
  await rig.run([host], {
    login,
    spec,
    alone: true,
    withoutOutput: true,
    viewer: { view: { host: 0 }, took },
  });
  const equal = createHash('sha256');
  for (let left = bytes; left > 0; left -= MIB) equal.update(Buffer.alloc(MIB));
  rig.check(sum.digest('hex') === equal.digest('hex'), 'the bytes are not those sent');
  // The first keys are not new.
  rig.check(keys - 1 >= 60, `${keys - 1} new keys`);
  return [keys - 1];
}

async function killLater(session: number, afterMs: number): Promise<void> {
  await delay(afterMs);
  for (const pid of [...(await descendants(session)), session]) killIfSshd(pid);
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

function killIfSshd(pid: number): void {
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sshd')) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
