import { readdirSync, readFileSync } from 'node:fs';
import { putRunBody, runsQuery } from '@rollcall/protocol/schemas';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { fieldErrors, type FieldIssue } from './field-errors.ts';

/** What the server finds wrong with `value`, as Fastify hands it over. */
function issuesOf(schema: z.ZodType, value: unknown): FieldIssue[] {
  const validate = validatorCompiler({ schema, method: 'PUT', url: '/', httpPart: 'body' });
  const { error } = validate(value) as { error?: Error & { validation?: FieldIssue[] } };
  return (error as unknown as FieldIssue[] | undefined) ?? [];
}

const good = { targets: '10.0.0.1', command: 'uptime', login: { method: 'agent', user: 'ops' } };
const spec = (more: object) => ({ spec: { ...good, ...more } });

test.each([
  [
    'a field that nobody knows',
    putRunBody,
    spec({ comand: 'x' }),
    'spec.comand',
    'there is no such field',
    '没有这个字段',
  ],
  [
    'one beside the spec',
    putRunBody,
    { ...spec({}), dry: true },
    'dry',
    'there is no such field',
    '没有这个字段',
  ],
  [
    'one in the login',
    putRunBody,
    spec({ login: { ...good.login, key: 'x' } }),
    'spec.login.key',
    'there is no such field',
    '没有这个字段',
  ],
  [
    'a field that is missing',
    putRunBody,
    spec({ command: undefined }),
    'spec.command',
    'it is missing',
    '缺少该字段',
  ],
  ['another type', putRunBody, spec({ command: 5 }), 'spec.command', 'text is wanted', '应为文本'],
  ['a fraction', putRunBody, spec({ port: 2.5 }), 'spec.port', 'a whole number is wanted', '应为整数'],
  [
    'a number that is too large',
    putRunBody,
    spec({ port: 70_000 }),
    'spec.port',
    'at most 65535',
    '最多 65535',
  ],
  ['a number that is too small', runsQuery, { limit: '0' }, 'limit', 'at least 1', '至少 1'],
  [
    'a text that is too long',
    putRunBody,
    { ...spec({}), secrets: { password: 'x'.repeat(2_000) } },
    'secrets.password',
    'at most 1024 characters',
    '最多 1024 个字符',
  ],
  [
    'a word that is not of the list',
    putRunBody,
    spec({ hostKeys: 'ask' }),
    'spec.hostKeys',
    'one of strict, accept-new, insecure is wanted',
    '应为 strict、accept-new、insecure 之一',
  ],
  [
    'words of our own',
    putRunBody,
    spec({ command: ' ' }),
    'spec.command',
    'the command is empty',
    '命令为空',
  ],
])('%s', (_, schema, value, path, en, zh) => {
  expect(fieldErrors(issuesOf(schema, value), 'en')).toEqual([{ path, message: en }]);
  expect(fieldErrors(issuesOf(schema, value), 'zh')).toEqual([{ path, message: zh }]);
});

test('everything that the schemas say in words of their own has Chinese', () => {
  const folder = new URL('../../../protocol/src/schemas/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const said = sources.flatMap((source) =>
    [
      ...source.matchAll(
        /(?:error: |\.(?:min|max|regex|refine)\([^'`]*|, |^ +)'([a-z][^']* [^']*)',?\)?[,;]?$/gm,
      ),
    ].map(([, words]) => words!),
  );
  expect(said).toContain('the host range is empty');
  expect(said.length).toBeGreaterThan(10);
  for (const message of said.filter(
    (each) => !sources.some((source) => source.includes(`description: '${each}'`)),
  ))
    expect(fieldErrors([{ instancePath: '/x', message }], 'zh')[0]!.message, message).toMatch(
      /[\u4e00-\u9fff]/,
    );
});

test('a body full of mistakes is told with twenty of them', () => {
  const keys = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`key${at}`, at]));
  expect(fieldErrors(issuesOf(putRunBody, spec(keys)), 'en')).toHaveLength(20);
});
