import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIdentity } from '../ssh/index.ts';
import { demoFolder, demoKey } from './demo-login.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

test('the demo has a key of its own, made once, readable by its owner alone', async () => {
  const folder = demoFolder(base);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const path = demoKey(folder);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const first = readFileSync(path, 'utf8');
  expect(demoKey(demoFolder(base))).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe(first);
  expect((await readIdentity({ path })).label).toBe('key demo');
});
