import { describe, expect, it } from 'vitest';
import { runSpec } from '@rollcall/protocol/schemas';
import { envFault, insertRows, readEnvLines, type EnvRow } from './env-rows.ts';

const row = (name: string, value = ''): EnvRow => ({ name, value });

describe('pasted lines', () => {
  it.each<[string, EnvRow[]]>([
    ['A=1', [row('A', '1')]],
    ['A=1\r\nB=two words\n', [row('A', '1'), row('B', 'two words')]],
    ['# of the shop\n\nexport A="x y"\n  B=\'z\'', [row('A', 'x y'), row('B', 'z')]],
    ['URL=http://a/?b=c', [row('URL', 'http://a/?b=c')]],
    ['A="open', [row('A', '"open')]],
    ['EMPTY=', [row('EMPTY')]],
  ])('%j are variables', (text, rows) => {
    expect(readEnvLines(text)).toEqual(rows);
  });

  it.each(['', 'PATH', 'A=1\nand a sentence', '1A=2', '# nothing'])('%j are a text', (text) => {
    expect(readEnvLines(text)).toBeNull();
  });

  it('take the place of the row, and give names that are there their new value', () => {
    const before = [row('A', '1'), row(''), row('Z', '26')];
    expect(insertRows(before, 1, [row('B', '2'), row('A', 'one'), row('C', '3')])).toEqual([
      row('A', 'one'),
      row('B', '2'),
      row('C', '3'),
      row('Z', '26'),
    ]);
  });
});

const many = (count: number): EnvRow[] => Array.from({ length: count }, (_, at) => row(`A${at}`));

it.each<[string, EnvRow[], object | null]>([
  ['nothing', [], null],
  ['an empty row', [row('')], null],
  ['names', [row('A'), row('_b2', '点')], null],
  ['a value without name', [row('A'), row('', 'x')], { code: 'env-name', row: 1 }],
  ['a digit first', [row('1A')], { code: 'env-name', row: 0 }],
  ['a name of 129', [row('A'.repeat(129))], { code: 'env-name', row: 0 }],
  ['a reserved name', [row('ROLLCALL_HOST')], { code: 'env-reserved', row: 0 }],
  ['a name twice', [row('A'), row('A')], { code: 'env-twice', row: 1 }],
  ['a NUL', [row('A', '\0')], { code: 'env-nul', row: 0 }],
  ['64', many(64), null],
  ['65', many(65), { code: 'env-too-many', row: null }],
  ['32 KiB', [row('A', '点'.repeat(10_922))], null],
  ['over 32 KiB', [row('AAA', '点'.repeat(10_922))], { code: 'env-too-large', row: null }],
])('the fault of %s, as the server sees it', (_, rows, fault) => {
  expect(envFault(rows)).toEqual(fault);
  const names = new Set(rows.map(({ name }) => name));
  if (names.has('') || names.size < rows.length) return;
  const env = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  const spec = { targets: 'h', command: 'x', login: { method: 'agent', user: 'ops' }, env };
  expect(runSpec.safeParse(spec).success).toBe(fault === null);
});
