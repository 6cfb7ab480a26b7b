import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatWords } from './format-words.ts';
import { inventoryOf } from './inventory.suite.ts';

const HAN = /\p{Script=Han}/u;

it('says every hint of its format in Chinese', () => {
  const source = readFileSync(new URL('./format.ts', import.meta.url), 'utf8');
  const hints = [...source.matchAll(/['`]([A-Z][^'`]* [^'`]*\.)['`]/g)].map(([, hint]) =>
    hint!
      .replace('${MAX_JUMP_HOPS}', '8')
      .replace('${NO_JUMP}', 'none')
      .replace('${MAX_VAR_BYTES}', '4096')
      .replace(/\$\{.*\}/, 'user, port'),
  );
  expect(hints.length).toBeGreaterThan(15);
  for (const hint of hints) expect(formatWords(hint).zh, hint).toMatch(HAN);
});

it.each([
  ['groups:\n  prod: @web', '没有引号的值不能以 @ 开头。请加引号，例如 "@web,!@db"。'],
  ['groups:\n\tweb: b', '此行用制表符缩进。请改用空格缩进。'],
  [
    'groups:\n  web: {hots: a}',
    '此处没有 hots 这个键。可用的键：hosts、user、port、jump、identity、legacy、vars。',
  ],
  [
    'groups:\n  c: { hosts: a, user: "-o" }',
    'user 有误。用户名只能包含字母、数字和 . _ -，且不能以 - 开头。',
  ],
  ['groups:\n  c: { hosts: a, port: 0 }', 'port 有误。请写 1 到 65535 之间的整数。'],
  ['groups:\n  web: "b[3-1]"', '范围写反了：从 3 到 1。是否想写 b[1-3]？'],
  ['groups:\n  web: "@prod:x"', '没有名为 prod 的组来源。没有定义任何来源。'],
  ['groups:\n  a: "x,@a"', '这些组互相包含：@a → @a。请去掉其中一处包含。'],
])('tells the mistake of %j', (text, message) => {
  const { problem } = inventoryOf(text);
  expect(problem?.problem('zh').message).toBe(message);
  expect(problem?.drawing('zh')).toContain('（第 2 行第');
});
