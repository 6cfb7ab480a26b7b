import { describe, expect, it } from 'vitest';
import { codeOf, pastedCode, safeBack } from './arrival.ts';

describe('the code of a link', () => {
  it.each([
    ['#code=abc-DEF_1', 'abc-DEF_1'],
    ['#code=a%2Bb', 'a+b'],
    ['#results', null],
    ['#code=', null],
    ['', null],
  ])('in the fragment %s is %s', (fragment, code) => {
    expect(codeOf(fragment)).toBe(code);
  });

  it.each([
    ['  abc \n', 'abc'],
    ['http://127.0.0.1:7117/#code=abc', 'abc'],
    ['http://127.0.0.1:7117/runs/1#code=abc&x=1', 'abc'],
    ['abc#def', 'abc#def'],
  ])('pasted as %j is %s', (text, code) => {
    expect(pastedCode(text)).toBe(code);
  });
});

describe('the way back after signing in', () => {
  it.each([
    ['/runs/1?tab=hosts', '/runs/1?tab=hosts'],
    ['/', '/'],
    [undefined, '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('to %s leads to %s', (back, path) => {
    expect(safeBack(back)).toBe(path);
  });
});
