import { expect, test } from 'vitest';
import { sha256 } from './client.suite.ts';
import { OutputTally, Tally } from './tally.ts';

test.each([
  ['nothing', []],
  ['one line', ['host-1\n']],
  ['small pieces that stay below the limit', ['a', 'bc', '']],
  ['pieces that cross the limit of 4 KiB', ['x'.repeat(4000), 'y'.repeat(90), 'z'.repeat(90), 'end']],
  ['one large piece', ['x'.repeat(100_000)]],
])('counts and hashes %s', (_what, pieces) => {
  const tally = new Tally();
  for (const piece of pieces) tally.add(Buffer.from(piece));
  const whole = pieces.join('');
  const expected = { bytes: whole.length, sha256: sha256(whole) };
  expect(tally.digest()).toEqual(expected);
  expect(tally.digest(), 'asking changes nothing').toEqual(expected);
});

test('keeps what it was given, though the buffer is used again', () => {
  const tally = new Tally();
  const chunk = Buffer.from('first');
  tally.add(chunk);
  chunk.write('other');
  expect(tally.digest().sha256).toBe(sha256('first'));
});

test.each([
  ['only stdout', [['stdout', 'a']]],
  ['only stderr', [['stderr', 'a']]],
  [
    'stdout first',
    [
      ['stdout', 'a'],
      ['stderr', 'b'],
      ['stdout', 'c'],
    ],
  ],
  [
    'stderr first and large',
    [
      ['stderr', 'x'.repeat(9000)],
      ['stdout', 'b'],
      ['stderr', 'c'],
    ],
  ],
  ['nothing', []],
] as const)('keeps both streams apart and together: %s', (_what, chunks) => {
  const output = new OutputTally();
  for (const [stream, text] of chunks) output.add(stream, Buffer.from(text));
  const only = (wanted: string): string =>
    chunks.flatMap(([stream, text]) => (stream === wanted ? [text] : [])).join('');
  const all = chunks.map(([, text]) => text).join('');
  const digests = output.digests();
  expect(digests.all).toEqual({ bytes: all.length, sha256: sha256(all) });
  expect(digests.stdout).toEqual({ bytes: only('stdout').length, sha256: sha256(only('stdout')) });
  expect(digests.stderr).toEqual({ bytes: only('stderr').length, sha256: sha256(only('stderr')) });
  expect(output.bytes).toBe(all.length);
});
