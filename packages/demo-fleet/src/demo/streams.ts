/** Programs that stream: they may never end, so they write as they go and stop when nobody reads. */
import { createHash } from 'node:crypto';
import { pause } from '../timing.ts';
import { journalLines } from './commands/network.ts';
import { loadAverages, memoryKiB, type HostView } from './readings.ts';

/** What a streaming program may use. */
export interface StreamContext {
  readonly view: () => HostView;
  readonly readFile: (path: string) => Promise<string>;
  /** Aborts when the command is cancelled, timed out, or has lost its reader. */
  readonly stop: AbortSignal;
}

type Chunks = AsyncIterable<Buffer>;
type Source = (args: readonly string[], context: StreamContext) => Chunks;
type Filter = (args: readonly string[], input: Chunks) => Chunks;

/** A word of the script; `undefined` where it needs expansion. */
type MaybeWord = string | undefined;

/** A wrong argument: the message goes to stderr, the program exits 1. */
export class StreamUsageError extends Error {}

const DEVICES = new Set(['/dev/zero', '/dev/urandom', '/dev/random']);

/** Programs that begin a stream, and when (judged by the arguments that are plain words). */
const SOURCES: Record<
  string,
  { readonly when: (args: readonly MaybeWord[]) => boolean; readonly run: Source }
> = {
  yes: { when: () => true, run: yes },
  seq: {
    when: (args) => args.length > 0 && args.every((arg) => arg === undefined || /^-?\d+$/.test(arg)),
    run: seq,
  },
  ping: { when: () => true, run: ping },
  vmstat: { when: () => true, run: vmstat },
  journalctl: {
    when: (args) => args.includes('-f'),
    run: (_args, context) => follow('/var/log/syslog', context),
  },
  tail: {
    when: ([flag, path]) => (flag === '-f' || flag === '-F') && path !== undefined,
    run: (args, context) => follow(args[1] ?? '', context),
  },
  cat: {
    when: (args) => args.length === 1 && DEVICES.has(args[0] ?? ''),
    run: (args) => device(args[0] ?? ''),
  },
  head: {
    when: (args) => DEVICES.has(args.at(-1) ?? '') && args[0]?.startsWith('-c') === true,
    run: (args) => head(args.slice(0, -1), device(args.at(-1) ?? '')),
  },
};

/** Programs that pass a stream on, and when. */
const FILTERS: Record<
  string,
  { readonly when: (args: readonly MaybeWord[]) => boolean; readonly run: Filter }
> = {
  head: {
    when: (args) => args.length <= 2 && args.every((arg) => arg === undefined || /^-[nc]?|^\d/.test(arg)),
    run: head,
  },
  cat: { when: (args) => args.length === 0, run: (_args, input) => input },
  tail: {
    when: (args) =>
      args.length > 0 &&
      args.length <= 2 &&
      /^-n?\d*$/.test(args[0] ?? '') &&
      args.every((arg) => arg !== undefined),
    run: tail,
  },
  wc: { when: ([flag, ...more]) => (flag === '-c' || flag === '-l') && more.length === 0, run: wc },
  md5sum: { when: (args) => args.length === 0, run: (_args, input) => digest('md5', input) },
  sha256sum: { when: (args) => args.length === 0, run: (_args, input) => digest('sha256', input) },
};

const ENDLESS = new Set(['yes', 'cat']);

/** How many commands of a pipeline, from its first on, can run as one stream; 0 if it begins otherwise. */
export function streamableLength(
  commands: readonly ([MaybeWord, readonly MaybeWord[]] | undefined)[],
): number {
  const [first, ...rest] = commands;
  if (first === undefined || SOURCES[first[0] ?? '']?.when(first[1]) !== true) return 0;
  const stop = rest.findIndex(
    (command) => command === undefined || FILTERS[command[0] ?? '']?.when(command[1]) !== true,
  );
  return stop === -1 ? commands.length : stop + 1;
}

/** Joined programs. `endless`: nothing in them ends by itself. */
export interface OpenedStream {
  readonly chunks: Chunks;
  readonly endless: boolean;
}

/** Joins programs to one stream; wrong arguments show as {@link StreamUsageError} when it is read. */
export function openStream(programs: readonly (readonly string[])[], context: StreamContext): OpenedStream {
  const [[source = '', ...args] = [], ...filters] = programs;
  let chunks = SOURCES[source]?.run(args, context) ?? nothing();
  for (const [name = '', ...filterArgs] of filters) chunks = FILTERS[name]?.run(filterArgs, chunks) ?? chunks;
  return { chunks, endless: ENDLESS.has(source) && filters.every(([name]) => name === 'cat') };
}

async function* nothing(): Chunks {}

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

const MULTIPLES: Record<string, number> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  kB: 1000,
  M: 1024 ** 2,
  MB: 1e6,
  G: 1024 ** 3,
  GB: 1e9,
};

/** `head`, `-n N`, `-nN`, `-N`, `-c N`, `-cN`, N with K, M, G. */
async function* head(args: readonly string[], input: Chunks): Chunks {
  const flags = args.join('');
  const [, kind = '', amount = '', unit = ''] = /^(?:-([nc]?)(\d+)([a-zA-Z]*))?$/.exec(flags) ?? [];
  const multiple = MULTIPLES[unit];
  if (multiple === undefined || (flags !== '' && amount === ''))
    throw new StreamUsageError(`head: invalid number: ‘${args.at(-1) ?? ''}’`);
  let left = flags === '' ? 10 : Number(amount) * multiple;
  for await (const chunk of input) {
    if (left === 0) return;
    const take = kind === 'c' ? Math.min(left, chunk.length) : endOfLine(chunk, left);
    left -= kind === 'c' ? take : countLines(chunk.subarray(0, take));
    yield chunk.subarray(0, take);
    if (left === 0) return;
  }
}

/** `-N`, `-nN`, `-n N`: the last lines. */
async function* tail(args: readonly string[], input: Chunks): Chunks {
  const lines = Number(args.join('').replace(/^-n?/, ''));
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of input) end = lastLines(Buffer.concat([end, chunk]), lines);
  yield end;
}

/** The last `lines` lines; one without its line end counts too. */
function lastLines(text: Buffer, lines: number): Buffer {
  let start = text.length;
  for (let line = 0; line < lines; line += 1) {
    if (start < 2) return text;
    start = text.lastIndexOf(10, start - 2) + 1;
    if (start === 0) return text;
  }
  return text.subarray(start);
}

/** The offset after `lines` line ends, or the whole length. */
function endOfLine(chunk: Buffer, lines: number): number {
  let offset = 0;
  for (let line = 0; line < lines; line += 1) {
    const end = chunk.indexOf(10, offset);
    if (end === -1) return chunk.length;
    offset = end + 1;
  }
  return offset;
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (let offset = chunk.indexOf(10); offset !== -1; offset = chunk.indexOf(10, offset + 1)) count += 1;
  return count;
}

async function* wc([flag]: readonly string[], input: Chunks): Chunks {
  let count = 0;
  for await (const chunk of input) count += flag === '-c' ? chunk.length : countLines(chunk);
  yield Buffer.from(`${count}\n`);
}

async function* digest(algorithm: string, input: Chunks): Chunks {
  const hash = createHash(algorithm);
  for await (const chunk of input) hash.update(chunk);
  yield Buffer.from(`${hash.digest('hex')}  -\n`);
}
