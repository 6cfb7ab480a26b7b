import { describe, expect, it } from 'vitest';
import { ApiProblem, asProblem, problemFrom, problemTitle } from './problem.ts';

const document = { type: 'about:blank', title: 'Sign in first', status: 401, code: 'not-signed-in' };

describe('a refused answer', () => {
  it('keeps code, detail and fields of a problem document', () => {
    const errors = [{ path: 'spec.fanout', message: 'at most 1024' }];
    expect(
      problemFrom(422, { ...document, code: 'invalid-request', detail: 'why', errors }, null),
    ).toMatchObject({
      code: 'invalid-request',
      status: 422,
      detail: 'why',
      errors,
      retryAfterSeconds: null,
    });
  });

  it.each([
    ['42', 42],
    ['0.2', 1],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    ['-1', null],
  ])('reads Retry-After %s as %s seconds', (header, seconds) => {
    expect(problemFrom(429, { ...document, code: 'too-many-tries' }, header).retryAfterSeconds).toBe(seconds);
  });

  it.each([
    ['a page of a proxy', '<html>'],
    ['nothing', undefined],
    ['null', null],
    ['a code of another program', { code: 'toString' }],
    ['a code of a later version', { code: 'new-code' }],
  ])('that is %s is a bad answer', (_, body) => {
    expect(problemFrom(500, body, null)).toMatchObject({ code: 'bad-answer', status: 500 });
  });

  it('has a title in both languages, also for what the page itself found', () => {
    expect(problemTitle('wrong-code', 'en')).toBe('The sign-in code is wrong or used up');
    expect(problemTitle('unreachable', 'zh')).toBe('服务器没有应答');
  });
});

it('anything thrown becomes a problem', () => {
  const own = new ApiProblem('unreachable');
  expect(asProblem(own)).toBe(own);
  expect(asProblem(new TypeError('x')).code).toBe('bad-answer');
});
