import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CliError } from '../cli-error.ts';
import { lockForServer, runningServer } from './server-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const lockFile = () => join(folder, 'server.lock');

test('a lock says who serves the folder and where, and leaves nothing behind', () => {
  const lock = lockForServer(folder);
  expect(runningServer(folder)).toMatchObject({ pid: process.pid, url: null });
  lock.announce('http://127.0.0.1:7117');
  expect(runningServer(folder)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:7117' });
  expect(readdirSync(folder)).toEqual(['server.lock']);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(runningServer(folder)).toBeNull();
});

test('a second server is refused, with the process, the address and what to do', () => {
  lockForServer(folder).announce('http://127.0.0.1:7117');
  const refused = (): unknown => lockForServer(folder);
  expect(refused).toThrow(CliError);
  expect(refused).toThrow(`another server (process ${process.pid}) uses the data folder ${folder}`);
  expect(runningServer(folder)).not.toBeNull();
});

test('a folder that takes no lock is something to put right, and nothing is left behind', () => {
  mkdirSync(lockFile());
  const refused = (): unknown => lockForServer(folder);
  expect(refused).toThrow(CliError);
  expect(refused).toThrow(`the data folder ${folder} cannot be used: it is a folder`);
  expect(readdirSync(folder)).toEqual(['server.lock']);
});

test('the lock of a process that has ended is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeFileSync(lockFile(), JSON.stringify({ pid: child.pid, began: null, url: 'http://127.0.0.1:1' }));
  expect(runningServer(folder)).toBeNull();
  const lock = lockForServer(folder);
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid, url: null });
  lock.release();
});

test('a later process with the same pid does not hold the lock', () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, began: 'an earlier boot/1', url: null }));
  lockForServer(folder).release();
  expect(existsSync(lockFile())).toBe(false);
});

test('a lock that nobody can read is no lock', () => {
  writeFileSync(lockFile(), '{"pid":');
  lockForServer(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock that has been taken over is not released by its first owner', () => {
  const first = lockForServer(folder);
  const other = JSON.stringify({ pid: process.ppid, began: null, url: null });
  writeFileSync(lockFile(), other);
  first.release();
  expect(readFileSync(lockFile(), 'utf8')).toBe(other);
});
