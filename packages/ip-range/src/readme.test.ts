import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HostRangeError } from './errors.ts';
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

  it('tells the truth in its first example', () => {
    const hosts = parse('10.0.0.1-100, web[01-20], !10.0.0.7');
    expect(README).toContain("parse('10.0.0.1-100, web[01-20], !10.0.0.7')");
    expect(hosts.size).toBe(119n);
    expect(hosts.contains('web07')).toBe(true);
    expect([...hosts].slice(0, 2)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(README).toContain(`'${hosts.fold()}'`);
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

  it('tells the truth about groups and corrections', () => {
    const known: Record<string, string> = { web: 'web[1-9]', db: 'db[1-3]', all: '@web,@db' };
    expect(parse('@all,!@db', { groups: (name) => known[name] }).fold()).toBe('web[1-9]');
    const result = tryParse('10.0.0.100-1');
    const [issue] = result.ok ? [] : result.errors;
    expect(README).toContain(`'${issue?.suggestion}'`);
    expect(issue && README.includes(`'${issueMessage(issue, 'zh')}'`)).toBe(true);
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
