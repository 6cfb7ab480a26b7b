import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from '@rollcall/demo-fleet';
import { createOutputFilter } from '@rollcall/protocol';
import { sha256, type Expected } from '../lib/compare.ts';
import type { Row } from '../lib/row.ts';
import { timesOf, within } from '../lib/times.ts';

const exited = (status: number, more: Partial<Expected> = {}): Expected => ({
  type: 'host-exited',
  status,
  signal: null,
  ...more,
});
const MIB = 1024 ** 2;
const CAP = 10 * MIB;

/** Texts that are no text: broken UTF-8, NUL, lone and overlong bytes, UTF-16, GBK, every byte there is. */
const CORPUS = Buffer.concat([
  Buffer.from([
    0xff, 0xfe, 0x80, 0xbf, 0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80,
  ]),
  Buffer.from('点名\0', 'utf16le'),
  Buffer.from([0xb5, 0xe3, 0xc3, 0xfb]),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
]);

/** What a terminal emulator must never see whole. */
const BOMBS = [
  `\u001b[${'9'.repeat(60)}L`,
  '\u001b[999999999b',
  `\u001b]0;${'x'.repeat(10 * MIB)}`,
  `\u001bP${'q'.repeat(MIB)}`,
  `e${'\u0301'.repeat(100_000)}`,
  '\u001b[?1049h\u001b[?2026h',
  '\u001b[2147483647;2147483647H',
  '\u001b[1;31m'.repeat(100_000),
];

/** F-34 to F-43: what a host prints. */
export const OUTPUT: readonly Row[] = [
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
      const [story] = await rig.run([{ host, expected: exited(0) }], { alone: true });
      clearInterval(watch);
      const { stdoutBytes, gapBytes } = story!.outcome['output'] as { stdoutBytes: number; gapBytes: number };
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
        async during(run) {
          await delay(rig.random.between(1_000, 3_000));
          const fromMs = performance.now();
          run.cancel();
          await run.over;
          tookMs = performance.now() - fromMs;
        },
      });
      const kept = Math.max(...stories.map(({ stdout }) => stdout.length));
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
      const quiet = { host: addressOf('slow', 0, 100), expected: exited(0) };
      let exitMs = 0;
      const stories = await rig.run([...floods, quiet], {
        alone: true,
        async during(run) {
          await run.seen((event) => event.type === 'host-exited');
          await delay(5_000);
          run.cancel();
        },
      });
      exitMs = stories.at(-1)!.tookMs - 10_000;
      const bytes = stories
        .slice(0, -1)
        .map(({ outcome }) => (outcome['output'] as { stdoutBytes: number }).stdoutBytes);
      const share = Math.min(...bytes) / Math.max(...bytes);
      rig.check(share >= 0.5, `the least got ${share.toFixed(2)} of the most`);
      rig.check(exitMs <= 1_000, `the exit came ${exitMs} ms late, connecting included`);
      return `share ${share.toFixed(2)}, exit ${exitMs} ms late with its connecting`;
    },
  },
  {
    id: 'F-37',
    sentence: 'Prints on stderr alone, or on both streams in turn',
    pass: '100 of 100 whole',
    async run(rig) {
      const hosts = [
        ...rig.hosts('stderr-only', 5, exited(0, { bytes: 'all' }), 50),
        ...rig.hosts('interleaved', 1, exited(0, { bytes: 'all' }), 50),
      ];
      return timesOf(await rig.run(hosts));
    },
  },
  {
    id: 'F-38',
    sentence: 'Prints broken UTF-8, NUL, UTF-16, GBK, every byte there is (a real sshd)',
    pass: 'stored byte for byte',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const file = join(sshd.folder, 'corpus');
      writeFileSync(file, CORPUS, { mode: 0o644 });
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected: exited(0) }];
      const [story] = await rig.run(hosts, { login, spec: { command: `cat ${file}` } });
      const equal = sha256(story!.stdout) === sha256(CORPUS);
      rig.check(equal, `${story!.stdout.length} of ${CORPUS.length} bytes, or others`);
      return `${story!.stdout.length} bytes`;
    },
  },
  {
    id: 'F-39',
    sentence: 'Characters and escape sequences in pieces of one byte, and cut at 5,000 random places',
    pass: 'all bytes; the shown text is that of the whole, 0 differences',
    async run(rig) {
      const hosts = [1, 2, 3].flatMap((x) => rig.hosts('split', x, exited(0, { bytes: 'all' })));
      const stories = await rig.run(hosts);
      const text = Buffer.concat([stories[0]!.stdout, CORPUS, Buffer.from('\u001b[31mred\u001b[0m 点名 👩‍💻')]);
      const whole = shown([text]);
      let differences = 0;
      for (let cut = 0; cut < 5_000; cut += 1) {
        const at = rig.random.between(0, text.length);
        const pieces = [text.subarray(0, at), text.subarray(at)];
        if (shown(pieces) !== whole) differences += 1;
      }
      rig.check(differences === 0, `${differences} differences`);
      return `${timesOf(stories)}, ${differences} differences in 5,000`;
    },
  },
  {
    id: 'F-40',
    sentence: 'No line end for 20 MiB, and as many bytes of empty lines, beside plain lines (a real sshd)',
    pass: 'processor time of plain lines × 3 at most',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const bytes = 20 * MIB;
      const cpuOf = async (source: string): Promise<number> => {
        const hosts = [{ host: '127.0.0.1', port: sshd.port, expected: exited(0) }];
        const before = process.cpuUsage();
        await rig.run(hosts, { login, spec: { command: `${source} | head -c ${bytes}` }, alone: true });
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000;
      };
      await cpuOf('yes plain lines of text');
      const plain = await cpuOf('yes plain lines of text');
      const odd = [await cpuOf("tr '\\0' x </dev/zero"), await cpuOf("yes ''")];
      const worst = Math.max(...odd) / plain;
      rig.check(worst <= 3, `× ${worst.toFixed(1)}`);
      return `no line end × ${(odd[0]! / plain).toFixed(2)}, empty lines × ${(odd[1]! / plain).toFixed(2)}`;
    },
  },
  {
    id: 'F-41',
    sentence: 'Escape sequences made to break a terminal: huge counts, endless strings, endless marks',
    pass: 'a tenth of their size comes through, 1 s of processor time for 14 MiB',
    async run(rig) {
      const before = process.cpuUsage();
      for (const bomb of BOMBS) {
        const text = shown([Buffer.from(bomb)]);
        const isSmall = text.length <= Math.max(1_000, bomb.length / 1.5);
        rig.check(
          isSmall,
          `${JSON.stringify(bomb.slice(0, 12))}: ${text.length} of ${bomb.length} come through`,
        );
        rig.check(!/\d{6}/.test(text), `${JSON.stringify(text.slice(0, 30))} holds a huge count`);
      }
      const cpuMs = process.cpuUsage(before).user / 1_000;
      rig.check(cpuMs <= 1_000, `${cpuMs.toFixed(0)} ms`);
      return `${BOMBS.length} bombs in ${cpuMs.toFixed(0)} ms`;
    },
  },
  {
    id: 'F-42',
    sentence: 'A progress bar of 1,000 updates a second, without a line end (a real sshd)',
    pass: '45 events a second at most, the last state right',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const script = '$|=1;for(1..2000){printf "\\r%d",$_;select(undef,undef,undef,0.001)}';
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected: exited(0) }];
      const [story] = await rig.run(hosts, { login, spec: { command: `perl -e '${script}'` } });
      const pieces = story!.events.filter(({ type }) => type === 'host-output').length;
      const rate = pieces / (story!.tookMs / 1_000);
      rig.check(story!.stdout.toString().endsWith('\r2000'), 'the last state is another');
      rig.check(rate <= 45, `${rate.toFixed(0)} events a second`);
      return `${rate.toFixed(0)} events a second`;
    },
  },
  {
    id: 'F-43',
    sentence: 'Prints more after its exit was taken for final (a real sshd, from the background)',
    pass: 'nothing follows the outcome, the connection is closed',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const expected = exited(0, { note: 'output-may-continue', tookMs: within(9_000) });
      const command = 'echo early; (sleep 8; echo late) & exit 0';
      const hosts = [{ host: '127.0.0.1', port: sshd.port, expected }];
      const [story] = await rig.run(hosts, { login, spec: { command } });
      rig.check(story!.stdout.toString() === 'early\n', JSON.stringify(story!.stdout.toString()));
      return timesOf([story!]);
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
];

/** What the view of a run shows of bytes that come in these pieces. */
function shown(pieces: readonly Uint8Array[]): string {
  const filter = createOutputFilter('run');
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}
