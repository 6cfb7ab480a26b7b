import { expect, test } from 'vitest';
import { loginWords } from './details.ts';

test.each([
  ['ops, key ed25519', 'ops，密钥 ed25519'],
  ['ops, agent key rsa', 'ops，代理中的密钥 rsa'],
  ['ops, agent key', 'ops，代理中的密钥'],
  ['a, key b, password', 'a, key b，密码'],
  ['ops', 'ops'],
])('%s', (login, zh) => {
  expect(loginWords(login, 'en')).toBe(login);
  expect(loginWords(login, 'zh')).toBe(zh);
});
