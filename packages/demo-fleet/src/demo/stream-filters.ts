/** Programs that pass a stream on, and end it when they have enough. */
import { createHash } from 'node:crypto';
import { StreamUsageError, type Chunks, type MaybeWord } from './stream-types.ts';

/** A program that passes a stream on, and when: judged by the arguments that are plain words. */
interface Filter {
  readonly when: (args: readonly MaybeWord[]) => boolean;
  readonly run: (args: readonly string[], input: Chunks) => Chunks;
}

const none = (args: readonly MaybeWord[]): boolean => args.length === 0;

/** By name. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [
    'head',
    {
      when: (args) => args.length <= 2 && args.every((arg) => arg === undefined || /^-[nc]?|^\d/.test(arg)),
      run: head,
    },
  ],
  ['cat', { when: none, run: (_args, input) => input }],
  [
    'tail',
    {
      when: (args) =>
        (args.length === 1 || args.length === 2) &&
        /^-n?\d*$/.test(args[0] ?? '') &&
        args.every((arg) => arg !== undefined),
      run: tail,
    },
  ],
  ['wc', { when: ([flag, ...more]) => (flag === '-c' || flag === '-l') && more.length === 0, run: wc }],
  ['md5sum', { when: none, run: (_args, input) => digest('md5', input) }],
  ['sha256sum', { when: none, run: (_args, input) => digest('sha256', input) }],
]);

const MULTIPLES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 512],
  ['k', 1024],
  ['K', 1024],
  ['kB', 1000],
  ['M', 1024 ** 2],
  ['MB', 1e6],
  ['G', 1024 ** 3],
  ['GB', 1e9],
]);

/** `head`, `-n N`, `-nN`, `-N`, `-c N`, `-cN`, N with K, M, G. */
export async function* head(args: readonly string[], input: Chunks): Chunks {
  const flags = args.join('');
  const [, kind = '', amount = '', unit = ''] = /^(?:-([nc]?)(\d+)([a-zA-Z]*))?$/.exec(flags) ?? [];
  const multiple = MULTIPLES.get(unit);
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
