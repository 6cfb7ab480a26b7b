import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startDeafListener } from '../../packages/server/src/testing/deaf-listener.ts';
import { inNetworkNamespace } from '../lib/child.ts';
import { failed } from '../lib/compare.ts';
import { named } from '../lib/named.ts';
import type { Rig } from '../lib/rig.ts';
import { needsRoot, type Row } from '../lib/row.ts';
import { about, timesOf, within } from '../lib/times.ts';

/**
 * A port of 127.0.0.1 that nothing listens on. It is none that the system gives to connections: after thousands of those one
 * would be its own other end.
 */
export async function closedPort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port += 1) {
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

/** F-01 to F-06: until a host has said who it is. */
export const CONNECTING: readonly Row[] = [
  {
    id: 'F-01',
    sentence: 'Gives no answer to the first packet',
    pass: 'connect/timeout, 10 s ± 1 s',
    async run(rig) {
      const deaf = await startDeafListener('127.0.0.1');
      rig.onEnd(() => deaf.close());
      const expected = failed('connect/timeout', { tookMs: about(10_000) });
      const target = { address: '127.0.0.1', port: deaf.port, expected };
      return timesOf(await rig.run(named(5 * rig.repeat, 'deaf', target), { atOnce: 100 }));
    },
  },
  {
    id: 'F-02',
    sentence: 'Has nothing on its port',
    pass: 'connect/refused, 1 s at most',
    async run(rig) {
      const expected = failed('connect/refused', { tookMs: within(1_000) });
      const target = { address: '127.0.0.1', port: await closedPort(), expected };
      return timesOf(await rig.run(named(5 * rig.repeat, 'closed', target), { atOnce: 25 }));
    },
  },
  {
    id: 'F-02-route',
    sentence: 'No way leads to it: no network, or a route that forbids it',
    pass: 'connect/unreachable, 1 s at most',
    cannotRun: needsRoot,
    async run(rig) {
      const hosts = Array.from({ length: rig.repeat }, (_, at) => `127.9.0.${at + 1}`);
      const none = await inNetworkNamespace({ hosts, port: 22 });
      const forbidden = await inNetworkNamespace({ hosts, port: 22 }, [
        'ip link set lo up',
        'ip route del local 127.0.0.0/8 table local',
        'ip route add prohibit 127.9.0.0/16 table local',
      ]);
      const all = [...none.outcomes, ...forbidden.outcomes];
      for (const { reason, tookMs } of all)
        rig.check(reason === 'connect/unreachable' && tookMs <= 1_000, `${reason} after ${tookMs} ms`);
      const most = Math.max(...all.map(({ tookMs }) => tookMs));
      const details = [...new Set(all.map(({ detail }) => detail))].join(', ');
      return `${all.length} hosts, ${details}, in ${most} ms at most`;
    },
  },
  {
    id: 'F-03',
    sentence:
      'Its name is not known, or the name server says nothing, or the first of its two addresses is dead',
    pass: 'resolve/not-found, resolve/timeout in 5 s ± 1 s, the next address is tried',
    async run(rig) {
      const deaf = await startDeafListener('127.1.0.1');
      rig.onEnd(() => deaf.close());
      // One port for both addresses: only the first of them has a listener that is deaf.
      const live = await listenerAt(rig, '127.1.0.2', deaf.port);
      const resolve = async (name: string): Promise<string[]> => {
        if (name.startsWith('silent')) return new Promise(() => undefined);
        if (name.startsWith('two')) return ['127.1.0.1', '127.1.0.2'];
        throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
      };
      const hosts = [
        { host: 'nobody', expected: failed('resolve/not-found', { tookMs: within(1_000) }) },
        { host: 'silent', expected: failed('resolve/timeout', { tookMs: about(5_000) }) },
        { host: 'two', port: deaf.port, expected: failed('banner/not-ssh') },
      ];
      const stories = await rig.run(hosts, { runner: { resolve } });
      // Each a run of its own: a lookup that is never answered keeps one of two places for lookups.
      const alone = () => rig.run(hosts, { runner: { resolve }, alone: true });
      stories.push(...(await Promise.all(Array.from({ length: rig.repeat - 1 }, alone))).flat());
      const times = `the second address was dialled ${live.dialled} times for ${rig.repeat} hosts`;
      rig.check(live.dialled === rig.repeat, times);
      return `${timesOf(stories)}; ${times}`;
    },
  },
  {
    id: 'F-03-names',
    sentence: '500 names that take 5 to 20 ms each to be looked up, two at a time, beside addresses',
    pass: 'the addresses wait for none of them',
    async run(rig) {
      const expected = failed('resolve/not-found');
      const stories = await rig.repeated(() => {
        const lookUpMs = rig.random.between(5, 20);
        const resolve = (): Promise<string[]> =>
          new Promise((_, reject) => {
            setTimeout(reject, lookUpMs, Object.assign(new Error('nobody'), { code: 'ENOTFOUND' }));
          });
        return rig.run(named(500, 'slow', { expected }), {
          atOnce: 500,
          runner: { resolve },
          spec: { fanout: 1_024 },
        });
      });
      return timesOf(stories);
    },
  },
  {
    id: 'F-04',
    sentence: 'Accepts and never says a word; an sshd that is stopped',
    pass: 'banner/timeout, 5 s ± 1 s',
    async run(rig) {
      const { sshd } = await rig.sshd();
      process.kill(sshd.pid, 'SIGSTOP');
      rig.onEnd(() => process.kill(sshd.pid, 'SIGCONT'));
      const expected = failed('banner/timeout', { tookMs: about(5_000) });
      const stopped = named(rig.repeat, 'stopped', { address: '127.0.0.1', port: sshd.port, expected });
      const hosts = [...rig.hosts('silent-after-accept', 0, expected), ...stopped];
      return timesOf(await rig.run(hosts, { atOnce: 40 }));
    },
  },
  {
    id: 'F-05',
    sentence: 'Speaks HTTP, SMTP, TLS or something binary',
    pass: 'banner/not-ssh with its first bytes made visible, 1 s at most',
    async run(rig) {
      const expected = failed('banner/not-ssh', { detail: /^"[ -~]+"?/, tookMs: within(1_000) });
      return timesOf(await rig.run([0, 1, 2, 3].flatMap((x) => rig.hosts('not-ssh', x, expected))));
    },
  },
  {
    id: 'F-06',
    sentence: 'Says much before its name: lines, single bytes, a byte a second, 8 MiB in pieces of one byte',
    pass: 'banner/…, 5 s at most (and 500 ms for timers), 200 ms of processor time',
    async run(rig) {
      const expected = failed('banner/not-ssh', { tookMs: within(5_500) });
      const hosts = [0, 1, 2].flatMap((x) => rig.hosts('endless-banner', x, expected));
      const stories = await rig.run(hosts, { atOnce: 20 });
      const sender = new Worker(new URL('../lib/drip-worker.ts', import.meta.url));
      rig.onEnd(() => sender.terminate());
      const [port] = (await once(sender, 'message')) as [number];
      const cpuMs = await rig.repeated(async () => {
        const before = process.threadCpuUsage();
        await rig.run([{ host: 'drip', address: '127.0.0.1', port, expected }], { alone: true });
        const { user, system } = process.threadCpuUsage(before);
        return [(user + system) / 1_000];
      });
      const most = Math.max(...cpuMs);
      rig.check(most <= 200, `${most.toFixed(0)} ms of processor time`);
      return `${timesOf(stories)}; ${most.toFixed(0)} ms of processor time for pieces of one byte`;
    },
  },
];

/** Counts who dials the second address, and answers with something that is no SSH. */
async function listenerAt(rig: Rig, address: string, port: number): Promise<{ dialled: number }> {
  const seen = { dialled: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    seen.dialled += 1;
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .resume()
      .end('220 not here\r\n');
  }).listen(port, address);
  await once(server, 'listening');
  rig.onEnd(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return seen;
}
