import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputWindow, type OutputPiece } from './output-window.ts';

const bytesOf = (pieces: readonly OutputPiece[]): number[] =>
  pieces.flatMap((piece) => (piece.type === 'bytes' ? [...piece.bytes] : []));

const piece = fc.record({
  type: fc.constant('bytes' as const),
  stream: fc.constantFrom('stdout' as const, 'stderr' as const),
  bytes: fc.uint8Array({ maxLength: 40 }),
});

describe('the window on an output', () => {
  it('keeps the first and the last bytes, and counts what lies between', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (pieces, half) => {
        const window = new OutputWindow(half);
        pieces.forEach((each) => window.push(each));
        const all = bytesOf(pieces);
        const tail = all.slice(half).slice(-half);
        expect(bytesOf(window.head)).toEqual(all.slice(0, half));
        expect(bytesOf(window.tail)).toEqual(tail);
        expect(window.leftOut.stdout + window.leftOut.stderr).toBe(Math.max(0, all.length - 2 * half));
        expect(window.printed.stdout + window.printed.stderr).toBe(all.length);
      }),
    );
  });

  it('keeps which stream every byte came from', () => {
    const window = new OutputWindow(4);
    window.push({ type: 'bytes', stream: 'stdout', bytes: new Uint8Array([1, 2, 3]) });
    window.push({ type: 'bytes', stream: 'stderr', bytes: new Uint8Array([4, 5, 6, 7, 8, 9, 10]) });
    expect(window.head).toEqual([
      { type: 'bytes', stream: 'stdout', bytes: new Uint8Array([1, 2, 3]) },
      { type: 'bytes', stream: 'stderr', bytes: new Uint8Array([4]) },
    ]);
    expect(window.tail).toEqual([{ type: 'bytes', stream: 'stderr', bytes: new Uint8Array([7, 8, 9, 10]) }]);
    expect(window.leftOut).toEqual({ stdout: 0, stderr: 2 });
  });

  it('keeps the place of bytes that the server did not keep, and counts them when the place leaves the window', () => {
    const window = new OutputWindow(2);
    const gap = { type: 'gap', stdoutBytes: 5, stderrBytes: 7 } as const;
    window.push({ type: 'bytes', stream: 'stdout', bytes: new Uint8Array([1, 2]) });
    window.push(gap);
    window.push({ type: 'bytes', stream: 'stdout', bytes: new Uint8Array([3, 4]) });
    expect(window.tail[0]).toEqual(gap);
    window.push({ type: 'bytes', stream: 'stdout', bytes: new Uint8Array([5, 6]) });
    expect(window.leftOut).toEqual({ stdout: 7, stderr: 7 });
  });

  it('does not keep the memory of the batch that a piece came in', () => {
    const window = new OutputWindow(8);
    window.push({ type: 'bytes', stream: 'stdout', bytes: new Uint8Array(1_000).subarray(0, 4) });
    const [first] = window.head;
    expect(first?.type === 'bytes' && first.bytes.buffer.byteLength).toBe(4);
  });
});
