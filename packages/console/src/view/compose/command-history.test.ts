import { describe, expect, it } from 'vitest';
import { earlierCommands, NO_RECALL, recall, recentRuns } from './command-history.ts';

const runs = ['c', 'b', 'c', 'a'].map((command) => ({ spec: { command } }));

it('earlier commands are different ones, newest first', () => {
  expect(earlierCommands(runs)).toEqual(['c', 'b', 'a']);
  const script = { spec: { command: 'import os', script: { interpreter: 'python3' } } };
  expect(earlierCommands([script, ...runs])).toEqual(['c', 'b', 'a']);
});

describe('recalling commands', () => {
  const commands = ['c', 'b', 'a'];
  /** Walks with 1 = Ctrl ↑ and -1 = Ctrl ↓; returns every text on the way. */
  function walk(text: string, steps: (1 | -1)[]): string[] {
    let now = NO_RECALL;
    return steps.map((step) => {
      const next = recall(commands, now, text, step);
      if (next) ({ recall: now, text } = next);
      return text;
    });
  }

  it('goes back to the oldest and forth to what one was writing', () => {
    expect(walk('mine', [1, 1, 1, 1, -1, -1, -1, -1])).toEqual([
      'c',
      'b',
      'a',
      'a',
      'b',
      'c',
      'mine',
      'mine',
    ]);
  });

  it('skips the newest when it stands there already', () => {
    expect(walk('c', [1, -1, -1])).toEqual(['b', 'c', 'c']);
  });

  it('of none does nothing', () => {
    expect(recall([], NO_RECALL, 'mine', 1)).toBeNull();
  });
});

it('recent runs are the last five that differ in targets or command', () => {
  const ran = (targets: string, command: string): { spec: { targets: string; command: string } } => ({
    spec: { targets, command },
  });
  const all = [
    ran('a', 'x'),
    ran('a', 'x'),
    ran('b', 'x'),
    ran('a', 'y'),
    ran('c', 'x'),
    ran('d', 'x'),
    ran('e', 'x'),
  ];
  expect(recentRuns(all)).toEqual([0, 2, 3, 4, 5].map((at) => all[at]));
  expect(recentRuns([])).toEqual([]);
});
