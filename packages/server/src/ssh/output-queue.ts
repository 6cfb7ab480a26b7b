import { OUTPUT_EVENT_BYTES } from '@rollcall/protocol';
import type { FlushTicker } from './flush-ticker.ts';

type Stream = 'stdout' | 'stderr';

/** Output on its way from the host to the log, gathered into pieces that are worth an event. */
export interface OutputQueue {
  /** Bytes that wait. */
  readonly heldBytes: number;
  push(stream: Stream, bytes: Buffer): void;
  /** The next piece that is full or old enough, in the order of arrival; undefined when there is none yet. */
  take(): { stream: Stream; bytes: Uint8Array } | undefined;
  /** Everything that waits may be taken at once. */
  flush(): void;
}

/** Pieces in order; a reader this far behind gets each stream in order, and the two only nearly in theirs. */
const ORDERED_PIECES = 64;
const FIRST_CAPACITY = 1024;

/** One piece; its memory grows by doubling, so that a host which sends single bytes costs no more than one that does not. */
interface Piece {
  stream: Stream;
  memory: Buffer;
  bytes: number;
}

function fits(piece: Piece | undefined, stream: Stream, bytes: Buffer): piece is Piece {
  return piece?.stream === stream && piece.bytes + bytes.length <= OUTPUT_EVENT_BYTES;
}

function append(piece: Piece, bytes: Buffer): void {
  const needed = piece.bytes + bytes.length;
  if (needed > piece.memory.length) {
    const capacity = Math.min(OUTPUT_EVENT_BYTES, Math.max(FIRST_CAPACITY, 2 * needed));
    const memory = Buffer.allocUnsafeSlow(capacity);
    piece.memory.copy(memory, 0, 0, piece.bytes);
    piece.memory = memory;
  }
  bytes.copy(piece.memory, piece.bytes);
  piece.bytes = needed;
}

/** @param onReady called whenever `take` has something */
export function createOutputQueue(ticker: FlushTicker, onReady: () => void): OutputQueue {
  const pieces: Piece[] = [];
  const last: Record<Stream, Piece | undefined> = { stdout: undefined, stderr: undefined };
  let heldBytes = 0;
  /** All that waits is old enough. */
  let due = false;

  function isReady(): boolean {
    const first = pieces[0];
    return first !== undefined && (due || pieces.length > 1 || first.bytes === OUTPUT_EVENT_BYTES);
  }

  function flush(): void {
    if (pieces.length === 0) return;
    due = true;
    onReady();
  }

  function add(stream: Stream, bytes: Buffer): void {
    heldBytes += bytes.length;
    const candidate = pieces.length < ORDERED_PIECES ? pieces.at(-1) : last[stream];
    if (fits(candidate, stream, bytes)) return append(candidate, bytes);
    const piece = { stream, memory: bytes, bytes: bytes.length };
    pieces.push(piece);
    last[stream] = piece;
  }

  return {
    get heldBytes() {
      return heldBytes;
    },
    push(stream, bytes) {
      for (let at = 0; at < bytes.length; at += OUTPUT_EVENT_BYTES) {
        add(stream, bytes.subarray(at, at + OUTPUT_EVENT_BYTES));
      }
      if (isReady()) onReady();
      else if (pieces.length > 0) ticker.add(flush);
    },
    take() {
      if (!isReady()) return undefined;
      const piece = pieces.shift()!;
      const { stream, memory, bytes } = piece;
      if (last[stream] === piece) last[stream] = undefined;
      heldBytes -= bytes;
      if (pieces.length === 0) {
        due = false;
        ticker.remove(flush);
      }
      return { stream, bytes: memory.length === bytes ? memory : memory.subarray(0, bytes) };
    },
    flush,
  };
}
