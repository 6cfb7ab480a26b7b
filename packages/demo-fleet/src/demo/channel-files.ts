import type { ByteString, FileContent, InMemoryFs } from 'just-bash';
import type { StreamName } from '../tally.ts';
import type { LivePaths } from './script.ts';

/** Takes a chunk of a command's output; waits while the reader is slow. */
export type Sink = (stream: StreamName, chunk: Buffer) => Promise<void>;

/** The input of the command; waits until it is there as a whole. */
export type Source = () => Promise<ByteString>;

/** File systems in memory: they have room also where the disk has none. */
const NOT_ON_DISK = /^\/(?:dev|proc|run)(?:\/|$)/;

/** Where the streams of a command lead. */
export interface ChannelEnds {
  readonly live: LivePaths;
  readonly source: Source;
  readonly sink: Sink;
}

/**
 * The machine's files, and three more that are the command's own streams: what is written to them goes to
 * `sink` at once. On a machine whose disk is full, writing anything else fails.
 */
export function withChannel(
  files: InMemoryFs,
  { live, source, sink }: ChannelEnds,
  full: boolean,
): InMemoryFs {
  const streams = new Map<string, StreamName>([
    [live.stdout, 'stdout'],
    [live.stderr, 'stderr'],
  ]);
  const write =
    (method: 'writeFile' | 'appendFile') =>
    async (
      path: string,
      content: FileContent,
      encoding?: Parameters<InMemoryFs['writeFile']>[2],
    ): Promise<void> => {
      const stream = streams.get(path);
      if (stream === undefined) {
        if (full) refuse(path);
        return files[method](path, content, encoding);
      }
      const bytes = typeof content === 'string' ? encode(content, encoding) : Buffer.from(content);
      await sink(stream, bytes);
    };
  const own: Partial<InMemoryFs> = {
    writeFile: write('writeFile'),
    appendFile: write('appendFile'),
    readFileBytes: async (path) => (path === live.stdin ? source() : files.readFileBytes(path)),
    exists: async (path) => !streams.has(path) && files.exists(path),
    cp: async (from, to, options) => {
      if (full) refuse(to);
      return files.cp(from, to, options);
    },
    mkdir: async (path, options) => {
      if (full && !(await files.exists(path))) refuse(path);
      return files.mkdir(path, options);
    },
  };
  return new Proxy(files, {
    get: (target, name) => {
      const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function refuse(path: string): void {
  if (NOT_ON_DISK.test(path)) return;
  throw Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC' });
}

/** just-bash hands bytes as one character each, and text as it is. */
function encode(content: string, encoding: Parameters<InMemoryFs['writeFile']>[2]): Buffer {
  const name = typeof encoding === 'object' ? encoding.encoding : encoding;
  return Buffer.from(content, name === 'binary' || name === 'latin1' ? 'latin1' : 'utf8');
}
