import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileNames, outputFolderView, prepareOutputFolder } from './output-folder.ts';
import { fact, show } from './view.suite.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rollcall-out-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

test('names of hosts become names of files', () => {
  expect(
    fileNames(['10.0.0.1', '[2001:db8::1]:22', 'fe80::1%eth0', 'ops@gw:2201', '../../etc/passwd', '.hidden']),
  ).toEqual(['10.0.0.1', '2001-db8--1-22', 'fe80--1_eth0', 'ops_gw-2201', '_._.._etc_passwd', '_hidden']);
});

test('any labels give different names that stay in the folder, also where case does not count', () => {
  const label = fc.oneof(
    fc.string(),
    fc.constantFrom('..', '.', '', 'a', 'A', 'a:1', 'a-1', 'a~2', 'x'.repeat(300)),
  );
  fc.assert(
    fc.property(fc.array(label, { maxLength: 20 }), (labels) => {
      const names = fileNames(labels);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(labels.length);
      for (const name of names) expect(name).toMatch(/^(?![.-])[A-Za-z0-9._~-]{0,240}$/);
    }),
  );
});

test('each host has a file for each stream it used, and one for no output at all', async () => {
  const folder = prepareOutputFolder(join(base, 'new'), { force: false, names: ['a', 'b', 'c', 'd'] });
  const view = outputFolderView(folder, ['a', 'b', 'c', 'd'], (_file, error) => {
    throw error;
  });
  await show(view, 4, [
    fact.out(0, 'one\n'),
    fact.err(0, 'err'),
    fact.out(0, Uint8Array.of(0xff)),
    fact.exited(0),
    fact.exited(1),
    fact.refused(2),
    fact.cancelled(3, 'connecting'),
  ]);
  expect(readdirSync(folder).sort()).toEqual(['a.err', 'a.out', 'b.out']);
  expect(readFileSync(join(folder, 'a.out'))).toEqual(Buffer.from([...Buffer.from('one\n'), 0xff]));
  expect(readFileSync(join(folder, 'b.out'))).toHaveLength(0);
});

test('a folder with files is refused; with --force only the files of these hosts go', () => {
  for (const file of ['a.out', 'a.err', 'other.out']) writeFileSync(join(base, file), 'old');
  expect(() => prepareOutputFolder(base, { force: false, names: ['a'] })).toThrow('is not empty');
  prepareOutputFolder(base, { force: true, names: ['a'] });
  expect(readdirSync(base)).toEqual(['other.out']);
});

test('what cannot be a folder is refused before anything is contacted', () => {
  writeFileSync(join(base, 'file'), '');
  expect(() => prepareOutputFolder(join(base, 'file'), { force: true, names: [] })).toThrow('is no folder');
  expect(() => prepareOutputFolder(join(base, 'no/where'), { force: true, names: [] })).toThrow(
    'there is no such file or folder',
  );
});

test('a link that waits in the folder is not followed; the failure is told once and the run goes on', async () => {
  const victim = join(base, 'victim');
  writeFileSync(victim, 'precious');
  const folder = join(base, 'out');
  mkdirSync(folder);
  symlinkSync(victim, join(folder, 'a.out'));
  const failures: string[] = [];
  const view = outputFolderView(folder, ['a', 'b'], (file) => failures.push(file));
  await show(view, 2, [fact.out(0, 'x'), fact.out(0, 'y'), fact.out(1, 'z'), fact.exited(0), fact.exited(1)]);
  expect(failures).toEqual([join(folder, 'a.out')]);
  expect(readFileSync(victim, 'utf8')).toBe('precious');
  expect(lstatSync(join(folder, 'a.out')).isSymbolicLink()).toBe(true);
});
