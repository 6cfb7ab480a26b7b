import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFlushTicker } from './flush-ticker.ts';
import { createOutputQueue } from './output-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function queue() {
  const onReady = vi.fn();
  return { ...createTools(onReady), onReady };
}
function createTools(onReady: () => void) {
  const ticker = createFlushTicker();
  const made = createOutputQueue(ticker, onReady);
  const takeAll = () => {
    const pieces: { stream: string; text: string }[] = [];
    for (let piece = made.take(); piece; piece = made.take()) {
      pieces.push({ stream: piece.stream, text: Buffer.from(piece.bytes).toString('latin1') });
    }
    return pieces;
  };
  return { queue: made, takeAll };
}

test('a little output waits for more, 25 ms at most', () => {
  const { queue: made, takeAll, onReady } = queue();
  made.push('stdout', Buffer.from('a'));
  made.push('stdout', Buffer.from('b'));
  expect(takeAll()).toEqual([]);
  vi.advanceTimersByTime(25);
  expect(onReady).toHaveBeenCalledOnce();
  expect(takeAll()).toEqual([{ stream: 'stdout', text: 'ab' }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('the other stream, or 32 KiB, let it go at once', () => {
  const { queue: made, takeAll } = queue();
  made.push('stdout', Buffer.from('a'));
  made.push('stderr', Buffer.from('b'));
  expect(takeAll()).toEqual([{ stream: 'stdout', text: 'a' }]);
  made.push('stderr', Buffer.alloc(32_767, 'c'));
  expect(takeAll()).toEqual([{ stream: 'stderr', text: `b${'c'.repeat(32_767)}` }]);
});

test('the end lets everything go', () => {
  const { queue: made, takeAll } = queue();
  made.push('stdout', Buffer.from('a'));
  made.flush();
  expect(takeAll()).toEqual([{ stream: 'stdout', text: 'a' }]);
  expect(made.heldBytes).toBe(0);
});

test('whatever comes in whatever pieces goes out whole, in order per stream, in pieces of at most 32 KiB', () => {
  const chunk = fc.record({
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    size: fc.oneof(fc.nat(5), fc.nat(40_000)),
    take: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 200 }), (chunks) => {
      const { queue: made } = queue();
      const sent = { stdout: '', stderr: '' };
      const got = { stdout: '', stderr: '' };
      const take = () => {
        for (let piece = made.take(); piece; piece = made.take()) {
          expect(piece.bytes.length).toBeLessThanOrEqual(32_768);
          got[piece.stream] += Buffer.from(piece.bytes).toString('latin1');
        }
      };
      for (const [at, { stream, size, take: now }] of chunks.entries()) {
        const bytes = Buffer.alloc(size, String.fromCharCode(33 + (at % 90)));
        sent[stream] += bytes.toString('latin1');
        made.push(stream, bytes);
        if (now) take();
      }
      expect(made.heldBytes).toBe(
        sent.stdout.length + sent.stderr.length - got.stdout.length - got.stderr.length,
      );
      made.flush();
      take();
      expect(got.stdout === sent.stdout && got.stderr === sent.stderr).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('two megabytes of single bytes on streams in turn take little more memory than they are', () => {
  const { queue: made } = queue();
  const bytes = 2 * 1024 ** 2;
  globalThis.gc?.();
  const before = process.memoryUsage();
  for (let at = 0; at < bytes; at++) made.push(at % 2 === 0 ? 'stdout' : 'stderr', Buffer.from('x'));
  const after = process.memoryUsage();
  expect(made.heldBytes).toBe(bytes);
  expect((after.arrayBuffers - before.arrayBuffers) / 1024 ** 2).toBeLessThan(32);
  let pieces = 0;
  made.flush();
  while (made.take()) pieces++;
  expect(pieces).toBeLessThan(200);
});
