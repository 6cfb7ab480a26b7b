import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOutputFilter, type RunEvent } from '@rollcall/protocol';
import { exited, sha256 } from '../lib/compare.ts';
import { median } from '../../bench/lib/measure.ts';
import { named } from '../lib/named.ts';
import type { Row } from '../lib/row.ts';
import { timesOf, within } from '../lib/times.ts';

const MIB = 1024 ** 2;

/** Texts that are no text: broken UTF-8, NUL, lone and overlong bytes, UTF-16, GBK, every byte there is. */
const CORPUS = Buffer.concat([
  Buffer.from([
    0xff, 0xfe, 0x80, 0xbf, 0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80,
  ]),
  Buffer.from('点名\0', 'utf16le'),
  Buffer.from([0xb5, 0xe3, 0xc3, 0xfb]),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
]);

/** As much as one message to a browser carries. */
const MAX_BOMB = 64 * 1024;

/** A string, a count over 99,999, a mode, or nine marks. What follows a sequence that was given up is digits of a plain text. */
const ACTS = /\u001b[^[]|\u001b\[[ -?]*\d{6}|\u001b\[\?|\p{M}{9}/u;

/** What a terminal emulator must never see whole; each family by its size. */
const BOMBS: readonly ((size: number) => string)[] = [
  (size) => `\u001b[${'9'.repeat(size)}L`,
  (size) => `\u001b[${99_999 + size}b`,
  (size) => `\u001b]0;${'x'.repeat(size)}`,
  (size) => `\u001bP${'q'.repeat(size)}`,
  (size) => `e${'\u0301'.repeat(size)}`,
  (size) => '\u001b[?1049h\u001b[?2026h'.repeat(size / 16),
  (size) => `\u001b[${2_147_400_000 + size};2147483647H`,
  (size) => '\u001b[1;31m'.repeat(size / 7),
  (size) => `\u001b[${'1;'.repeat(size / 2)}m`,
  (size) => '\u001b]52;c;cm0gLXJmIC8K\u0007'.repeat(size / 22),
];

/** F-37 to F-43: what a host prints. */
export const OUTPUT: readonly Row[] = [
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
      const target = { address: '127.0.0.1', port: sshd.port, expected: exited(0) };
      const hosts = named(rig.repeat, 'corpus', target);
      const stories = await rig.run(hosts, { login, spec: { command: `cat ${file}` } });
      const equal = stories.filter(({ stdout }) => sha256(stdout) === sha256(CORPUS)).length;
      rig.check(equal === stories.length, `${equal} of ${stories.length} are equal`);
      return `${equal} of ${stories.length} equal, ${CORPUS.length} bytes each`;
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
      const host = { host: '127.0.0.1', port: sshd.port, expected: exited(0) };
      const cpuOf = async (source: string): Promise<number> => {
        const before = process.cpuUsage();
        await rig.run([host], { login, spec: { command: `${source} | head -c ${bytes}` }, alone: true });
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000;
      };
      const PLAIN = 'yes plain lines of text';
      await cpuOf(PLAIN);
      const ratios = await rig.repeated(async () => {
        const plain = await cpuOf(PLAIN);
        return [
          { noEnd: (await cpuOf("tr '\\0' x </dev/zero")) / plain, empty: (await cpuOf("yes ''")) / plain },
        ];
      });
      const noEnd = median(ratios.map((ratio) => ratio.noEnd));
      const empty = median(ratios.map((ratio) => ratio.empty));
      rig.check(Math.max(noEnd, empty) <= 3, `× ${Math.max(noEnd, empty).toFixed(1)}`);
      return `no line end × ${noEnd.toFixed(2)}, empty lines × ${empty.toFixed(2)} (medians of ${ratios.length})`;
    },
  },
  {
    id: 'F-41',
    sentence: '500 texts made to break a terminal: huge counts, endless strings, endless marks, modes',
    pass: 'no string, mode, count over 99,999 or ninth mark comes through; 1 ms of processor time a case, 200 ms at most',
    async run(rig) {
      const cpuMs: number[] = [];
      for (let at = 0; at < 500; at += 1) {
        const family = BOMBS[at % BOMBS.length]!;
        const bomb = family(rig.random.between(1, MAX_BOMB));
        const before = process.cpuUsage();
        const text = shown([Buffer.from(bomb)]);
        cpuMs.push(process.cpuUsage(before).user / 1_000);
        const head = JSON.stringify(bomb.slice(0, 12));
        rig.check(text.length <= 2 * bomb.length, `${head} grew to ${text.length}`);
        rig.check(!ACTS.test(text), `${head} comes through`);
      }
      const mean = cpuMs.reduce((sum, ms) => sum + ms, 0) / cpuMs.length;
      const most = Math.max(...cpuMs);
      rig.check(mean <= 1, `${mean.toFixed(2)} ms a case`);
      rig.check(most <= 200, `${most.toFixed(0)} ms for one case`);
      return `${cpuMs.length} cases, ${mean.toFixed(2)} ms each, ${most.toFixed(1)} ms at most`;
    },
  },
  {
    id: 'F-42',
    sentence: 'A progress bar of 1,000 updates a second, without a line end (a real sshd)',
    pass: '20 updates of the screen a second at most, the last state right',
    async run(rig) {
      const { sshd, login } = await rig.sshd();
      const script = '$|=1;for(1..2000){printf "\\r%d",$_;select(undef,undef,undef,0.001)}';
      const host = { host: '127.0.0.1', port: sshd.port, expected: exited(0) };
      const rates = await rig.repeated(async () => {
        const atMs: number[] = [];
        let text = '';
        const took = (events: readonly RunEvent[]): void => {
          const output = events.filter((event) => event.type === 'host-output');
          if (output.length > 0) atMs.push(performance.now());
          for (const { bytes } of output) text += Buffer.from(bytes).toString();
        };
        await rig.run([host], {
          login,
          alone: true,
          viewer: { view: { host: 0 }, took },
          spec: { command: `perl -e '${script}'` },
        });
        rig.check(text.endsWith('\r2000'), 'the last state is another');
        return [(atMs.length - 1) / ((atMs.at(-1)! - atMs[0]!) / 1_000)];
      });
      const most = Math.max(...rates);
      rig.check(most <= 20, `${most.toFixed(1)} updates a second`);
      return `${most.toFixed(1)} updates a second at most, ${rates.length} times`;
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
      const hosts = named(rig.repeat, 'late', { address: '127.0.0.1', port: sshd.port, expected });
      const stories = await rig.run(hosts, { login, spec: { command } });
      const late = stories.filter(({ stdout }) => stdout.toString() !== 'early\n').length;
      rig.check(late === 0, `${late} have more, or less`);
      return timesOf(stories);
    },
  },
];

/** What the view of a run shows of bytes that come in these pieces. */
function shown(pieces: readonly Uint8Array[]): string {
  const filter = createOutputFilter('run');
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}
