import { describe, expect, it } from 'vitest';
import { tryParse } from './parse.ts';

/** CPU time, so that a busy machine fails nothing: far above what linear work takes (under 0.5 s), far below what quadratic work would. */
const LIMIT_MS = 5000;
const CHARS = 100_000;

/** Pieces that, repeated, have made one reader or another look at the rest of the text again and again. */
const UNITS: readonly string[] = [
  '1,',
  '1.',
  '1-',
  '1.1.1.1.1 ',
  '1,1.1,1.1,1.1,1:a,',
  '1.1.1.[1,',
  '10.0.0.1-',
  '10.0.0.1/',
  '10.0.0.1 - ',
  '1.1.1.1-x ',
  '[',
  '[,',
  '[ ',
  'web[1-3,',
  'a[1-9]b',
  '{1..',
  ']',
  'web[1, ',
  '!',
  '!a',
  'a&',
  'a^',
  '((',
  '(a),',
  '()',
  ')',
  '@',
  '@a ',
  'a@',
  'root@a,',
  '#\n',
  '\r\n',
  '\t',
  ';',
  '|',
  '::',
  '1::1 ',
  'a:b ',
  'a%1:2:3-',
  '2001:db8::1-',
  '[::1]:22,',
  '%',
  'fe80::1%a-b ',
  '-',
  '- ',
  'a-a',
  '\u200b',
  'é',
  '１',
  '至',
  'http://',
  '://',
  '/',
  '*',
  '?',
  '0x',
  '.',
  'x1,y2,',
  'a1b2c3d4 ',
  'WEB1 ',
  '10.0.0.1 255.255.255.0 ',
  '10.0.0.1 to ',
  '10.0.0.1, 5 ',
];

/** Most hosts that are listed: a short text may stand for billions. */
const HOSTS = 20_000;

function cpuMs(text: string): number {
  const start = process.cpuUsage();
  const { set } = tryParse(text);
  set.fold();
  let count = 0;
  for (const _target of set.inOrder()) if (++count >= HOSTS) break;
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

describe('reading, folding and listing take linear time', { timeout: 120_000 }, () => {
  it.each(UNITS.map((unit) => [JSON.stringify(unit), unit] as const))('for %s, repeated', (_name, unit) => {
    expect(cpuMs(unit.repeat(Math.floor(CHARS / unit.length)))).toBeLessThan(LIMIT_MS);
  });

  it.each([
    ['an address and a dash', '10.0.0.1-', '-1', ''],
    ['an IPv6 address and its zone', 'fe80::1%', '%-', 'x/'],
    ['groups of an IPv6 address and a letter', '', '1:', 'x!'],
    ['an IPv6 range with many blanks', '::1 -', ' ', '::x'],
    ['an open bracket with many blanks', 'web[1', ' ', 'x'],
    ['labels and a wrong character', '', 'a-', '=/'],
    ['numbers and a slash', '', '1.', '/x'],
  ])('for a megabyte of %s', (_name, head, unit, tail) => {
    const text = head + unit.repeat((1_048_000 / unit.length) | 0) + tail;
    expect(cpuMs(text)).toBeLessThan(LIMIT_MS);
  });

  it.each([
    ['names with a number', (i: number) => `web${(i * 7919) % 20_000}`],
    [
      'names without a number',
      (i: number) =>
        `${'abcdefghij'.charAt(i % 10)}x${i.toString(36).replaceAll(/\d/g, (d) => 'qrstuvwxyz'.charAt(Number(d)))}`,
    ],
    ['names with two numbers', (i: number) => `r${i % 141}n${(i * 7) % 20_000}`],
    ['addresses', (i: number) => `10.${i % 7}.${(i * 31) % 256}.${(i * 7) % 256}`],
    [
      'ranges across networks',
      (i: number) => `10.${i % 250}.${(i * 7) % 250}.9-10.${i % 250}.${((i * 7) % 250) + 1}.5`,
    ],
    ['patterns', (i: number) => `${i % 256}.*.*.${(i * 7) % 256}`],
    [
      'exclusions',
      (i: number) => (i === 0 ? '10.0.0.0/8' : `!10.${i % 7}.${(i * 31) % 256}.${(i * 7) % 256}`),
    ],
    ['users', (i: number) => `u${i % 500}@web${i}`],
    ['nested overlaps of two numbers', (i: number) => `a[${i % 9999}-9999]b${i}`],
    ['large blocks that overlap', (i: number) => `10.${i % 256}.0.0-10.255.255.255`],
  ])('for 10,000 %s', (_name, item) => {
    expect(cpuMs(Array.from({ length: 10_000 }, (_, i) => item(i)).join('\n'))).toBeLessThan(LIMIT_MS * 2);
  });
});
