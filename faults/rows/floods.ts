import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from '@rollcall/demo-fleet';
import type { Story } from '../lib/carry-out.ts';
import type { Expected } from '../lib/compare.ts';
import type { Row } from '../lib/row.ts';
import { timesOf } from '../lib/times.ts';

const MIB = 1024 ** 2;
/** What a run keeps of each host, unless it asks for more. */
const CAP = 10 * MIB;
const EXITED: Expected = { type: 'host-exited', status: 0, signal: null };

/** F-34 to F-36, and hosts that keep to no window: more than can be kept. */
export const FLOODS: readonly Row[] = [
  {
    id: 'F-34',
    sentence: 'Sends 128 MiB (1 GiB with --long)',
    pass: 'the cap is kept, the rest counted to the byte, RSS + 64 MiB at most, 50 MiB/s',
    async run(rig) {
      const mib = rig.long ? 1_024 : 128;
      const host = addressOf('bytes', Math.floor(mib / 256), mib % 256);
      const before = process.memoryUsage().rss;
      let most = before;
      const watch = setInterval(() => void (most = Math.max(most, process.memoryUsage().rss)), 50);
      const [story] = await rig.run([{ host, expected: EXITED }], { alone: true });
      clearInterval(watch);
      const { stdoutBytes, gapBytes } = printed(story!);
      const grown = (most - before) / MIB;
      const speed = mib / (story!.tookMs / 1_000);
      rig.check(stdoutBytes === mib * MIB, `${stdoutBytes} bytes were counted`);
      rig.check(story!.stdout.length + gapBytes === mib * MIB, `${gapBytes} bytes of gap`);
      rig.check(story!.stdout.length <= CAP, `${story!.stdout.length} bytes are kept`);
      rig.check(grown <= 64, `RSS grew by ${grown.toFixed(0)} MiB`);
      rig.check(speed >= 50, `${speed.toFixed(0)} MiB/s`);
      return `${speed.toFixed(0)} MiB/s, RSS + ${grown.toFixed(0)} MiB`;
    },
  },
  {
    id: 'F-35',
    sentence: 'Sends without end, and is taken back',
    pass: 'stopped in 5 s, no more than the cap is kept',
    async run(rig) {
      const hosts = rig.hosts('endless', 0, { type: 'host-cancelled' });
      let tookMs = 0;
      const stories = await rig.run(hosts, {
        alone: true,
        withoutOutput: true,
        async during(run) {
          await delay(rig.random.between(1_000, 3_000));
          const fromMs = performance.now();
          run.cancel();
          await run.over;
          tookMs = performance.now() - fromMs;
        },
      });
      const kept = Math.max(...stories.map(keptBytes));
      rig.check(tookMs <= 5_000, `it took ${tookMs.toFixed(0)} ms`);
      rig.check(kept <= CAP, `${kept} bytes are kept`);
      return `stopped in ${tookMs.toFixed(0)} ms, ${(kept / MIB).toFixed(1)} MiB kept`;
    },
  },
  {
    id: 'F-36',
    sentence: '200 hosts that send without end for 15 s, a quiet one among them',
    pass: 'the least got 0.5 of the most; the exit of the quiet one shows in 1 s',
    async run(rig) {
      const floods = Array.from({ length: 200 }, (_, y) => ({
        host: addressOf('endless', 0, y + 1),
        expected: { type: 'host-cancelled' },
      }));
      const quiet = { host: addressOf('slow', 0, 100), expected: EXITED };
      let exitMs = 0;
      const stories = await rig.run([...floods, quiet], {
        alone: true,
        withoutOutput: true,
        async during(run) {
          await run.seen((event) => event.type === 'host-exited');
          await delay(5_000);
          run.cancel();
        },
      });
      exitMs = stories.at(-1)!.tookMs - 10_000;
      const bytes = stories.slice(0, -1).map((story) => printed(story).stdoutBytes);
      const share = Math.min(...bytes) / Math.max(...bytes);
      rig.check(share >= 0.5, `the least got ${share.toFixed(2)} of the most`);
      rig.check(exitMs <= 1_000, `the exit came ${exitMs} ms late, connecting included`);
      return `share ${share.toFixed(2)}, exit ${exitMs} ms late with its connecting`;
    },
  },
  {
    id: 'T-07',
    sentence: 'Sends 64 MiB whatever window it is given, in packets of either size',
    pass: 'all bytes or unknown/protocol; RSS + 16 MiB and what is stored at most',
    async run(rig) {
      const before = process.memoryUsage().rss;
      const stories = await rig.run(
        [0, 1].map((y) => ({ host: addressOf('ignores-window', 64, y), expected: {} as Expected })),
        { alone: true },
      );
      for (const { outcome, target } of stories) {
        const ends = outcome.type === 'host-exited' || outcome['reason'] === 'protocol';
        rig.check(ends, `${target.host}: ${outcome.type}`);
      }
      const grown = (process.memoryUsage().rss - before) / MIB;
      rig.check(grown <= 16 + 2 * (CAP / MIB), `RSS grew by ${grown.toFixed(0)} MiB`);
      return `${timesOf(stories)}: ${stories.map(({ outcome }) => outcome.type).join(', ')}; RSS + ${grown.toFixed(0)} MiB`;
    },
  },
  {
    id: 'L-06',
    sentence: '128 hosts that send without end for three minutes',
    pass: 'RSS 640 MiB at most, flat after a minute (10 %)',
    long: true,
    async run(rig) {
      const rss: number[] = [];
      const hosts = Array.from({ length: 128 }, (_, y) => ({
        host: addressOf('endless', 0, y + 1),
        expected: { type: 'host-cancelled' },
      }));
      await rig.run(hosts, {
        alone: true,
        withoutOutput: true,
        async during(run) {
          for (let second = 0; second < 180; second += 1) {
            await delay(1_000);
            rss.push(process.memoryUsage().rss / MIB);
          }
          run.cancel();
        },
      });
      const [most, afterOne, last] = [
        Math.max(...rss),
        Math.max(...rss.slice(50, 70)),
        Math.max(...rss.slice(-20)),
      ];
      rig.check(most <= 640, `${most.toFixed(0)} MiB`);
      rig.check(
        last <= afterOne * 1.1,
        `from ${afterOne.toFixed(0)} to ${last.toFixed(0)} MiB after the first minute`,
      );
      return `${most.toFixed(0)} MiB at most, ${afterOne.toFixed(0)} after a minute, ${last.toFixed(0)} in the end`;
    },
  },
];

interface Printed {
  stdoutBytes: number;
  gapBytes: number;
}

/** What the engine counted. */
const printed = ({ outcome }: Story): Printed => outcome['output'] as Printed;

function keptBytes(story: Story): number {
  const { stdoutBytes, gapBytes } = printed(story);
  return stdoutBytes - gapBytes;
}
