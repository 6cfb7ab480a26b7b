import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CliError } from '../cli-error.ts';
import { defaultDataFolder, existingDataFolder, openDataFolder } from './data-folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rollcall-data-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

test('the default follows the XDG base directory specification', () => {
  expect(defaultDataFolder({ XDG_DATA_HOME: '/srv/data' })).toBe('/srv/data/rollcall');
  expect(defaultDataFolder({})).toBe(join(homedir(), '.local/share/rollcall'));
  expect(defaultDataFolder({ XDG_DATA_HOME: 'relative' })).toBe(join(homedir(), '.local/share/rollcall'));
});

test('the default is made with its parents, for its owner alone', () => {
  const { path, warnings } = openDataFolder(undefined, { XDG_DATA_HOME: join(base, 'a/b') });
  expect(path).toBe(join(base, 'a/b/rollcall'));
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(warnings).toEqual([]);
});

test('a named folder is made inside one that exists, and only there', () => {
  expect(openDataFolder(join(base, 'new'), {}).path).toBe(join(base, 'new'));
  const missing = (): unknown => openDataFolder(join(base, 'no/where'), {});
  expect(missing).toThrow(CliError);
  expect(missing).toThrow(`there is no data folder ${join(base, 'no/where')}`);
});

test('a folder that others can read gets a warning with the line that mends it', () => {
  const folder = join(base, 'open');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  expect(openDataFolder(folder, {}).warnings.map(({ en }) => en)).toEqual([
    `others may look into the data folder (mode 755): chmod 700 ${folder}`,
  ]);
});

test('a file is no data folder', () => {
  writeFileSync(join(base, 'file'), '');
  expect(() => openDataFolder(join(base, 'file'), {})).toThrow('is no folder');
  expect(() => openDataFolder(join(base, 'file/below'), {})).toThrow('a part of the path is not a folder');
});

test('looking does not make a folder', () => {
  expect(() => existingDataFolder(join(base, 'absent'), {})).toThrow(CliError);
  expect(() => existingDataFolder(base, {})).toThrow('is no data folder yet');
  writeFileSync(join(base, 'rollcall.db'), '');
  expect(existingDataFolder(base, {}).path).toBe(base);
});
