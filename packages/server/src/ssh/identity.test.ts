import { expect, test } from 'vitest';
import type { ReadyLogin } from '../run/ports.ts';
import { hostRequest, type RequestOverrides } from '../testing/run-host.ts';
import { connectionIdentity } from './identity.ts';

const key = (text: string): ReadyLogin => ({
  method: 'key',
  user: 'ops',
  privateKey: Buffer.from(text),
  label: 'key',
});
const of = (request: Partial<RequestOverrides>) =>
  connectionIdentity(hostRequest({ host: 'web1', login: key('one'), ...request }));
const BASTION = { host: 'bastion', port: 22 };

test('is the same for what one connection can serve, whoever asks', () => {
  expect(of({})).toBe(of({ login: key('one'), token: 'another attempt', command: 'another command' }));
  expect(of({})).toBe(of({ host: 'WEB1' }));
  expect(of({ jump: [BASTION] })).toBe(of({ jump: [{ ...BASTION, user: 'ops', login: key('one') }] }));
});

test.each<[string, Partial<RequestOverrides>]>([
  ['host', { host: 'web2' }],
  ['port', { port: 2222 }],
  ['user', { target: { host: 'web1', user: 'root' } }],
  ['key', { login: key('two') }],
  ['password', { login: { method: 'password', user: 'ops', password: 'one' } }],
  ['agent', { login: { method: 'agent', user: 'ops', socket: 'one' } }],
  ['policy', { hostKeys: 'strict' }],
  ['profile', { legacy: true }],
  ['jump host', { jump: [BASTION] }],
])('is another one for another %s', (_, request) => {
  expect(of(request)).not.toBe(of({}));
});

test('is another one for another login on the way', () => {
  expect(of({ jump: [{ ...BASTION, login: key('two') }] })).not.toBe(of({ jump: [BASTION] }));
  expect(of({ jump: [{ ...BASTION, user: 'root' }] })).not.toBe(of({ jump: [BASTION] }));
});

test('holds no secret', () => {
  const identity = of({ login: { method: 'password', user: 'ops', password: 'hunter2' } });
  expect(identity).not.toContain('hunter2');
  expect(identity).not.toContain(Buffer.from('hunter2').toString('base64'));
});
