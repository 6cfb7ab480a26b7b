import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detailWords } from '@rollcall/protocol';
import { storageError } from '../store/storage-error.ts';
import type { StorageError } from './ports.ts';
import { wordsOf } from './in-chinese.ts';

const HAN = /\p{Script=Han}/u;
const sources = (...globs: string[]): string[] =>
  globSync(globs, { cwd: new URL('..', import.meta.url) })
    .filter((file) => !/\.(?:test|suite)\.ts$/.test(file))
    .map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

/** The texts of these calls, a value in place of each `${…}`. */
function said(texts: readonly string[], call: RegExp): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(new RegExp(`${call.source}\\s*(?:'([^']+)'|\`([^\`]+)\`)`, 'g'))].map((match) =>
      (match.at(-2) ?? match.at(-1)!).replaceAll(/\$\{[^}]*\}/g, '7'),
    ),
  );
}

const CODES: Record<StorageError['code'], true> = {
  missing: true,
  'not-writable': true,
  locked: true,
  full: true,
  'newer-schema': true,
  corrupt: true,
  failed: true,
};

test.each(Object.keys(CODES) as StorageError['code'][])('what the store says of %s', (code) => {
  const { en, zh } = wordsOf(storageError(code, '/srv/a b/rollcall.db', 'why (so)').message);
  expect(en).toContain('/srv/a b/rollcall.db');
  expect(zh).toContain('/srv/a b/rollcall.db');
  expect(zh.replace('/srv/a b/rollcall.db', '').replace('why (so)', '')).not.toMatch(/[a-z]+ [a-z]+/);
});

test.each([
  ['private keys', 'ssh/**/*.ts', /KeyProblem\(\s*'[\w-]+',/, 15],
  ['the ssh_config', 'ssh/config/*.ts', /SshConfig(?:Error|Refusal)\((?:\s*[\w.]+,)?/, 8],
  ['the log', '{web,dispatch,cli}/**/*.ts', /log(?:\.|\?\.)(?:info|warn|error)\((?:\s*\{[^}]*\},)?/, 6],
  ['the log of the engine', 'dispatch/*.ts', /onLog\(\s*'\w+',/, 3],
])('what is said about %s has Chinese', (_, glob, call, atLeast) => {
  const texts = said(sources(glob), call).filter((text) => /[a-z]{2,} [a-z]+/.test(text));
  expect(texts.length).toBeGreaterThanOrEqual(atLeast);
  for (const text of texts) expect(wordsOf(text).zh, text).toMatch(HAN);
});

test('what Rollcall itself says in details of failures has Chinese', () => {
  const texts = said(sources('{ssh,run}/**/*.ts'), /detail(?: =|:| = detailText\(|: detailText\()/);
  const own = texts.filter((text) => /[a-z]{2,} [a-z]+/.test(text));
  expect(own.length).toBeGreaterThanOrEqual(6);
  for (const text of own) expect(detailWords(text, 'zh'), text).toMatch(HAN);
  const authority = '/h/known_hosts:1 trusts a host certificate authority, which is not supported';
  expect(detailWords(`ssh-ed25519 SHA256:x; ${authority}`, 'zh')).toBe(
    'ssh-ed25519 SHA256:x；/h/known_hosts:1 信任主机证书颁发机构，暂不支持',
  );
});

test('anything else stays as it is', () => {
  expect(wordsOf('connect ECONNREFUSED')).toEqual({ en: 'connect ECONNREFUSED', zh: 'connect ECONNREFUSED' });
});
