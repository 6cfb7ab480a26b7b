import { parse } from '@rollcall/ip-range';
import { oncePerHost, targetsOf } from '../../packages/server/src/run/targets.ts';
import { inChild, inNetworkNamespace } from '../lib/child.ts';
import { exited, failed, type Expected } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Rig } from '../lib/rig.ts';
import { needsRoot, type Row } from '../lib/row.ts';
import { timesOf, within } from '../lib/times.ts';
import { closedPort } from './connecting.ts';

/** Networks with few ports at once. */
const MACHINES = 10;
const noneInCommon = (detail: RegExp): Expected =>
  failed('kex/no-common-algorithm', { detail, tookMs: within(1_000) });

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
      const target = { address: '127.0.0.1', port: sshd.port, expected: noneInCommon(/sntrup761/) };
      return timesOf(await rig.run([...hosts, ...named(rig.repeat, 'real', target)], { login }));
    },
  },
  {
    id: 'F-30',
    sentence:
      '10,000 hosts that all fail at once (1,000 in each further repetition), with somebody who looks on',
    pass: 'all connect/refused; 2 events of each host, 1 message to the viewer in 100 ms at most',
    apart: (rig) => failAtOnce(rig, 10_000),
    async run(rig) {
      const tookMs: number[] = [];
      const rates: number[] = [];
      const most = await rig.repeated(async (at) => {
        const { ms, rate, events } = await failAtOnce(rig, at === 0 ? 10_000 : 1_000);
        tookMs.push(ms);
        rates.push(rate);
        return [events];
      });
      rig.check(Math.max(...most) <= 2, `${Math.max(...most)} events of one host`);
      const worst = Math.max(...rates);
      rig.check(worst <= 1, `${worst.toFixed(2)} messages in 100 ms`);
      return `10,000 hosts in ${(tookMs[0]! / 1_000).toFixed(1)} s, ${Math.max(...most)} events each, ${worst.toFixed(2)} messages in 100 ms`;
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
      const done = await rig.repeated(async () => {
        const report = await inChild({ hosts, port: rig.fleet.port }, ['ulimit -n 256']);
        rig.check(report.trouble.length === 0, report.trouble.join('; '));
        return [report.outcomes.filter(({ type }) => type === 'host-exited').length];
      });
      const least = Math.min(...done);
      rig.check(least === hosts.length, `${least} of ${hosts.length} exited`);
      return `${least} of ${hosts.length} done, ${done.length} times`;
    },
  },
  {
    id: 'F-32',
    sentence: '200 connections to one address of a machine with 50 local ports',
    pass: 'each done or connect/no-resources, 0 executed twice',
    cannotRun: needsRoot,
    async run(rig) {
      const hosts = Array.from({ length: 200 }, (_, at) => `host-${at + 1}`);
      const once = async (): Promise<number> => {
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
        return done;
      };
      // They wait for ports, each in a network of its own.
      const done: number[] = [];
      for (let left = rig.repeat; left > 0; left -= MACHINES)
        done.push(...(await Promise.all(Array.from({ length: Math.min(left, MACHINES) }, once))));
      const had = Math.min(...done);
      return `${had} done at least, ${hosts.length - had} had no port at most, ${done.length} times`;
    },
  },
  {
    id: 'F-33',
    sentence: 'Is named several times: in order, out of order, overlapping',
    pass: 'executed once',
    async run(rig) {
      const nets = Array.from({ length: rig.repeat }, (_, at) => `127.1.${100 + at}`);
      const texts = nets.map((net) => `${net}.3 ${net}.1 ${net}.1-4 ${net}.2-3 ${net}.1`);
      const targets = targetsOf(parse(texts.join(' ')));
      await rig.run(targets.map((target) => ({ ...target, expected: exited(0) })));
      const counts = await executions(
        rig,
        nets.flatMap((net) => [1, 2, 3, 4].map((y) => `${net}.${y}`)),
      );
      return `${counts.length} hosts, executed ${Math.max(...counts)} times at most`;
    },
  },
  {
    id: 'F-33-mapped',
    sentence: 'Is named by its address and by the mapped IPv6 address',
    pass: 'executed once',
    async run(rig) {
      const addresses = Array.from({ length: rig.repeat }, (_, at) => `127.1.6.${at + 1}`);
      const text = addresses.map((address) => `${address} ::ffff:${address}`).join(' ');
      const hosts = oncePerHost(targetsOf(parse(text)), 22).map((target) => ({
        ...target,
        expected: exited(0),
      }));
      await rig.run(hosts);
      const counts = await executions(rig, addresses);
      return `${counts.length} hosts, executed ${Math.max(...counts)} times at most`;
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

/**
 * Lets `count` hosts refuse the connection. Gives how long it took, how many messages a viewer was sent in 100 ms between the first
 * and the last, and the most events of a host.
 */
async function failAtOnce(rig: Rig, count: number): Promise<{ ms: number; rate: number; events: number }> {
  const target = {
    address: '127.0.0.1',
    port: await closedPort(),
    expected: failed('connect/refused'),
  };
  const sentMs: number[] = [];
  const fromMs = performance.now();
  const stories = await rig.run(named(count, 'closed', target), {
    spec: { fanout: 256 },
    alone: true,
    viewer: { view: 'status', took: () => void sentMs.push(performance.now()) },
  });
  const ms = performance.now() - fromMs;
  const rate = (sentMs.length - 1) / ((sentMs.at(-1)! - sentMs[0]!) / 100);
  return { ms, rate, events: Math.max(...stories.map(({ events }) => events.length)) };
}

/** How often each of them was executed, which must be once. */
async function executions(rig: Rig, addresses: readonly string[]): Promise<number[]> {
  const ledgers = await Promise.all(addresses.map((address) => rig.ledger(address)));
  const counts = ledgers.map((ledger) => ledger?.execs.length ?? 0);
  rig.check(
    counts.every((count) => count === 1),
    `executed ${counts.join(', ')} times`,
  );
  return counts;
}
