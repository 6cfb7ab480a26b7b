import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createSink } from './sink.ts';

/** A reader that takes a chunk only when told to. */
function slowReader() {
  const taken: string[] = [];
  let release: (() => void) | null = null;
  const stream = new Writable({
    highWaterMark: 4,
    write(chunk: Buffer, _encoding, done) {
      if (chunk.length === 0) return done();
      taken.push(chunk.toString());
      release = done;
    },
  });
  return { stream, taken, take: () => release?.() };
}

test('ready waits for a slow reader, flushed for everything', async () => {
  const reader = slowReader();
  const sink = createSink(reader.stream, false);
  sink.write('12345');
  const seen: string[] = [];
  const ready = sink.ready().then(() => seen.push('ready'));
  const flushed = sink.flushed().then(() => seen.push('flushed'));
  await Promise.resolve();
  expect(seen).toEqual([]);
  reader.take();
  await Promise.all([ready, flushed]);
  expect(reader.taken).toEqual(['12345']);
});

test('ready and flushed resolve at once when nothing waits', async () => {
  const sink = createSink(new Writable({ write: (_chunk, _encoding, done) => done() }), true);
  await sink.ready();
  await sink.flushed();
  expect(sink.isTerminal).toBe(true);
});

test('a reader that goes away ends the sink without an error, and everybody who waits goes on', async () => {
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => queueMicrotask(() => done(gone)),
  });
  const sink = createSink(stream, false);
  sink.write('abc');
  await Promise.all([sink.ready(), sink.flushed()]);
  expect(sink.end).toEqual({ type: 'reader-gone' });
  expect(sink.ended.aborted).toBe(true);
  sink.write('more');
  await sink.ready();
});

test('a full disk is told apart from a reader that went away', async () => {
  const full = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
  const sink = createSink(new Writable({ write: (_chunk, _encoding, done) => done(full) }), false);
  sink.write('abc');
  await sink.flushed();
  expect(sink.end).toEqual({ type: 'failed', error: full });
});
