/** Programs that begin a stream: endless, slow or large. */
import { pause } from '../timing.ts';
import { journalLines } from './commands/network.ts';
import { loadAverages, memoryKiB } from './readings.ts';
import { head } from './stream-filters.ts';
import { StreamUsageError, type Chunks, type MaybeWord, type StreamContext } from './stream-types.ts';

/** A program that begins a stream, and when: judged by the arguments that are plain words. */
interface Source {
  readonly when: (args: readonly MaybeWord[]) => boolean;
  readonly run: (args: readonly string[], context: StreamContext) => Chunks;
  /** Never ends by itself. */
  readonly endless?: true;
}

const DEVICES = new Set(['/dev/zero', '/dev/urandom', '/dev/random']);

/** By name. */
export const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['yes', { when: () => true, run: yes, endless: true }],
  [
    'seq',
    {
      when: (args) => args.length > 0 && args.every((arg) => arg === undefined || /^-?\d+$/.test(arg)),
      run: seq,
    },
  ],
  ['ping', { when: () => true, run: ping }],
  ['vmstat', { when: () => true, run: vmstat }],
  [
    'journalctl',
    { when: (args) => args.includes('-f'), run: (_args, context) => follow('/var/log/syslog', context) },
  ],
  [
    'tail',
    {
      when: ([flag, path]) => (flag === '-f' || flag === '-F') && path !== undefined,
      run: (args, context) => follow(args[1] ?? '', context),
    },
  ],
  [
    'cat',
    {
      when: (args) => args.length === 1 && DEVICES.has(args[0] ?? ''),
      run: (args) => device(args[0] ?? ''),
      endless: true,
    },
  ],
  [
    'head',
    {
      when: (args) => DEVICES.has(args.at(-1) ?? '') && args[0]?.startsWith('-c') === true,
      run: (args) => head(args.slice(0, -1), device(args.at(-1) ?? '')),
    },
  ],
]);

const CHUNK_BYTES = 32 * 1024;

async function* yes(args: readonly string[]): Chunks {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`;
  const chunk = Buffer.from(line.repeat(Math.max(1, Math.floor(CHUNK_BYTES / line.length))));
  for (;;) yield chunk;
}

async function* seq(args: readonly string[]): Chunks {
  const numbers = args.map(Number);
  const [first = 1, step = 1, last = 0] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (numbers.length > 3 || numbers.some(Number.isNaN))
    throw new StreamUsageError(`seq: invalid floating point argument: ‘${args.join(' ')}’`);
  if (step === 0) throw new StreamUsageError('seq: invalid Zero increment value: ‘0’');
  let text = '';
  for (let number = first; step > 0 ? number <= last : number >= last; number += step) {
    text += `${number}\n`;
    if (text.length >= CHUNK_BYTES) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

async function* ping(args: readonly string[], { stop, view }: StreamContext): Chunks {
  const count = args.includes('-c') ? Number(args[args.indexOf('-c') + 1]) : Infinity;
  const target = args.findLast((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c');
  if (target === undefined) throw new StreamUsageError('ping: usage error: Destination address required');
  yield Buffer.from(`PING ${target} (${target}) 56(84) bytes of data.\n`);
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const ms = (0.2 + ((view().host.number * sequence * 37) % 90) / 300).toFixed(3);
    yield Buffer.from(`64 bytes from ${target}: icmp_seq=${sequence} ttl=64 time=${ms} ms\n`);
    if (sequence < count && !(await pause(1000, stop))) return;
  }
  yield Buffer.from(
    `\n--- ${target} ping statistics ---\n${count} packets transmitted, ${count} received, 0% packet loss\n`,
  );
}

async function* vmstat(args: readonly string[], { stop, view }: StreamContext): Chunks {
  const [delay, count = delay === undefined ? 1 : Infinity] = args.map(Number);
  yield Buffer.from(
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n',
  );
  for (let row = 1; row <= count; row += 1) {
    const now = view();
    const [load] = loadAverages(now);
    const memory = memoryKiB(now);
    const busy = Math.min(99, Math.round((load / now.host.cores) * 100));
    const cells = [
      Math.round(load),
      0,
      0,
      memory.free,
      20_480,
      memory.cached,
      0,
      0,
      2,
      18,
      210,
      340,
      busy,
      1,
      99 - busy,
      0,
      0,
    ];
    const widths = [2, 2, 6, 6, 6, 6, 4, 4, 5, 5, 4, 4, 2, 2, 2, 2, 2];
    yield Buffer.from(`${cells.map((cell, index) => String(cell).padStart(widths[index] ?? 2)).join(' ')}\n`);
    if (row < count && !(await pause((delay ?? 1) * 1000, stop))) return;
  }
}

/** The last ten lines of a file; a log then grows by a line every two seconds. */
async function* follow(path: string, { stop, view, readFile }: StreamContext): Chunks {
  const text = await readFile(path).catch(() => {
    throw new StreamUsageError(`tail: cannot open '${path}' for reading: No such file or directory`);
  });
  yield Buffer.from(`${text.trimEnd().split('\n').slice(-10).join('\n')}\n`);
  while (await pause(2000, stop)) {
    if (path.startsWith('/var/log/')) yield Buffer.from(`${journalLines(view()).at(-3) ?? ''}\n`);
  }
}

async function* device(path: string): Chunks {
  const zeros = Buffer.alloc(CHUNK_BYTES);
  for (;;) yield path === '/dev/zero' ? zeros : crypto.getRandomValues(Buffer.alloc(CHUNK_BYTES));
}
