import { describe, expect, it } from 'vitest';
import { tryParse } from '../parse/parse.ts';
import type { Issue, IssueCode } from '../types.ts';
import { en } from './en.ts';
import { issueHint, issueMessage } from './index.ts';
import { say } from './sentence.ts';
import { zh } from './zh.ts';

function first(spec: string): Issue {
  const result = tryParse(spec);
  const [issue] = result.ok ? result.warnings : result.errors;
  if (issue === undefined) throw new Error('no issue');
  return issue;
}

describe('messages', () => {
  it('are worded as designed, in both languages', () => {
    const issue = first('10.0.300.1');
    expect(issueMessage(issue, 'en')).toBe('Octet over 255: 300 in part 3.');
    expect(issueHint(issue, 'en')).toBe('Use a number from 0 to 255.');
    expect(issueMessage(issue, 'zh')).toBe('第 3 段的 300 超过 255。');
    expect(issueHint(issue, 'zh')).toBe('请改为 0 到 255 之间的数。');
  });

  it('of an issue are those of its locale en', () => {
    const issue = first('10.0.0.9-1');
    expect(issue.message).toBe(issueMessage(issue, 'en'));
    expect(issue.hint).toBe(issueHint(issue, 'en'));
  });

  it('are there for the same codes in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.keys(en) as IssueCode[])(
    'of %s are whole sentences and never show a missing value',
    (code) => {
      const params = new Proxy<Record<string, string | number>>({}, { get: () => '7' });
      for (const table of [en, zh]) {
        const forms = table[code].flatMap((template) =>
          (template ?? '').split('|').filter((form) => form !== ''),
        );
        const sentences = forms.map((form) => say(form.replace(/^[\w-]+=/, ''), params));
        for (const sentence of sentences) {
          expect(sentence).toMatch(/[.?。？]$/u);
          expect(sentence).not.toMatch(/undefined|\[object/u);
        }
      }
    },
  );

  it.each([
    ['10.0.0.1-300', 'For a longer range write both addresses: 10.0.0.1-10.0.1.44.'],
    ['010.0.0.1', 'Some programs read it as 8, some as 10. Write the one you mean.'],
    ['10.0.0.08', 'Write 8.'],
    ['10.0.0', 'For the whole network write 10.0.0.0/24.'],
    ['10.0.0.1; 5', 'Write 10.0.0.1,5, without blanks.'],
    ['167772161', 'For the address 10.0.0.1 write its four numbers.'],
    ['10.0.0.0-100/10', 'Write the range or the network, not both; with a step write 10.0.0.[0-100/10].'],
    ['10.0.0.1-1.20', 'Write both addresses in full: 10.0.0.1-10.0.1.20.'],
    ['web[01-100]', 'Write 001-100, or 01-99,100.'],
    ['web[01-3]', 'Write 01-03.'],
    ['10.0.0.1 -5', 'For a range write 10.0.0.1-5; to exclude write !5.'],
  ])('the hint for %s', (spec, hint) => {
    expect(first(spec).hint).toBe(hint);
  });
});
