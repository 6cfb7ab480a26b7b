import { describe, expect, it } from 'vitest';
import { HostSet } from '../host-set.ts';
import type { ErrorCode, ParseOptions } from '../types.ts';
import { parse, tryParse } from './parse.ts';

describe('operators', () => {
  it.each([
    ['& keeps what both have', 'web[1-9]&web[5-12]', 'web[5-9]'],
    ['^ keeps what only one has', 'web[1-5]^web[4-7]', 'web[1-3,6-7]'],
    ['they go from left to right', 'web[1-9]&web[3-9]^web[9-10]', 'web[3-8,10]'],
    ['blanks round them are allowed', '10.0.0.0/24 & 10.0.0.128-200', '10.0.0.128-200'],
    ['they may stand on the next line', 'web[1-9]\n&\nweb[5-6]', 'web[5-6]'],
    ['full-width ones work', 'web[1-9]＆web[5-6]', 'web[5-6]'],
    ['exclusions may follow', 'web[1-9]&web[5-12],!web6', 'web[5,7-9]'],
    ['exclusions may come first', '!web6,web[1-9]&web[5-12]', 'web[5,7-9]'],
    ['parentheses group a list', '(web[1-3],db[1-3])&(web2,db[3-4])', 'db3,web2'],
    ['parentheses may stand in a list', 'a,(web[1-9]&web[5-6]),b', 'a,b,web[5-6]'],
    ['parentheses nest', '((a,k),(x,(d)))', 'a,d,k,x'],
    ['full-width parentheses work', '（a，b）＆a', 'a'],
    ['a group may be excluded', 'web[1-9],!(web[2-3],web5)', 'web[1,4,6-9]'],
    ['an exclusion in parentheses acts inside them', '(web[1-3],!web2),web2', 'web[1-3]'],
    ['empty parentheses are nothing', '(),a', 'a'],
  ])('%s', (_sentence, spec, folded) => {
    expect(parse(spec).fold()).toBe(folded);
  });

  it('keep the written order and the users of what is left', () => {
    const targets = [...parse('(root@web9,web[1-5])&web[4-9]').inOrder()];
    expect(targets).toEqual([
      { host: 'web9', user: 'root', index: 1, length: 9 },
      { host: 'web4', index: 11, length: 8 },
      { host: 'web5', index: 11, length: 8 },
    ]);
  });

  it.each<[ErrorCode, string, number, number]>([
    ['missing-operand', 'web[1-3]&', 9, 1],
    ['missing-operand', 'a&,b', 2, 1],
    ['missing-operand', 'a&&b', 2, 1],
    ['missing-operand', '(a^)', 3, 1],
    ['missing-paren', 'a,(b,c', 3, 1],
    ['unexpected', 'a,b)', 4, 1],
    ['unexpected', '&a', 1, 1],
    ['mixed-operators', 'a,b&c', 1, 5],
    ['mixed-operators', 'x;(a b&c)', 4, 5],
    ['mixed-operators', 'a,!b&c', 3, 3],
    ['bad-port', 'web:&db', 4, 1],
    ['bad-port', 'web:!db', 4, 1],
    ['too-complex', '('.repeat(40), 33, 1],
    ['too-complex', 'a&'.repeat(70).concat('a'), 130, 1],
  ])('%s: %s at column %i', (code, spec, column, length) => {
    const result = tryParse(spec);
    expect(result.ok ? [] : result.errors).toContainEqual(expect.objectContaining({ code, column, length }));
  });
});

const GROUPS: Record<string, string> = {
  web: 'web[1-3]',
  db: 'db1,root@db2',
  all: '@web,@db',
  some: 'web[1-9],!web[2-8]',
  loop: '@pool',
  pool: 'a,@loop',
  wrong: 'web[1-',
  io1: 'io[1-2]',
  io2: 'io[2-3]',
  网站: 'www[1-2]',
};
const options: ParseOptions = {
  groups: (name, source) =>
    source === undefined ? GROUPS[name] : source === 'site' ? `${name}.site` : undefined,
  groupNames: () => ['web', 'db', 'some', '网站'],
};

describe('groups', () => {
  it.each([
    ['stand for their hosts', '@web', 'web[1-3]'],
    ['may be excluded', '@all,!@db', 'web[1-3]'],
    ['may be intersected', '@web&web[2-9]', 'web[2-3]'],
    ['may name groups', '@all', 'db[1-2],web[1-3]'],
    ['keep their exclusions to themselves', '@some,web2', 'web[1-2,9]'],
    ['may be numbered', '@io[1-2]', 'io[1-3]'],
    ['may come from a source', '@site:paris', 'paris.site'],
    ['may have names in any script', '@网站', 'www[1-2]'],
    ['may all be asked for', '@*', 'db[1-2],web[1-3,9],www[1-2]'],
    ['may be named with a full-width sign', '＠web', 'web[1-3]'],
  ])('%s', (_sentence, spec, folded) => {
    expect(parse(spec, options).fold()).toBe(folded);
  });

  it('may be sets', () => {
    const set = HostSet.of(['b', 'a']);
    expect([...parse('@x,c', { groups: () => set }).inOrder()].map(({ host }) => host)).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  it('may be answered with anything that folds', () => {
    const foreign = { value: 5, fold: () => 'web[1-3]' };
    expect(parse('@x,!web2', { groups: () => foreign }).fold()).toBe('web[1,3]');
  });

  it('give their hosts the place of the item, and keep users', () => {
    expect([...parse('x,@db', options).inOrder()]).toEqual([
      { host: 'x', index: 0, length: 1 },
      { host: 'db1', index: 2, length: 3 },
      { host: 'db2', user: 'root', index: 2, length: 3 },
    ]);
  });

  it('are looked up once', () => {
    const asked: string[] = [];
    parse('@a,@b,@a', { groups: (name) => (asked.push(name), name === 'b' ? '@a' : 'x') });
    expect(asked).toEqual(['a', 'b']);
  });

  it('say what they mean as an item', () => {
    expect(tryParse('@all', options).items).toEqual([
      { text: '@all', index: 0, length: 4, kind: 'include', count: 5n, first: 'db1', last: 'web3' },
    ]);
  });

  it('are all unknown without a resolver', () => {
    expect(tryParse('@web')).toMatchObject({ errors: [{ code: 'unknown-group', params: { why: 'none' } }] });
  });

  it.each<[string, string, ErrorCode, number, string | undefined]>([
    ['an unknown group names the nearest one', 'a,@wbe', 'unknown-group', 3, 'a,@web'],
    ['a name near nothing has no suggestion', '@monitoring', 'unknown-group', 1, undefined],
    ['a group that contains itself', '@loop', 'group-cycle', 1, undefined],
    ['a group whose text is wrong', '@wrong', 'bad-group', 1, undefined],
    ['a sign without a name', 'a,@', 'missing-operand', 3, undefined],
    ['an unclosed bracket', '@io[1', 'unclosed-bracket', 4, undefined],
    ['too many names', '@io[1-9999]', 'too-complex', 4, undefined],
  ])('%s', (_sentence, spec, code, column, suggestion) => {
    const result = tryParse(spec, options);
    const [issue] = result.ok ? [] : result.errors;
    expect(issue).toMatchObject({ code, column });
    expect(issue?.suggestion).toBe(suggestion);
  });

  it('inside each other end at a depth', () => {
    const groups = (name: string): string => `@g${Number(name.slice(1)) + 1}`;
    expect(tryParse('@g1', { groups })).toMatchObject({ errors: [{ code: 'bad-group' }] });
  });
});

describe('the option exclude', () => {
  it('leaves hosts out', () => {
    expect(parse('web[1-9]', { exclude: 'web[2-3],web5' }).fold()).toBe('web[1,4,6-9]');
    expect([...parse('web[1-3]', { exclude: 'web2' }).inOrder()].map(({ host }) => host)).toEqual([
      'web1',
      'web3',
    ]);
  });

  it('may name groups', () => {
    expect(parse('@all', { ...options, exclude: '@db' }).fold()).toBe('web[1-3]');
  });

  it('reports its own mistakes', () => {
    expect(tryParse('web1', { exclude: '10.0.0.300' })).toMatchObject({
      ok: false,
      errors: [{ code: 'octet-range' }],
    });
  });
});
