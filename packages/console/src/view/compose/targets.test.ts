import { describe, expect, it } from 'vitest';
import { isUnbroken, mistakeAt, nextMistake, readTargets, suggestedPart } from './targets.ts';

describe('reading the targets', () => {
  it('counts the good parts, names the mistakes, and lists the hosts in the order of calling', () => {
    const read = readTargets('10.0.0.2-3, 10.0.0.300, ops@web1:2222, ops@web1:2222, !10.0.0.3', 100);
    expect(read).toMatchObject({ count: 2n, overLimit: false, isEmpty: false });
    expect(read.hosts).toEqual(['10.0.0.2', 'ops@web1:2222']);
    expect(read.items.map(({ kind }) => kind)).toEqual(['include', 'error', 'include', 'include', 'exclude']);
    expect(read.mistakes).toEqual([expect.objectContaining({ code: 'octet-range', index: 19, length: 3 })]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['10 KB of commas', ','.repeat(10_240)],
  ])('made of %s is empty, not wrong', (_, text) => {
    expect(readTargets(text, 100)).toMatchObject({ isEmpty: true, count: 0n, mistakes: [], hosts: [] });
  });

  it('only counts what is over the limit, whatever its size', () => {
    expect(readTargets('0.0.0.0/0', 10_000)).toMatchObject({
      count: 4_294_967_296n,
      overLimit: true,
      hosts: [],
    });
    expect(readTargets('10.0.0.0/22', 1_024)).toMatchObject({ overLimit: false });
    expect(readTargets('10.0.0.0/22', 1_023)).toMatchObject({ overLimit: true });
  });
});

describe('the mistake one is at', () => {
  const { mistakes } = readTargets('10.0.0.300 web1 10.0.0.400 10.0.0.500', 100);
  const selection = (at: number): { start: number; end: number } => ({ start: at, end: at });

  it.each([
    [0, 0],
    [10, 0],
    [15, 0],
    [24, 1],
    [99, 2],
  ])('with the caret at %i is number %i', (caret, index) => {
    expect(mistakeAt(mistakes, caret)).toBe(index);
  });

  it('is none without mistakes', () => {
    expect(mistakeAt([], 3)).toBe(-1);
    expect(nextMistake([], selection(0), 1)).toBeUndefined();
  });

  it('moves on from the selection and round the end', () => {
    const places = mistakes.map(({ index }) => index);
    const selected = mistakes[1]!;
    const held = { start: selected.index, end: selected.index + selected.length };
    expect(nextMistake(mistakes, selection(0), 1)?.index).toBe(places[0]);
    expect(nextMistake(mistakes, held, 1)?.index).toBe(places[2]);
    expect(nextMistake(mistakes, selection(99), 1)?.index).toBe(places[0]);
    expect(nextMistake(mistakes, held, -1)?.index).toBe(places[0]);
    expect(nextMistake(mistakes, selection(0), -1)?.index).toBe(places[2]);
  });
});

describe('what a suggestion changes', () => {
  it.each([
    ['10.0.0.100-1', '10.0.0.1-100', '10.0.0.1-100'],
    ['web1, 10.0.0.9-1, web2', 'web1, 10.0.0.1-9, web2', '10.0.0.1-9'],
    ['10.0.0.0 255.255.255.0', '10.0.0.0/24', '10.0.0.0/24'],
    ['10.0.0.1\u200b, web1', '10.0.0.1, web1', '10.0.0.1'],
    ['web1, -web2', 'web1, !web2', '!web2'],
    ['web1 x', 'web1 ', ''],
  ])('from %j to %j is %j', (text, suggestion, part) => {
    expect(suggestedPart(text, suggestion)).toBe(part);
  });

  it('stands in what the parser suggests for a range that runs backwards', () => {
    const text = 'web1 10.0.0.100-1';
    const { suggestion } = readTargets(text, 100).mistakes[0]!;
    expect(suggestedPart(text, suggestion!)).toBe('10.0.0.1-100');
  });
});

it.each([
  ['10.0.0.1-100', true],
  ['10.0.0.0/24', true],
  ['10.0.0-3.1', false],
  ['10.0.0.1,5', false],
  ['web[01-12]', true],
])('"first to last" says all of %s: %s', (text, unbroken) => {
  expect(readTargets(text, 10_000).items.every(isUnbroken)).toBe(unbroken);
});
