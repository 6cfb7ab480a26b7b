import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    pass: 'no string, mode, count over 99,999 or ninth mark comes through, 1 s of processor time',
    async run(rig) {
      const before = process.cpuUsage();
      for (const bomb of BOMBS) {
        const text = shown([Buffer.from(bomb)]);
        const head = JSON.stringify(bomb.slice(0, 12));
        rig.check(text.length <= 2 * bomb.length, `${head} grew to ${text.length}`);
        rig.check(!/\u001b[^[]|\d{6}|\p{M}{9}|\[\?/u.test(text), `${head} comes through`);
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
];

/** What the view of a run shows of bytes that come in these pieces. */
function shown(pieces: readonly Uint8Array[]): string {
  const filter = createOutputFilter('run');
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}
