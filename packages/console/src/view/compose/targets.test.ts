import { describe, expect, it } from 'vitest';
import { isUnbroken, mistakeAt, nextMistake, readTargets, suggestedPart } from './targets.ts';

describe('reading the targets', () => {
  it('counts the good parts, names the mistakes, and lists the hosts in the order of calling', () => {
    const read = readTargets('10.0.0.2-3, 10.0.0.300, ops@web1:2222, ops@web1:2222, !10.0.0.3', {
      maxHosts: 100,
    });
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
    expect(readTargets(text, { maxHosts: 100 })).toMatchObject({
      isEmpty: true,
      count: 0n,
      mistakes: [],
      hosts: [],
    });
  });

  it('only counts what is over the limit, whatever its size', () => {
    expect(readTargets('0.0.0.0/0', { maxHosts: 10_000 })).toMatchObject({
      count: 4_294_967_296n,
      overLimit: true,
      hosts: [],
    });
    expect(readTargets('10.0.0.0/22', { maxHosts: 1_024 })).toMatchObject({ overLimit: false });
    expect(readTargets('10.0.0.0/22', { maxHosts: 1_023 })).toMatchObject({ overLimit: true });
  });
});

describe('groups in the targets', () => {
  const group = (name: string, hosts: string, source: string | null = null) => ({
    source,
    name,
    hosts,
    count: '0',
  });
  const groups = [group('web', 'web[1-9]'), group('db', 'web[8-9],db1'), group('r1', 'web1', 'racks')];
  const read = (text: string) => readTargets(text, { maxHosts: 100, groups });

  it('are resolved here, exclusions and named sources, too', () => {
    expect(read('@web,!@db,@racks:r1').hosts).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `web${n}`));
    expect(read('@*').count).toBe(10n);
    expect(read('@web')).toMatchObject({ asksForGroups: true, count: 9n });
    expect(read('web1')).toMatchObject({ asksForGroups: false });
  });

  it('come with the nearest name when there is none', () => {
    expect(read('@wbe, x1').mistakes).toMatchObject([{ code: 'unknown-group', suggestion: '@web, x1' }]);
  });

  it('of no source are named with the sources there are, in both languages', () => {
    const [mistake] = read('@rakcs:r1').mistakes;
    expect(mistake?.words?.en.hint).toContain('racks');
    expect(mistake?.words?.zh.hint).toContain('racks');
  });

  it('that are not known yet leave the text unread, but only one that names a group', () => {
    expect(readTargets('@web', { maxHosts: 100, groups: null })).toMatchObject({
      state: 'reading',
      count: 0n,
    });
    expect(readTargets('web1', { maxHosts: 100, groups: null })).toMatchObject({ state: 'read', count: 1n });
  });
});

describe('the squares of the preview', () => {
  const out = (text: string): string[] => {
    const { squares, leftOut } = readTargets(text, { maxHosts: 10_000 });
    return squares.map((host, at) => (leftOut.has(at) ? `!${host}` : host));
  };

  it('show what is left out in its place', () => {
    expect(out('10.0.0.1-4, !10.0.0.2-3, web1, !web[7-9]')).toEqual([
      '10.0.0.1',
      '!10.0.0.2',
      '!10.0.0.3',
      '10.0.0.4',
      'web1',
    ]);
    expect(out('gw:2201, gw:2202, !gw')).toEqual(['!gw:2201', '!gw:2202']);
  });

  it('are the hosts alone where nothing is excluded, or where an operator leaves out, too', () => {
    expect(out('web[1-2]')).toEqual(['web1', 'web2']);
    expect(out('(web[1-3]&web[2-4]),!web2')).toEqual(['web3']);
  });

  it('are the hosts alone where they are too small to be hatched', () => {
    const { squares, hosts, leftOut } = readTargets('10.0.0.0/21, !10.0.0.0', { maxHosts: 10_000 });
    expect(squares).toBe(hosts);
    expect(leftOut.size).toBe(0);
  });
});

it('the kinds of hosts are counted without expanding them', () => {
  const { classes } = readTargets('10.0.0.0/8, 8.8.8.8, 169.254.169.254, web[1-3]', { maxHosts: 10 });
  expect(classes).toEqual([
    { class: 'metadata', count: 1n, first: '169.254.169.254' },
    { class: 'private', count: 16_777_216n, first: '10.0.0.0' },
    { class: 'global', count: 1n, first: '8.8.8.8' },
    { class: 'name', count: 3n, first: 'web1' },
  ]);
});

it('more hosts than are to be listed are counted, and all the rest is said', () => {
  const read = readTargets('10.0.0.1-200, 10.0.0.1', { maxHosts: 1_000, listed: 100 });
  expect(read).toMatchObject({ state: 'listing', count: 200n, hosts: [], warnings: [{ code: 'duplicate' }] });
});

it('of very many mistakes the first 1,000 are told, and all counted', () => {
  const text = Array.from({ length: 3_000 }, () => '10.0.0.300').join(' ');
  const { mistakes, mistakeCount, itemCount } = readTargets(text, { maxHosts: 10 });
  expect([mistakes.length, mistakeCount, itemCount]).toEqual([1_000, 3_000, 3_000]);
});

describe('the mistake one is at', () => {
  const { mistakes } = readTargets('10.0.0.300 web1 10.0.0.400 10.0.0.500', { maxHosts: 100 });
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
    const { suggestion } = readTargets(text, { maxHosts: 100 }).mistakes[0]!;
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
  expect(readTargets(text, { maxHosts: 10_000 }).items.every(isUnbroken)).toBe(unbroken);
});
