import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from './lib/options.ts';
import { createPace } from './lib/pace.ts';
import { createRandom } from './lib/random.ts';
import { merged, type Written } from './lib/results.ts';
import { ROWS } from './rows/all.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/faults.md'), 'utf8');
const numbers = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${letter}-${String(at + 1).padStart(2, '0')}`);

test.each(numbers('F', 43))('%s has its row', (id) => {
  expect(ROWS.some((row) => row.id === id)).toBe(true);
});

test('each row has an id of its own, a sentence and a figure', () => {
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  for (const { sentence, pass } of ROWS) expect(Math.min(sentence.length, pass.length)).toBeGreaterThan(8);
});

describe('every trap of the library', () => {
  test.each(numbers('P', 31))('%s has its test, or why it cannot occur', (id) => {
    const [, trap, held] = new RegExp(String.raw`^\| ${id} \| (.+) \| (.+) \|$`, 'm').exec(page) ?? [];
    expect(trap).toBeDefined();
    const [, file, title] = /^`(.+?)`: “(.+)”$/.exec(held!) ?? [];
    if (file === undefined) return expect(held).toMatch(/^[A-Z`].{30,}\.$/);
    expect(existsSync(join(root, file))).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toContain(title);
  });
});

test('the same seed gives the same moments', () => {
  const moments = (seed: number): number[] => {
    const random = createRandom(seed);
    return random.shuffled(Array.from({ length: 9 }, () => random.between(1, 1_000)));
  };
  expect(moments(7)).toEqual(moments(7));
  expect(moments(7)).not.toEqual(moments(8));
  for (const moment of moments(7)) expect(moment).toBeLessThanOrEqual(1_000);
});

test('the healthy hosts of a run are held against those just before and just after it, and the median counts', async () => {
  const alone = [[100, 100, 900], [300], [300], [100]];
  const pace = createPace(async () => alone.shift()!);
  expect(pace.slowed()).toBeUndefined();
  for (const during of [[400, 200], [330], [100]]) await pace.beside(async () => during);
  // 300 of 200, 330 of 300, 100 of 200: a machine that was slow throughout slowed nobody.
  expect(pace.slowed()).toBeCloseTo(1.1);
  expect(alone).toEqual([]);
});

test('a row that is tried again takes the place of its older result, and only that', () => {
  const same = {
    sentence: '',
    pass: '',
    common: '',
    problems: [],
    seconds: 1,
    at: '',
    seed: 7,
    repeat: 20,
    node: '',
  };
  const written = (id: string, measured: string): Written => ({ ...same, id, measured, verdict: 'PASS' });
  const older = [written('F-01', 'old'), written('F-02', 'old'), written('gone', 'old')];
  const all = merged(
    older,
    [written('T-05', 'new'), written('F-02', 'new')],
    ['F-01', 'F-02', 'F-03', 'T-05'],
  );
  expect(all.map(({ id, measured }) => [id, measured])).toEqual([
    ['F-01', 'old'],
    ['F-02', 'new'],
    ['T-05', 'new'],
  ]);
});

test('what the suite is asked for', () => {
  expect(readOptions(['--seed', '7', '--only', 'F-07,F-12', '--repeat', '20', '--json'])).toEqual({
    seed: 7,
    only: ['F-07', 'F-12'],
    repeat: 20,
    long: false,
    json: true,
    write: false,
  });
  expect(() => readOptions(['--repeat', 'x'])).toThrow('--repeat wants a whole number, not x');
});
