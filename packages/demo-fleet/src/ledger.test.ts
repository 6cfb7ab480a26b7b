import { expect, test, vi } from 'vitest';
import { Ledger } from './ledger.ts';

test('a host that was never dialled is not in it', () => {
  const ledger = new Ledger();
  ledger.of('127.1.0.1').connect();
  expect(ledger.snapshot('127.1.0.2')).toEqual([]);
  expect(ledger.snapshot().map(({ address }) => address)).toEqual(['127.1.0.1']);
});

test('the stage is that of the newest connection, and only goes forward', () => {
  const record = new Ledger().of('h');
  const first = record.connect();
  first.reach('ready');
  first.reach('banner');
  expect(record.snapshot()).toMatchObject({ stage: 'ready', reached: 'ready', connections: 1, open: 1 });
  const second = record.connect();
  expect(record.snapshot()).toMatchObject({ stage: 'connected', connections: 2, open: 2 });
  second.reach('exec');
  second.closed();
  second.reach('exec');
  expect(record.snapshot()).toMatchObject({ stage: 'closed', reached: 'exec', open: 1 });
});

test('closing counts once, and the first reason stays', () => {
  const record = new Ledger().of('h');
  const connection = record.connect();
  connection.closing('client-fin');
  connection.closing('host');
  connection.closed();
  connection.closed();
  expect(record.snapshot()).toMatchObject({ open: 0, closedBy: 'client-fin' });
});

test('a snapshot does not change afterwards', () => {
  const record = new Ledger().of('h');
  const entry = record.exec('sleep 9', 'a-1', 5);
  const before = record.snapshot();
  record.signal(entry, 'TERM');
  record.sent('stdout', Buffer.from('x'));
  expect(before.execs).toEqual([{ attempt: 'a-1', command: 'sleep 9', atMs: 5, signals: [] }]);
  expect(before.bytesSent).toBe(0);
  expect(record.snapshot().execs[0]?.signals).toEqual(['TERM']);
});

test('each change is announced, and a reset is one', () => {
  const changed = vi.fn();
  const ledger = new Ledger(changed);
  const record = ledger.of('h');
  const connection = record.connect();
  connection.reach('auth');
  record.authRequest('ops', 'password');
  record.exec('x', null, 0);
  record.sent('stderr', Buffer.from('y'));
  connection.closed();
  expect(changed).toHaveBeenCalledTimes(6);
  ledger.reset();
  expect(changed).toHaveBeenCalledTimes(7);
  expect(ledger.snapshot()).toEqual([]);
});
