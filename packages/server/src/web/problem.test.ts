import { PROBLEM_CODES } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { problemDocument } from './problem.ts';

test.each(PROBLEM_CODES)('%s says what to do, in both languages', (code) => {
  expect(problemDocument(code, 'en').detail).toMatch(/^[A-Z][^]*\.$/);
  expect(problemDocument(code, 'zh').detail).toMatch(/[\u4e00-\u9fff][^]*。$/);
});

test('what the maker of a document says stands before that', () => {
  const detail = { en: 'The key is id_rsa.', zh: '密钥为 id_rsa。' };
  expect(problemDocument('unknown-identity', 'zh', { detail }).detail).toBe('密钥为 id_rsa。');
});
