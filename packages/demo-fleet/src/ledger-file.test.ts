import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepLedgerFile } from './ledger-file.ts';
import { Ledger } from './ledger.ts';

let folder = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = mkdtempSync(join(tmpdir(), 'rollcall-ledger-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

test('many changes are one write, a tenth of a second later', () => {
  const ledger = new Ledger();
  const snapshot = vi.fn(() => ledger.snapshot());
  const file = keepLedgerFile(join(folder, 'l.json'), snapshot);
  for (let host = 0; host < 50; host += 1) {
    ledger.of(`127.1.0.${host}`);
    file.changed();
  }
  vi.advanceTimersByTime(99);
  expect(snapshot).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(snapshot).toHaveBeenCalledOnce();
  expect(JSON.parse(readFileSync(join(folder, 'l.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(ledger.snapshot())),
  );
  expect(readdirSync(folder), 'nothing half written is left').toEqual(['l.json']);
});

test('a flush writes at once and leaves nothing to do', () => {
  const snapshot = vi.fn(() => []);
  const file = keepLedgerFile(join(folder, 'l.json'), snapshot);
  file.changed();
  file.flush();
  expect(readFileSync(join(folder, 'l.json'), 'utf8')).toBe('[]');
  vi.advanceTimersByTime(10_000);
  expect(snapshot).toHaveBeenCalledOnce();
});
