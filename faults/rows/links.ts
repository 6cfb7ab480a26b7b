import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from '@rollcall/demo-fleet';
import { startDeafListener } from '../../packages/server/src/testing/deaf-listener.ts';
import { descendants } from '../../packages/server/src/testing/descendants.ts';
import { startLink } from '../../packages/server/src/testing/tcp-link.ts';
import { startSlowLink } from '../lib/slow-link.ts';
import type { Expected } from '../lib/compare.ts';
import type { Asked } from '../lib/rig.ts';
import type { Row } from '../lib/row.ts';
import { timesOf } from '../lib/times.ts';

const unknown = (reason: string, more: Partial<Expected> = {}): Expected => ({
  type: 'host-unknown',
  reason,
  ...more,
});
const exited = (status: number, more: Partial<Expected> = {}): Expected => ({
  type: 'host-exited',
  status,
  signal: null,
  ...more,
});

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
    pass: 'unknown/connection-lost, 60 s at most',
    async run(rig) {
      const links = await Promise.all(
        Array.from({ length: rig.repeat }, (_, at) =>
          startLink(addressOf('hang', 0, at + 1), rig.fleet.port),
        ),
      );
      const hosts = links.map(({ port }, at) => ({
        host: `dead-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected: unknown('connection-lost', { tookMs: [0, 70_000] }),
      }));
      const afterMs = rig.random.between(100, 3_000);
      const stories = await rig.run(hosts, {
        async during(run) {
          await run.seen(({ type }) => type === 'host-dispatched');
          await delay(afterMs);
          for (const link of links) link.freeze();
        },
      });
      for (const link of links) link.close();
      return `${timesOf(stories)}, frozen after ${afterMs} ms`;
    },
  },
  {
    id: 'F-24',
    sentence: 'Answers keepalives while its command hangs (a real sleep)',
    pass: 'timed out at its limit of 3 s, 10 s later at most, confirmed gone',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const expected = { type: 'host-timed-out', confirmed: true, tookMs: [3_000, 13_000] } as const;
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected }];
      const spec = { command: 'sleep infinity', commandTimeoutMs: 3_000 };
      return timesOf(await rig.run(hosts, { login, spec }));
    },
  },
  {
    id: 'F-25',
    sentence: 'Is behind a link of 20 KiB/s, on which its answers to keepalives wait behind 10 s of output',
    pass: '20 of 20 live, though they keep quiet for three times the keepalive (here 1 s)',
    async run(rig) {
      const bytes = 200 * 1024;
      const links = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          startSlowLink(addressOf('bytes', 0, at + 1), rig.fleet.port, 20 * 1024),
        ),
      );
      const hosts = links.map(({ port }, at) => ({
        host: `slow-link-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected: exited(0),
      }));
      const stories = await rig.run(hosts, {
        spec: { command: `bytes ${bytes}`, plain: true },
        runner: { keepalive: { intervalMs: 1_000, count: 3 } },
      });
      for (const link of links) link.close();
      const short = stories.filter(({ stdout }) => stdout.length !== bytes).length;
      rig.check(short === 0, `${short} sent less`);
      return timesOf(stories);
    },
  },
  {
    id: 'F-26',
    sentence:
      'Is taken back while it connects, greets, agrees on keys, logs in, opens, starts, runs, floods, ignores signals',
    pass: 'cancelled, 10 s after that at most',
    async run(rig) {
      const deaf = await startDeafListener('127.0.0.1');
      rig.onEnd(() => deaf.close());
      const expected = { type: 'host-cancelled' };
      const names = [
        'silent-after-accept',
        'silent-in-handshake',
        'login-silent',
        'channel-silent',
        'exec-silent',
        'hang',
        'hang-ignoring-signals',
      ] as const;
      const hosts: Asked[] = [
        ...names.flatMap((name) => rig.hosts(name, 0, expected)),
        ...rig.hosts('endless', 200, expected),
        { host: 'deaf', address: '127.0.0.1', port: deaf.port, expected },
      ];
      const afterMs = rig.random.between(500, 3_000);
      let takenBackAtMs = 0;
      const stories = await rig.run(hosts, {
        alone: true,
        async during(run) {
          await delay(afterMs);
          takenBackAtMs = performance.now();
          run.cancel();
          await run.over;
          const tookMs = performance.now() - takenBackAtMs;
          rig.check(tookMs <= 11_000, `it took ${tookMs.toFixed(0)} ms until all were stopped`);
          takenBackAtMs = tookMs;
        },
      });
      return `${stories.length} hosts, taken back after ${afterMs} ms, over ${(takenBackAtMs / 1_000).toFixed(1)} s later`;
    },
  },
  {
    id: 'F-27',
    sentence: 'Makes new keys for every MiB of 64 MiB of output (a real sshd)',
    pass: 'all bytes, over 60 new keys',
    async run(rig) {
      const { sshd, login } = await rig.sshd({
        extraConfig: ['RekeyLimit 1M', 'Ciphers aes128-gcm@openssh.com'],
      });
      const bytes = 64 * 1024 ** 2;
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected: exited(0) }];
      const spec = { command: `head -c ${bytes} /dev/zero`, maxOutputBytes: bytes + 1 };
      const [story] = await rig.run(hosts, { login, spec });
      rig.check(
        story!.stdout.equals(Buffer.alloc(bytes)),
        `${story!.stdout.length} bytes are not those sent`,
      );
      return timesOf([story!]);
    },
  },
  {
    id: 'F-28',
    sentence: 'Dies with its command running (the sessions of a real sshd are killed)',
    pass: 'unknown/connection-lost, what it printed before is kept',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected: unknown('connection-lost') }];
      const stories = await rig.run(hosts, {
        login,
        spec: { command: 'echo up; sleep 60' },
        async during(run) {
          await run.seen(({ type }) => type === 'host-dispatched');
          await delay(rig.random.between(800, 2_000));
          for (const pid of await descendants(sshd.pid)) killSession(pid);
        },
      });
      rig.check(stories[0]!.stdout.toString() === 'up\n', `kept ${stories[0]!.stdout.length} bytes`);
      return timesOf(stories);
    },
  },
];
function killSession(pid: number): void {
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sshd')) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
