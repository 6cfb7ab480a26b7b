import { emptyRunState, type OutcomeEvent } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exited, failed } from '../state/testing/sample-log.ts';
import { rangeLabel } from './ranges.ts';
import { hostsOfLine, StreamLines, type StreamLine } from './stream-lines.ts';
import { matchesText, rowsOf } from './stream-text.ts';

const addressOf = (host: number): string => `10.20.${host >> 8}.${host & 255}`;
const all = { shows: () => true, frame: true };

function lines(outcomes: readonly OutcomeEvent[], fold: boolean): StreamLine[] {
  const made = new StreamLines({ ...all, fold }, addressOf);
  return [
    ...outcomes.flatMap((outcome) => made.push(outcome)),
    ...made.push({ type: 'run-finished', seq: 9, atMs: 9, reason: 'completed', durationMs: 9 }),
  ];
}

describe('the lines of a stream', () => {
  it('are one for each outcome, in order of arrival, between the first and the last', () => {
    const made = new StreamLines({ ...all, fold: false }, addressOf);
    const start = { type: 'run-started', seq: 1, atMs: 5, hostCount: 2, fanout: 16, engine: 'e' } as const;
    expect(made.push(start)).toEqual([{ type: 'head', atMs: 5, hostCount: 2, fanout: 16 }]);
    expect(made.push(exited(1)).map(hostsOfLine)).toEqual([[1]]);
    expect(made.push(exited(0)).map(hostsOfLine)).toEqual([[0]]);
    expect(made.waiting).toBe(false);
  });

  it('know what most hosts before them said, so that the one that differs stands out', () => {
    const said = (host: number, excerpt: string): OutcomeEvent => {
      const outcome = exited(host);
      return { ...outcome, output: { ...outcome.output, excerpt } };
    };
    const made = new StreamLines({ ...all, fold: false }, addressOf);
    for (const host of [0, 1, 2]) made.push(said(host, '6.1.0-28'));
    const [line] = made.push(said(3, '6.1.0-25'));
    expect(line).toMatchObject({ type: 'outcome', majority: '6.1.0-28' });
    const state = emptyRunState(4);
    const hostOf = (host: number) => ({ address: addressOf(host), port: 22, user: 'ops' });
    const layout = { locale: 'en', addressCells: 12, columns: 100, hasText: true } as const;
    expect(rowsOf(line!, { hostOf, state }, layout)[0]).toContain('\x1b[0;97m6.1.0-25');
  });

  it('fold the successes of a second into one line with their median time', () => {
    const made = new StreamLines({ ...all, fold: true }, addressOf);
    const of = (host: number, atMs: number, durationMs: number) => exited(host, 0, { atMs, durationMs });
    expect(made.push(of(0, 5_000, 1)).map(hostsOfLine), 'the first answer of a run does not wait').toEqual([
      [0],
    ]);
    expect(
      [of(1, 5_100, 900), of(2, 5_200, 100), of(3, 5_900, 300)].flatMap((each) => made.push(each)),
    ).toEqual([]);
    expect(made.push(of(4, 6_000, 1))).toEqual([
      { type: 'folded', state: 'success', hosts: [1, 2, 3], medianMs: 300 },
    ]);
    expect(made.flush(7_299)).toEqual([]);
    expect(made.flush(7_300).map(hostsOfLine)).toEqual([[4]]);
    expect(made.waiting).toBe(false);
  });

  it('join neighbours that ended the same way, at the place of the first', () => {
    const outcomes = [failed(1), failed(97), exited(300, 2), failed(98), failed(96), failed(200)];
    expect(lines(outcomes, true)).toMatchObject([
      { type: 'outcome', outcome: { host: 1 } },
      { type: 'range', label: '10.20.0.96-98', hosts: [96, 97, 98] },
      { type: 'outcome', outcome: { host: 300 } },
      { type: 'outcome', outcome: { host: 200 } },
      { type: 'last' },
    ]);
  });

  it('join neither over the end of a subnet nor what ended in different ways', () => {
    const outcomes = [
      failed(255),
      failed(256),
      failed(257, { reason: 'connect/refused' }),
      exited(258, 1),
      exited(259, 2),
    ];
    expect(lines(outcomes, true).map(({ type }) => type)).toEqual([...Array(5).fill('outcome'), 'last']);
  });

  it('leave out what the filter leaves out, and then the frame too', () => {
    const made = new StreamLines({ fold: false, frame: false, shows: ({ host }) => host === 2 }, addressOf);
    expect([failed(1), failed(2)].flatMap((each) => made.push(each)).map(hostsOfLine)).toEqual([[2]]);
    expect(made.push({ type: 'run-finished', seq: 9, atMs: 9, reason: 'completed', durationMs: 9 })).toEqual(
      [],
    );
  });

  it('name every host exactly once, and every exception is in sight, folded or not', () => {
    const host = fc.oneof(fc.nat(600), fc.nat(30));
    const outcome = fc.record({ host, fails: fc.boolean(), atMs: fc.nat(4_000) });
    fc.assert(
      fc.property(
        fc.uniqueArray(outcome, { selector: ({ host }) => host, maxLength: 80 }),
        fc.boolean(),
        (rows, fold) => {
          const outcomes = rows
            .sort((a, b) => a.atMs - b.atMs)
            .map(({ host, fails, atMs }) => (fails ? failed(host, { atMs }) : exited(host, 0, { atMs })));
          const made = lines(outcomes, fold);
          const named = made.flatMap(hostsOfLine).sort((a, b) => a - b);
          expect(named).toEqual(outcomes.map(({ host }) => host).sort((a, b) => a - b));
          const folded = made.flatMap((line) => (line.type === 'folded' ? [...line.hosts] : []));
          expect(
            folded.some((host) => outcomes.some((each) => each.host === host && each.type === 'host-failed')),
          ).toBe(false);
        },
      ),
    );
  });
});

describe('the label of a range', () => {
  it.each([
    ['10.0.0.96', '10.0.0.127', 32, '10.0.0.96-127'],
    ['web-07', 'web-12', 6, 'web-[07-12]'],
    ['web-9.example', 'web-10.example', 2, 'web-[9-10].example'],
    ['10.0.0.0', '10.0.0.12', 13, '10.0.0.0-12'],
    ['10.0.0.255', '10.0.1.0', 2, null],
    ['web-1', 'db-2', 2, null],
    ['web-1', 'web-3', 2, null],
    ['web-09', 'web-010', 2, null],
    ['alpha', 'beta', 2, null],
  ])('from %s to %s (%i hosts) is %s', (first, last, count, expected) => {
    expect(rangeLabel(first, last, count)).toBe(expected);
  });
});

const context = {
  hostOf: (host: number) => ({ address: addressOf(host), port: 22, user: 'ops' }),
  state: { ...emptyRunState(0), finishedAtMs: 0, durationMs: 61_000 },
};
const layout = { locale: 'en', addressCells: 15, columns: 100, hasText: true } as const;
// oxlint-disable-next-line no-control-regex
const plain = (rows: string[]): string[] => rows.map((row) => row.replace(/\x1b\[[\d;]*m/g, '').trimEnd());

describe('the text of a line', () => {
  it('is aligned, whatever the kind of line', () => {
    const range: StreamLine = { type: 'range', label: '10.20.17.96-127', hosts: [1, 2], first: failed(1) };
    const folded: StreamLine = { type: 'folded', state: 'success', hosts: [1, 2], medianMs: 900 };
    const rows = [range, folded].flatMap((line) => plain(rowsOf(line, context, layout)));
    expect(rows).toEqual([
      ' ✗ 10.20.17.96-127 → unreachable       –  10.00 s   no answer on port 22 in 10 s',
      ' ✓ 2 hosts         → success           0   0.90 s',
    ]);
  });

  it('takes two rows on a narrow screen', () => {
    const rows = rowsOf({ type: 'outcome', outcome: exited(7) }, context, { ...layout, columns: 48 });
    expect(plain(rows)).toEqual([' ✓ 10.20.0.7       → success           0   0.42 s', '   Linux']);
  });

  it('leaves the text out where there is no room for it', () => {
    const rows = rowsOf({ type: 'outcome', outcome: failed(7) }, context, { ...layout, hasText: false });
    expect(plain(rows)).toEqual([' ✗ 10.20.0.7       → unreachable       –  10.00 s']);
  });

  it('has the counts and the duration in the last line', () => {
    expect(plain(rowsOf({ type: 'last' }, context, layout))[0]).toMatch(/in 61 s$/);
  });

  it('goes on in the next row where the last line is too long', () => {
    const counts = { ...emptyRunState(0).counts, success: 9_667, 'non-zero-exit': 81, 'no-answer': 252 };
    const state = { ...context.state, counts };
    const rows = plain(rowsOf({ type: 'last' }, { ...context, state }, { ...layout, columns: 60 }));
    expect(rows).toHaveLength(2);
    expect(rows.join(' ')).toMatch(/9,667 success, 81 non-zero exit, 252 no answer, in 61 s$/);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(60);
  });

  it.each([
    ['20.0.9', true],
    ['UNREACHABLE', true],
    ['connect/timeout', true],
    ['no answer on port', true],
    ['success', false],
  ])('is found by "%s": %s', (needle, found) => {
    expect(matchesText(failed(9), context.hostOf(9), 'en', needle)).toBe(found);
  });
});
