import { expect, test } from 'vitest';
import { painter, wantsColour } from './colour.ts';

const cases: [string, boolean, boolean, NodeJS.ProcessEnv, boolean][] = [
  ['a terminal', true, true, { TERM: 'xterm' }, true],
  ['a terminal without TERM', true, true, {}, true],
  ['a pipe', false, true, { TERM: 'xterm' }, false],
  ['a dumb terminal', true, true, { TERM: 'dumb' }, false],
  ['NO_COLOR', true, true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', true, true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR in a pipe', false, true, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0 on a terminal', true, true, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR before NO_COLOR', false, true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['FORCE_COLOR on a dumb terminal', true, true, { FORCE_COLOR: '1', TERM: 'dumb' }, true],
  ['--no-color before FORCE_COLOR', true, false, { FORCE_COLOR: '1' }, false],
];

test.each(cases)('%s', (_name, isTerminal, allowed, env, expected) => {
  expect(wantsColour({ isTerminal, allowed, env })).toBe(expected);
});

test('a painter without colour writes no escape', () => {
  const spans = [{ text: 'up', role: 'ok' as const }];
  expect(painter(false)(spans)).toBe('up');
  expect(painter(true)(spans)).toBe('\u001b[0;32mup\u001b[0m');
});
