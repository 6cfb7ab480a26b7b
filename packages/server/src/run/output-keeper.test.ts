import { EXCERPT_CHARS, OUTPUT_EVENT_BYTES } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputKeeper, type OutputFact } from './output-keeper.ts';

type Chunk = { stream: 'stdout' | 'stderr'; bytes: Uint8Array };
const chunk = (text: string, stream: Chunk['stream'] = 'stdout'): Chunk => ({
  stream,
  bytes: Buffer.from(text),
});

/** Everything that a keeper says of `chunks`, one every `everyMs`. */
function keep(cap: number, chunks: readonly Chunk[], everyMs = 0): OutputFact[] {
  const keeper = createOutputKeeper(cap);
  const facts = chunks.flatMap(({ stream, bytes }, at) => keeper.take(stream, bytes, at * everyMs));
  return [...facts, ...keeper.end()];
}

function summary(chunks: readonly Chunk[], success: boolean, cap = 1_000_000) {
  const keeper = createOutputKeeper(cap);
  for (const { stream, bytes } of chunks) keeper.take(stream, bytes, 0);
  return keeper.summary(success);
}

const ofStream = (stream: string, chunks: readonly Chunk[]) =>
  Buffer.concat(chunks.filter((one) => one.stream === stream).map(({ bytes }) => bytes));
const isOutput = (fact: OutputFact) => fact.type === 'host-output';

const chunks = fc.array(
  fc.record({
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .string({ unit: fc.constantFrom('a', 'é', '点', '\n', ' ', '\r', '😀'), maxLength: 60 })
        .map((text) => Buffer.from(text)),
    ),
  }),
  { maxLength: 60 },
);

describe('output keeper', () => {
  it('keeps the first and the last part, and says exactly what is missing between', () => {
    fc.assert(
      fc.property(chunks, fc.nat(600), (sent, cap) => {
        const facts = keep(cap, sent);
        const gapAt = facts.findIndex(({ type }) => type === 'host-output-gap');
        const gap = facts[gapAt];
        const missing = gap?.type === 'host-output-gap' ? gap : { stdoutBytes: 0, stderrBytes: 0 };
        const [before, after] = gapAt < 0 ? [facts, []] : [facts.slice(0, gapAt), facts.slice(gapAt)];
        for (const stream of ['stdout', 'stderr'] as const) {
          const all = ofStream(stream, sent);
          const first = ofStream(stream, before.filter(isOutput));
          const last = ofStream(stream, after.filter(isOutput));
          expect(all.subarray(0, first.length)).toEqual(first);
          expect(all.subarray(all.length - last.length)).toEqual(last);
          expect(first.length + missing[`${stream}Bytes`] + last.length).toBe(all.length);
        }
        const kept = facts.filter(isOutput).reduce((sum, { bytes }) => sum + bytes.length, 0);
        const total = sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
        expect(kept).toBe(Math.min(cap, total));
      }),
    );
  });

  it('keeps the order between the streams', () => {
    fc.assert(
      fc.property(chunks, fc.nat(600), (sent, cap) => {
        const everything = (parts: readonly Chunk[]) =>
          parts.map(({ stream, bytes }) => stream.slice(3, 4).repeat(bytes.length)).join('');
        const facts = keep(cap, sent);
        const gapAt = facts.findIndex(({ type }) => type === 'host-output-gap');
        const parts = gapAt < 0 ? [facts] : [facts.slice(0, gapAt), facts.slice(gapAt)];
        const [first = '', last = ''] = parts.map((part) => everything(part.filter(isOutput)));
        expect(everything(sent).startsWith(first)).toBe(true);
        expect(everything(sent).endsWith(last)).toBe(true);
      }),
    );
  });

  it.each([
    ['everything under the cap', 10, ['abc', 'def'], ['abcdef']],
    ['the rest behind the first part without a gap', 10, ['abcdefgh'], ['abcdefgh']],
    ['first and last half of a small cap', 4, ['abc', 'def', 'ghi'], ['ab', 'gap 5', 'hi']],
    ['nothing of a cap of 0', 0, ['abc', 'def'], ['gap 6']],
    ['one byte', 1, ['abc'], ['a', 'gap 2']],
    ['the last bytes of one large chunk', 4, ['abcdefghij'], ['ab', 'gap 6', 'ij']],
  ])('keeps %s', (_what, cap, sent, kept) => {
    const said: string[] = [];
    let text = '';
    for (const fact of keep(
      cap,
      sent.map((one) => chunk(one)),
    )) {
      if (fact.type === 'host-output') text += Buffer.from(fact.bytes).toString();
      if (fact.type !== 'host-output-gap') continue;
      said.push(text, `gap ${fact.stdoutBytes}`);
      text = '';
    }
    said.push(text);
    expect(said.filter(Boolean)).toEqual(kept);
  });

  it('gives the last part in pieces that fit an event', () => {
    const bytes = Buffer.alloc(3_000_000, 'x');
    const facts = keep(2 * 1024 * 1024, [{ stream: 'stdout', bytes }]);
    const last = facts.slice(facts.findIndex(({ type }) => type === 'host-output-gap') + 1);
    expect(last).toHaveLength(32);
    for (const fact of last) expect(fact).toMatchObject({ bytes: { length: OUTPUT_EVENT_BYTES } });
  });

  it('counts a host that changes the stream with every byte, at bounded cost', () => {
    const sent = Array.from({ length: 200_000 }, (_, at) => chunk('x', at % 2 === 0 ? 'stdout' : 'stderr'));
    const facts = keep(100_000, sent);
    const kept = facts.filter(isOutput).length;
    const gap = facts.find(({ type }) => type === 'host-output-gap')!;
    expect(kept).toBe(50_000 + 4_096);
    expect(gap).toMatchObject({ stdoutBytes: 72_952, stderrBytes: 72_952 });
  });

  it('says once a second that output goes on behind the first part', () => {
    const sent = Array.from({ length: 40 }, () => chunk('0123456789'));
    const said = keep(20, sent, 100).filter(({ type }) => type === 'host-output-progress');
    // The first part is full with the second chunk, at 100 ms.
    expect(said).toEqual([
      { type: 'host-output-progress', receivedBytes: 120, keptBytes: 20 },
      { type: 'host-output-progress', receivedBytes: 220, keptBytes: 20 },
      { type: 'host-output-progress', receivedBytes: 320, keptBytes: 20 },
    ]);
  });
});

describe('output summary', () => {
  /** What the lines of a text are, said as simply as possible. */
  function reference(text: string) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const inked = lines.filter((line) => /[^ \t-\r]/.test(line));
    return { count: lines.length, first: inked[0] ?? '', last: inked.at(-1) ?? '' };
  }

  it('counts lines and finds the one worth showing, however the bytes are cut', () => {
    fc.assert(
      fc.property(chunks, fc.nat(50), (sent, cap) => {
        const [out, err] = (['stdout', 'stderr'] as const).map((stream) =>
          reference(new TextDecoder('utf-8', { ignoreBOM: true }).decode(ofStream(stream, sent))),
        );
        const cut = (text: string) => text.slice(0, EXCERPT_CHARS);
        expect(summary(sent, true, cap)).toMatchObject({
          lines: out!.count + err!.count,
          excerpt: cut(out!.first),
          stdoutBytes: ofStream('stdout', sent).length,
          stderrBytes: ofStream('stderr', sent).length,
        });
        expect(summary(sent, false, cap).excerpt).toBe(cut(err!.last || out!.last));
      }),
    );
  });

  it.each([
    ['the first line of a success', 'one\ntwo\n', '', true, 'one'],
    ['the first line with something in it', '\n \r\n  one\ntwo', '', true, '  one'],
    ['nothing of a silent success, whatever stderr says', '', 'warning\n', true, ''],
    ['the last line of stderr of a failure', 'one\n', 'bad\nworse\n\n', false, 'worse'],
    ['the last line of stdout when stderr is silent', 'one\ntwo\n', '\n', false, 'two'],
    ['a line that has not ended', 'one\ntwo', '', false, 'two'],
    ['control characters as they are', '\x1b[31mred\x07\n', '', true, '\x1b[31mred\x07'],
    ['bytes that are no UTF-8 as replacement characters', '\xff\n', '', true, '\ufffd'],
    ['256 characters of a long line', 'x'.repeat(5_000), '', true, 'x'.repeat(EXCERPT_CHARS)],
    ['no half of a character', `x${'😀'.repeat(200)}`, '', true, `x${'😀'.repeat(127)}`],
  ])('shows %s', (_what, stdout, stderr, success, excerpt) => {
    const bytes = stdout === '\xff\n' ? Buffer.from(stdout, 'latin1') : Buffer.from(stdout);
    expect(summary([{ stream: 'stdout', bytes }, chunk(stderr, 'stderr')], success).excerpt).toBe(excerpt);
  });

  it.each([
    ['yes', 'y\n', 100_000],
    ['empty lines', '\n', 100_000],
    ['log lines', `${'x'.repeat(79)}\n`, 5_000],
  ])('counts the lines of %s over chunk borders', (_what, line, count) => {
    const bytes = Buffer.from(line.repeat(count));
    const sent = [0, 1, 2, 3].map((at): Chunk => ({
      stream: 'stdout',
      bytes: bytes.subarray((at * bytes.length) / 4, ((at + 1) * bytes.length) / 4),
    }));
    expect(summary(sent, true).lines).toBe(count);
  });
});
