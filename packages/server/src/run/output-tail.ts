import { OUTPUT_EVENT_BYTES } from '@rollcall/protocol';

export type Stream = 'stdout' | 'stderr';
export interface Piece {
  stream: Stream;
  bytes: Uint8Array;
}

/** Changes of stream that are remembered; a host that changes with every byte must not cost more than its bytes. */
const MAX_SEGMENTS = 4_096;

/** The last bytes of both streams together, in their order; what had to make room is counted. */
export interface OutputTail {
  push(stream: Stream, bytes: Uint8Array): void;
  readonly heldBytes: number;
  /** Bytes that left again, per stream. */
  readonly dropped: Readonly<Record<Stream, number>>;
  /** What is held, in pieces of at most `OUTPUT_EVENT_BYTES`. They share the tail's memory: push nothing afterwards. */
  pieces(): Piece[];
}

/** A tail of `capacity` bytes. Its memory is taken at the first push. */
export function createOutputTail(capacity: number): OutputTail {
  const dropped = { stdout: 0, stderr: 0 };
  /** Runs of bytes of one stream, oldest first from `oldest` on. */
  let segments: { stream: Stream; bytes: number }[] = [];
  let oldest = 0;
  let memory: Buffer | undefined;
  /** Where the oldest byte lies; the others follow, around the end. */
  let start = 0;
  let heldBytes = 0;

  /** Lets go of the `count` oldest bytes. */
  function drop(count: number): void {
    for (let left = count; left > 0;) {
      const segment = segments[oldest]!;
      const bytes = Math.min(left, segment.bytes);
      dropped[segment.stream] += bytes;
      segment.bytes -= bytes;
      left -= bytes;
      if (segment.bytes === 0) oldest += 1;
    }
    start = (start + count) % capacity;
    heldBytes -= count;
    if (oldest > MAX_SEGMENTS) {
      segments = segments.slice(oldest);
      oldest = 0;
    }
  }

  function append(stream: Stream, bytes: Uint8Array): void {
    memory ??= Buffer.allocUnsafeSlow(capacity);
    const at = (start + heldBytes) % capacity;
    const untilEnd = Math.min(bytes.length, capacity - at);
    memory.set(bytes.subarray(0, untilEnd), at);
    memory.set(bytes.subarray(untilEnd), 0);
    heldBytes += bytes.length;
    const newest = segments.at(-1);
    if (newest?.stream === stream && segments.length > oldest) newest.bytes += bytes.length;
    else segments.push({ stream, bytes: bytes.length });
    if (segments.length - oldest > MAX_SEGMENTS) drop(segments[oldest]!.bytes);
  }

  return {
    dropped,
    get heldBytes() {
      return heldBytes;
    },
    push(stream, bytes) {
      const kept = bytes.subarray(Math.max(0, bytes.length - capacity));
      const room = capacity - kept.length;
      if (heldBytes > room) drop(heldBytes - room);
      dropped[stream] += bytes.length - kept.length;
      if (kept.length > 0) append(stream, kept);
    },
    pieces() {
      const pieces: Piece[] = [];
      let at = start;
      for (const { stream, bytes } of segments.slice(oldest)) {
        for (let left = bytes; left > 0;) {
          const size = Math.min(left, OUTPUT_EVENT_BYTES, capacity - at);
          pieces.push({ stream, bytes: memory!.subarray(at, at + size) });
          at = (at + size) % capacity;
          left -= size;
        }
      }
      return pieces;
    },
  };
}
