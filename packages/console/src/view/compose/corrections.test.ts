import { expect, it } from 'vitest';
import { readTargets, suggestedPart } from './targets.ts';
import { CORRECTIONS } from './testing/corrections.ts';

const groups = [{ source: null, name: 'web', hosts: 'web[1-9]', count: '9' }];
const read = (text: string) => readTargets(text, { maxHosts: 1_000, groups });
const rows = Object.entries(CORRECTIONS).flatMap(([code, all]) =>
  all.map(([typed, corrected]) => ({ code, typed, corrected })),
);

it.each(rows)('$code: the correction of $typed is offered, and read', ({ code, typed, corrected }) => {
  const { mistakes, warnings } = read(typed);
  const [issue] = [...mistakes, ...warnings];
  expect(issue).toMatchObject({ code, suggestion: corrected });
  expect(corrected).toContain(suggestedPart(typed, corrected));
  expect(read(corrected)).toMatchObject({ mistakeCount: 0, isEmpty: false });
  expect(read(corrected).count).toBeGreaterThan(0n);
});
