import { describe, expect, it } from 'vitest';
import { createMajorityWatch } from './majority.ts';
import type { OutcomeEvent } from './schemas/run-event.ts';

const said = (excerpt: string, status = 0): OutcomeEvent => ({
  type: 'host-exited',
  seq: 1,
  atMs: 1,
  host: 0,
  attempt: 1,
  durationMs: 1,
  stages: {},
  output: { stdoutBytes: 1, stderrBytes: 0, gapBytes: 0, lines: 1, excerpt },
  status,
  signal: null,
});

const answers = (...outcomes: OutcomeEvent[]): (string | undefined)[] => {
  const watch = createMajorityWatch();
  return outcomes.map((outcome) => watch.take(outcome));
};

describe('createMajorityWatch', () => {
  it('names the text of more than half, from the third success on', () => {
    const [a, b] = [said('6.1.0-28'), said('6.1.0-25')];
    expect(answers(a, a, b, a)).toEqual([undefined, undefined, '6.1.0-28', '6.1.0-28']);
  });

  it('names none where every host says something else', () => {
    expect(answers(said('1'), said('2'), said('3'), said('4'))).toEqual(Array(4).fill(undefined));
  });

  it('changes its mind when another text gets ahead', () => {
    const [a, b] = [said('a'), said('b')];
    expect(answers(a, a, a, b, b, b, b).at(-1)).toBe('b');
  });

  it('counts successes only, and has no say about other lines', () => {
    const failed = said('sh: nginx: not found', 127);
    expect(answers(failed, failed, failed, said('a'), said('a'), said('a'), failed)).toEqual([
      ...Array(5).fill(undefined),
      'a',
      undefined,
    ]);
  });

  it('compares what is shown: control characters written out', () => {
    expect(answers(said('\x1b[1ma'), said('\x1b[1ma'), said('\x1b[1ma')).at(-1)).toBe('\\x1b[1ma');
  });
});
