import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from '@rollcall/demo-fleet';
import { median } from '../../bench/lib/measure.ts';
import type { Story } from '../lib/carry-out.ts';
import { CANCELLED, exited, type Expected, words } from '../lib/compare.ts';
import type { Rig } from '../lib/rig.ts';
import type { Row } from '../lib/row.ts';
import { spanOf, timesOf } from '../lib/times.ts';

const MIB = 1024 ** 2;
/** What a run keeps of each host, unless it asks for more. */
const CAP = 10 * MIB;

/** F-34 to F-36, and hosts that keep to no window: more than can be kept. */
export const FLOODS: readonly Row[] = [
  {
    id: 'F-34',
    sentence: 'Sends 128 MiB (with --long once 1 GiB)',
    pass: 'the cap is kept, the rest counted to the byte, RSS + 64 MiB at most, 50 MiB/s',
    async run(rig) {
      const grown: number[] = [];
      const speeds: number[] = [];
      await rig.repeated(async (at) => {
        const mib = rig.long && at === 0 ? 1_024 : 128;
        const host = addressOf('bytes', Math.floor(mib / 256), mib % 256);
        const growth = watchGrowth(rig);
        const [story] = await rig.run([{ host, expected: exited(0) }], { alone: true });
        grown.push(growth.end());
        speeds.push(mib / (story!.tookMs / 1_000));
        const { stdoutBytes, gapBytes } = printed(story!);
        const kept = story!.stdout.length;
        rig.check(stdoutBytes === mib * MIB, `${stdoutBytes} bytes were counted`);
        rig.check(kept + gapBytes === mib * MIB, `${gapBytes} bytes of gap`);
        rig.check(kept <= CAP, `${kept} bytes are kept`);
        return [];
      });
      const most = Math.max(...grown);
      // Other programs slow a repetition, but none makes it faster than it is.
      const speed = median(speeds);
      rig.check(most <= 64, `RSS grew by ${most.toFixed(0)} MiB`);
      rig.check(speed >= 50, `${speed.toFixed(0)} MiB/s`);
      return `${speed.toFixed(0)} MiB/s, RSS + ${most.toFixed(0)} MiB at most, ${speeds.length} times`;
    },
  },
  {
    id: 'F-35',
    sentence: 'Sends without end, and is taken back',
    pass: 'stopped in 5 s, no more than the cap is kept',
    async run(rig) {
      const tookMs: number[] = [];
      const stories = await rig.repeated((at) =>
        rig.run([{ host: addressOf('endless', 0, at + 1), expected: CANCELLED }], {
          alone: true,
          withoutOutput: true,
          async during(run) {
            await delay(rig.random.between(500, 3_000));
            const fromMs = performance.now();
            run.cancel();
            await run.over;
            tookMs.push(performance.now() - fromMs);
          },
        }),
      );
      const kept = Math.max(...stories.map(keptBytes));
      const most = Math.max(...tookMs);
      rig.check(most <= 5_000, `it took ${most.toFixed(0)} ms`);
      rig.check(kept <= CAP, `${kept} bytes are kept`);
      return `stopped in ${spanOf(tookMs)}, ${(kept / MIB).toFixed(1)} MiB kept`;
    },
  },
  {
    id: 'F-36',
    sentence: '200 hosts that send without end for 30 s, and quiet ones that exit meanwhile',
    pass: 'the least got 0.5 of the most; the exit of a quiet one shows in 1 s',
    apart: (rig) => flood(rig, 200, 15_000),
    async run(rig) {
      const { quietMs, share } = await flood(rig, 200, 30_000);
      rig.check(share >= 0.5, `the least got ${share.toFixed(2)} of the most`);
      return `share ${share.toFixed(2)}, ${quietMs.length} exits shown after ${spanOf(quietMs)}`;
    },
  },
  {
    id: 'T-07',
    sentence: 'Sends 64 MiB whatever window it is given, in packets of either size',
    pass: 'all bytes or unknown/protocol; RSS + 16 MiB and what is stored at most',
    async run(rig) {
      const mib = 64;
      const hosts = [0, 1].map((y) => ({
        host: addressOf('ignores-window', mib, y),
        expected: {} as Expected,
      }));
      const growth = watchGrowth(rig);
      const stories = await rig.repeated(() => rig.run(hosts, { alone: true, withoutOutput: true }));
      const grown = growth.end();
      for (const story of stories) {
        const { outcome, target } = story;
        const isWhole = outcome.type === 'host-exited' && printed(story).stdoutBytes === mib * MIB;
        const isCutOff = outcome.type === 'host-unknown' && outcome['reason'] === 'protocol';
        rig.check(isWhole || isCutOff, `${target.host}: ${words(outcome)}`);
      }
      rig.check(grown <= 16 + 2 * (CAP / MIB), `RSS grew by ${grown.toFixed(0)} MiB`);
      const ends = [...new Set(stories.map(({ outcome }) => outcome.type))].join(', ');
      return `${timesOf(stories)}: ${ends}; RSS + ${grown.toFixed(0)} MiB`;
    },
  },
  {
    id: 'L-06',
    sentence: '128 hosts that send without end for three minutes, and quiet ones that exit meanwhile',
    pass: 'RSS 640 MiB at most, flat after a minute (10 %); the exit of a quiet one shows in 1 s',
    long: true,
    apart: (rig) => flood(rig, 128, 15_000),
    async run(rig) {
      const rss: number[] = [];
      const watch = setInterval(() => void rss.push(process.memoryUsage().rss / MIB), 1_000);
      rig.onEnd(() => clearInterval(watch));
      const { quietMs } = await flood(rig, 128, 180_000);
      clearInterval(watch);
      const most = Math.max(...rss);
      const afterOne = Math.max(...rss.slice(50, 70));
      const last = Math.max(...rss.slice(-20));
      rig.check(most <= 640, `${most.toFixed(0)} MiB`);
      rig.check(
        last <= afterOne * 1.1,
        `from ${afterOne.toFixed(0)} to ${last.toFixed(0)} MiB after the first minute`,
      );
      const size = `${most.toFixed(0)} MiB at most, ${afterOne.toFixed(0)} after a minute, ${last.toFixed(0)} in the end`;
      return `${size}; ${quietMs.length} exits shown after ${spanOf(quietMs)}`;
    },
  },
];

/**
 * Lets `count` hosts send without end for `ms`, and as many hosts of a real sshd as repetitions exit at a moment of their own meanwhile.
 * Gives the least output of a host as a part of the most, and how long after its exit each quiet host had its outcome at a viewer.
 */
async function flood(rig: Rig, count: number, ms: number): Promise<{ share: number; quietMs: number[] }> {
  const { sshd, login } = await rig.sshd();
  const floods = Array.from({ length: count }, (_, y) => ({
    host: addressOf('endless', 0, y + 1),
    expected: CANCELLED,
  }));
  // The name says after how many tenths of a second it exits: once all are connected, and before the end.
  const tenths = rig.random.shuffled(Array.from({ length: ms / 100 - 100 }, (_, at) => at + 50));
  const quiet = tenths.slice(0, rig.repeat).map((tenth) => ({
    host: `quiet-${tenth}`,
    address: '127.0.0.1',
    port: sshd.port,
    expected: exited(0),
  }));
  const stories = await rig.run([...quiet, ...floods], {
    login,
    alone: true,
    withoutOutput: true,
    viewer: { view: 'status', took: () => undefined },
    spec: { command: 'sleep $(echo {host} | tr -dc 0-9)e-1; date +%s%3N' },
    async during(run) {
      await delay(ms);
      run.cancel();
    },
  });
  const ends = stories.slice(0, quiet.length);
  const quietMs = ends.map((story) => story.shownAtMs! - Number(printed(story).excerpt));
  const latest = Math.max(...quietMs);
  rig.check(latest <= 1_000, `an exit showed after ${latest} ms`);
  const bytes = stories.slice(quiet.length).map((story) => printed(story).stdoutBytes);
  return { share: Math.min(...bytes) / Math.max(...bytes), quietMs };
}

/** Looks at RSS until its end, which gives how many MiB it grew at most. */
function watchGrowth(rig: Rig): { end(): number } {
  const before = process.memoryUsage().rss;
  let most = before;
  const look = (): void => void (most = Math.max(most, process.memoryUsage().rss));
  const watch = setInterval(look, 50);
  rig.onEnd(() => clearInterval(watch));
  return {
    end() {
      clearInterval(watch);
      look();
      return (most - before) / MIB;
    },
  };
}

interface Printed {
  stdoutBytes: number;
  gapBytes: number;
  /** The line worth showing, here the last one. */
  excerpt: string;
}

/** What the engine counted. */
const printed = ({ outcome }: Story): Printed => outcome['output'] as Printed;

function keptBytes(story: Story): number {
  const { stdoutBytes, gapBytes } = printed(story);
  return stdoutBytes - gapBytes;
}
