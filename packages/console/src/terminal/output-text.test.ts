import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exited, failed } from '../state/testing/sample-log.ts';
import { OutputText, type OutputChoice, type OutputItem } from './output-text.ts';

const words = {
  leftOut: (bytes: number) => `${bytes} left out`,
  notKept: (bytes: number) => `${bytes} not kept`,
};
const host = { address: '10.0.0.49', port: 22, user: 'ops' };
const out = (text: string): OutputItem => ({
  type: 'bytes',
  stream: 'stdout',
  bytes: new TextEncoder().encode(text),
});
const err = (text: string): OutputItem => ({
  type: 'bytes',
  stream: 'stderr',
  bytes: new TextEncoder().encode(text),
});

function written(items: readonly OutputItem[], choice: OutputChoice = 'both') {
  const text = new OutputText(choice, words, 'en');
  return { text: items.map((item) => text.textOf(item)).join(''), lines: text.lines };
}

describe('the text of an output', () => {
  it('numbers the lines and says which came from stderr', () => {
    const { text, lines } = written([out('Linux\n'), err('sh: not found\n'), out('a'), err('b')]);
    expect(text).toBe('Linux\r\n\x1b[0msh: not found\r\n\x1b[0ma\x1b[0mb');
    expect(lines).toEqual([
      { number: 1, stderr: false, note: false },
      { number: 2, stderr: true, note: false },
      { number: 3, stderr: true, note: false },
    ]);
  });

  it('shows one stream alone', () => {
    const items = [out('a\n'), err('b\n'), { type: 'gap', stdoutBytes: 0, stderrBytes: 7 } as const];
    expect(written(items, 'stdout').text).toBe('a\r\n');
    expect(written(items, 'stderr').text).toBe('b\r\n\x1b[0;90m── 7 not kept ──\x1b[0m\r\n');
  });

  it('stops numbering where lines are left out', () => {
    const { text, lines } = written([out('a\nb'), { type: 'left-out', bytes: 9 }, out('c\n')]);
    expect(text).toBe('a\r\nb\r\n\x1b[0;90m── 9 left out ──\x1b[0m\r\nc\r\n');
    expect(lines.map(({ number, note }) => (note ? 'note' : number))).toEqual([1, 2, 'note', null]);
  });

  it.each([
    [exited(1, 127), '▲ exit 127'],
    [exited(1, 0), '✓ exit 0'],
    [exited(1, 0, { status: null, signal: 'KILL' }), '▼ signal  KILL'],
    [failed(1, { reason: 'connect/refused' }), '✗ unreachable  port 22 refused the connection'],
  ])('ends with the outcome, an empty line apart', (outcome, expected) => {
    // oxlint-disable-next-line no-control-regex
    const plain = (text: string): string => text.replace(/\x1b\[[\d;]*m/g, '');
    const end: OutputItem = { type: 'end', outcome, host };
    expect(plain(written([end]).text)).toBe(expected);
    expect(plain(written([out('a'), end]).text)).toBe(`a\r\n\r\n${expected}`);
    expect(plain(written([out('a\n'), end]).text)).toBe(`a\r\n\r\n${expected}`);
  });

  it('keeps one entry for every line that is written, however it is cut', () => {
    const piece = fc.tuple(fc.boolean(), fc.stringMatching(/^[ab\n]{0,6}$/));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { text, lines } = written(pieces.map(([stderr, each]) => (stderr ? err(each) : out(each))));
        // oxlint-disable-next-line no-control-regex
        const rows = text.replace(/\x1b\[0m/g, '').split('\r\n');
        if (rows.at(-1) === '') rows.pop();
        expect(lines).toHaveLength(rows.length);
      }),
    );
  });
});
