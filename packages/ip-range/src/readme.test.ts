import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { pageCost } from '../tools/page-cost.ts';
import { HostRangeError } from './errors.ts';
import { HostSet } from './host-set.ts';
import { issueMessage } from './messages/index.ts';
import { parse, tryParse } from './parse/parse.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The specs in the first column of the table "What it reads". */
function written(): string[] {
  const start = README.indexOf('| Written | Means |');
  const rows = README.slice(start, README.indexOf('\n\n', start)).split('\n').slice(2);
  return rows.flatMap((row) =>
    [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string),
  );
}

const groups = (name: string, source?: string): string | undefined =>
  name === '*' ? undefined : `${source ?? 'g'}-${name}`;

describe('the README', () => {
  it.each(written().filter((spec) => !/^([,;]|\\\||# …)$/.test(spec)))('shows %s, which is read', (spec) => {
    const whole = spec.startsWith('!') ? `10.0.0.0/24,web[1-9],a,b,${spec}` : spec;
    expect(tryParse(whole, { groups, groupNames: () => ['x'] })).toMatchObject({ ok: true });
  });

  it('shows the picture that is drawn', () => {
    let picture = '';
    try {
      parse('10.0.0.1,10.0.0.300');
    } catch (error) {
      if (error instanceof HostRangeError) picture = error.format();
    }
    expect(README).toContain(`\`\`\`\n${picture}\n\`\`\``);
  });
});

/** Every block of code, and the lines in it that say what they give: `hosts.size; // → 119n`. */
const blocks = [...README.matchAll(/```ts\n([^`]+)```/g)].map(([, code = '']) => code);
const RESULT = /^(.+);\s*\/\/ → (.+)$/gm;

describe('the code in the README', () => {
  it('says what it gives', () => {
    expect(blocks.length).toBeGreaterThan(6);
    expect(blocks.every((code) => code.search(RESULT) >= 0)).toBe(true);
  });

  it.each(blocks.map((code) => [code.trim().split('\n').at(-1), code]))('gives %s', (_last, code = '') => {
    const scope = { parse, tryParse, HostSet, issueMessage, expect };
    const checked = code
      .replaceAll(/^import .*$/gm, '')
      .replaceAll(RESULT, (_line, expression, value) => `expect(${expression}).toEqual(${value});`);
    expect.hasAssertions();
    compileFunction(checked, Object.keys(scope))(...Object.values(scope));
  });
});

describe('the sizes in the README', () => {
  it.each([
    ['parse', /`parse` costs a page ([\d.]+) kB/],
    ['parse, tryParse, HostSet, classify, formatIssue', /everything of the main entry ([\d.]+) kB/],
  ])('of %s are not less than they are', async (names, sentence) => {
    const said = Number(sentence.exec(README)?.[1]) * 1000;
    const { bytes } = await pageCost(names);
    expect(bytes).toBeLessThanOrEqual(said);
    expect(bytes).toBeGreaterThan(said * 0.98);
  });
});

describe('the comparison in the README', () => {
  const start = README.indexOf('| | ip-range | cidr-tools');
  const rows = README.slice(start, README.indexOf('\n\n', start))
    .split('\n')
    .slice(2)
    .map((row) => /^\| `([^`]+)` \| ([^|]+) \|/.exec(row))
    .flatMap((match) => (match === null ? [] : [[match[1] as string, match[2] as string] as const]));

  it('has rows', () => expect(rows.length).toBe(12));

  it.each(rows)('says of %s what happens here: %s', (spec, says) => {
    const result = tryParse(spec);
    const { size } = result.set;
    expect(result.ok ? `${size} host${size === 1n ? '' : 's'}` : 'refused').toBe(says);
  });
});
