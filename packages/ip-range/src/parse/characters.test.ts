import { describe, expect, it } from 'vitest';
import { normalize } from './characters.ts';
import { parse, tryParse } from './parse.ts';

describe('characters of input methods and word processors', () => {
  it.each([
    ['full-width digits and dots', '１０．０．０．１', '10.0.0.1'],
    ['the ideographic full stop', '10。0。0｡1', '10.0.0.1'],
    ['full-width commas and semicolons', 'a，b；c', 'a,b,c'],
    ['the enumeration comma', 'a、b､c', 'a,b,c'],
    ['full-width brackets', 'web［1－3］', 'web[1-3]'],
    ['black lenticular brackets', 'web【1-3】', 'web[1-3]'],
    ['a full-width exclamation mark', 'web[1-3]！web2', 'web[1,3]'],
    ['a full-width number sign', 'a＃b', 'a'],
    ['a full-width colon, slash and at', 'root＠a：22', 'a:22'],
    ['an en dash', '10.0.0.1–3', '10.0.0.1-3'],
    ['an em dash', '10.0.0.1—3', '10.0.0.1-3'],
    ['a minus sign', '10.0.0.1−3', '10.0.0.1-3'],
    ['a tilde', '10.0.0.1~3', '10.0.0.1-3'],
    ['a full-width tilde and a wave dash', '10.0.0.1～3,10.0.0.5〜7', '10.0.0.1-3,5-7'],
    ['no-break and ideographic spaces', 'a\u00a0b\u3000c', 'a,b,c'],
    ['a byte order mark at the start', '\ufeffa', 'a'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a,b,c'],
  ])('reads %s', (_sentence, spec, folded) => {
    expect(parse(spec).fold()).toBe(folded);
  });

  it('keeps positions true to the text that was typed', () => {
    expect(tryParse('web1，１０．０．０．３００')).toMatchObject({
      errors: [{ code: 'octet-range', index: 12, length: 3 }],
    });
  });

  it('keeps the length of any text', () => {
    const odd = '\u{1F600}～a # é—\r\n#~|\ufeffＡ';
    expect(normalize(odd)).toHaveLength(odd.length);
  });

  it.each([
    ['a zero-width space', '10.0.0.1\u200b0', 9, 'U+200B'],
    ['a direction mark', 'web\u200e1', 4, 'U+200E'],
    ['a soft hyphen', 'we\u00adb', 3, 'U+00AD'],
    ['a byte order mark inside', 'a,\ufeffb', 3, 'U+FEFF'],
    ['a control character', 'a\u0007', 2, 'U+0007'],
    ['one in a user', 'ro\u200bot@a', 3, 'U+200B'],
    ['one in a bracket', 'web[1\u200b-3]', 6, 'U+200B'],
    ['one in the bracket of an address', '10.0.0.[\u200b1-3]', 9, 'U+200B'],
  ])('refuses %s with its code point', (_sentence, spec, column, code) => {
    expect(tryParse(spec)).toMatchObject({
      errors: [{ code: 'invisible-character', column, params: { code } }],
    });
  });
});
