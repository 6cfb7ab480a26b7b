import { expect, test } from 'vitest';
import { parseDuration, parseSize, sizeWords } from './units.ts';

test.each([
  ['10', 10_000],
  ['0', 0],
  ['10s', 10_000],
  ['500ms', 500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['1.5m', 90_000],
  ['0.25s', 250],
])('the duration %s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 's', '-1s', '10 s', '10d', '1e3', 'Infinity', '1.5.5s', '10ss', '9999999999s'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test.each([
  ['4096', 4_096],
  ['0', 0],
  ['1B', 1],
  ['64K', 65_536],
  ['64k', 65_536],
  ['10M', 10_485_760],
  ['10MiB', 10_485_760],
  ['10MB', 10_485_760],
  ['1G', 1_073_741_824],
  ['1.5K', 1_536],
])('the size %s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'M', '-1', '10 M', '10T', '1e9', '0x10', '10MM'])('%j is no size', (text) => {
  expect(parseSize(text)).toBeNull();
});

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [65_536, '64 KiB'],
  [1_610_612_736, '1.5 GiB'],
  [157_810_688, '151 MiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});
