import { expect, test } from 'vitest';
import { openFilesLimit, withinOpenFiles } from './open-files.ts';

test('kept connections have a quarter of the open files at most', () => {
  expect(withinOpenFiles(1_000, 256)).toBe(64);
  expect(withinOpenFiles(1_000, 4_000)).toBe(1_000);
  expect(withinOpenFiles(1_000, Infinity)).toBe(1_000);
});

test('this process knows its limit', () => {
  expect(openFilesLimit()).toBeGreaterThan(64);
});
