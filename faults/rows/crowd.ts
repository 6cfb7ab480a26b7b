import { parse } from '@rollcall/ip-range';
import { oncePerHost, targetsOf } from '../../packages/server/src/run/targets.ts';
import { inChild, inNetworkNamespace } from '../lib/child.ts';
import type { Expected } from '../lib/compare.ts';
import { needsRoot, type Row } from '../lib/row.ts';
import { timesOf, within } from '../lib/times.ts';
import { closedPort } from './connecting.ts';

const SUCCESS: Expected = { type: 'host-exited', status: 0 };
const noneInCommon = (detail: RegExp): Expected => ({
  type: 'host-failed',
  reason: 'kex/no-common-algorithm',
  detail,
  tookMs: within(1_000),
});

/** F-29 to F-33, and hosts whose algorithms are refused. */
export const CROWD: readonly Row[] = [
  {
    id: 'F-29',
    sentence:
      'Offers only post-quantum key exchanges, a DSA key, a certificate, broken ciphers; a real sshd with sntrup761 alone',
    pass: 'kex/no-common-algorithm with the offer, 1 s at most',
    async run(rig) {
      const { sshd, login } = await rig.sshd({
        extraConfig: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
      });
      const details = [/sntrup761/, /ssh-dss/, /cert-v01/, /3des-cbc/];
      const hosts = details.flatMap((detail, x) => rig.hosts('nothing-in-common', x, noneInCommon(detail)));
      const real = { host: '127.0.0.1', port: sshd.port, expected: noneInCommon(/sntrup761/) };
      return timesOf(await rig.run([...hosts, real], { login }));
    },
  },
  {
    id: 'F-30',
    sentence: '2,000 hosts that all fail at once (10,000 with --long)',
    pass: 'all connect/refused, 2 events a host',
    async run(rig) {
      const port = await closedPort();
      const count = rig.long ? 10_000 : 2_000;
      const hosts = Array.from({ length: count }, (_, at) => ({
        host: `closed-${at + 1}`,
        address: '127.0.0.1',
        port,
        expected: { type: 'host-failed', reason: 'connect/refused' },
      }));
      const stories = await rig.run(hosts, { spec: { fanout: 256 }, alone: true });
      const most = Math.max(...stories.map(({ events }) => events.length));
      rig.check(most <= 2, `${most} events of one host`);
      return `${timesOf(stories)}, ${most} events each`;
    },
  },
  {
    id: 'F-31',
    sentence: '1,000 hosts for a process that may have 256 open files',
    pass: '1,000 of 1,000 done, 0 crashes',
    async run(rig) {
      const hosts = Array.from(
        { length: 1_000 },
        (_, at) => `127.1.${Math.floor(at / 250)}.${(at % 250) + 1}`,
      );
      const report = await inChild({ hosts, port: rig.fleet.port }, ['ulimit -n 256']);
      const done = report.outcomes.filter(({ type }) => type === 'host-exited').length;
      rig.check(done === hosts.length, `${done} of ${hosts.length} exited`);
      rig.check(report.trouble.length === 0, report.trouble.join('; '));
      return `${done} of ${hosts.length} done`;
    },
  },
  {
    id: 'F-32',
    sentence: '200 connections to one address of a machine with 50 local ports',
    pass: 'each done or connect/no-resources, 0 executed twice',
    cannotRun: needsRoot,
    async run(rig) {
      const hosts = Array.from({ length: 200 }, (_, at) => `host-${at + 1}`);
      const report = await inNetworkNamespace({ hosts, address: '127.8.1.5' }, [
        'ip link set lo up',
        'echo 40000 40050 > /proc/sys/net/ipv4/ip_local_port_range',
      ]);
      const done = report.outcomes.filter(({ type }) => type === 'host-exited').length;
      const other = report.outcomes.filter(
        ({ type, reason }) => type !== 'host-exited' && reason !== 'connect/no-resources',
      );
      const executions = report.executions?.reduce((sum, count) => sum + count, 0);
      rig.check(
        other.length === 0,
        `${other.length} ended otherwise: ${other[0]?.reason} ${other[0]?.detail}`,
      );
      rig.check(executions === done, `${executions} executions for ${done} that are done`);
      rig.check(report.trouble.length === 0, report.trouble.join('; '));
      return `${done} done, ${hosts.length - done} had no port, ${executions} executions`;
    },
  },
  {
    id: 'F-33',
    sentence: 'Is named several times: in order, out of order, overlapping',
    pass: 'executed once',
    async run(rig) {
      const range = parse('127.1.7.3 127.1.7.1-4 127.1.7.2-3 127.1.7.1');
      const hosts = targetsOf(range).map((target) => ({ ...target, expected: SUCCESS }));
      const stories = await rig.run(hosts);
      const counts = await Promise.all(
        [1, 2, 3, 4].map(async (y) => (await rig.ledger(`127.1.7.${y}`))?.execs.length ?? 0),
      );
      rig.check(
        counts.every((count) => count === 1),
        `executed ${counts.join(', ')} times`,
      );
      return `${timesOf(stories)}, executed ${counts.join(', ')} times`;
    },
  },
  {
    id: 'F-33-mapped',
    sentence: 'Is named by its address and by the mapped IPv6 address',
    pass: 'executed once',
    async run(rig) {
      const hosts = oncePerHost(targetsOf(parse('127.1.6.1 ::ffff:127.1.6.1')), 22).map((target) => ({
        ...target,
        expected: SUCCESS,
      }));
      const stories = await rig.run(hosts);
      const times = (await rig.ledger('127.1.6.1'))?.execs.length;
      rig.check(times === 1, `executed ${times} times`);
      return `${timesOf(stories)}, executed ${times} times`;
    },
  },
  {
    id: 'T-05',
    sentence: 'Offers only algorithms that are out of date: all, or one kind',
    pass: 'kex/no-common-algorithm, 1 s at most',
    run: async (rig) =>
      timesOf(await rig.run([0, 1, 2, 3, 4].flatMap((x) => rig.hosts('legacy', x, noneInCommon(/./))))),
  },
  {
    id: 'T-06',
    sentence: 'Offers nothing but compression',
    pass: 'kex/no-common-algorithm, 1 s at most',
    run: async (rig) => timesOf(await rig.run(rig.hosts('nothing-in-common', 4, noneInCommon(/zlib/)))),
  },
];
