import { expect, it } from 'vitest';
import { issueIn } from './issue-in.ts';

const issues = [0, 4, 10, 11, 30].map((index) => ({ index }));

it.each([
  ['its start', 4, 3, 4],
  ['its end, as a gap has it', 7, 3, 10],
  ['the first of several', 9, 5, 10],
  ['none before it', 5, 2, undefined],
  ['none at all', 31, 9, undefined],
])('an issue lies in an item: %s', (_, index, length, found) => {
  expect(issueIn({ index, length }, issues)?.index).toBe(found);
});
