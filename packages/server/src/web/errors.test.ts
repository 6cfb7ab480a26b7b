import { once } from 'node:events';
import { connect } from 'node:net';
import { PROBLEM_CODES, PROBLEMS, type Problem } from '@rollcall/protocol';
import { problem } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../run/ports.ts';
import { startHarness } from './harness.suite.ts';
import { localeOf, problemDocument } from './problem.ts';

const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return problem.parse(await answer.json());
};
const json = { 'content-type': 'application/json' };

describe('every error is a problem document', () => {
  it.each<[string, string, RequestInit, string]>([
    ['nothing there', '/api/nothing', {}, 'not-found'],
    ['nothing there outside the API', '/nothing', {}, 'not-found'],
    ['another method', '/api/runs', { method: 'PATCH' }, 'not-found'],
    [
      'a body that is no JSON',
      '/api/range/preview',
      { method: 'POST', headers: json, body: '{' },
      'invalid-request',
    ],
    ['no body', '/api/range/preview', { method: 'POST', headers: json }, 'invalid-request'],
    ['a body of another type', '/api/range/preview', { method: 'POST', body: 'x' }, 'invalid-request'],
    [
      'a body of another shape',
      '/api/range/preview',
      { method: 'POST', headers: json, body: '[]' },
      'invalid-request',
    ],
    [
      'a prototype in the body',
      '/api/range/preview',
      { method: 'POST', headers: json, body: '{"__proto__":{"targets":"h"}}' },
      'invalid-request',
    ],
    [
      'a body over 2 MiB',
      '/api/range/preview',
      { method: 'POST', headers: json, body: JSON.stringify({ targets: 'h'.repeat(2 * 1024 * 1024) }) },
      'too-large',
    ],
    ['a query that is none', '/api/runs?limit=many', {}, 'invalid-request'],
    ['a broken escape in the URL', '/api/runs/%E0%A4', {}, 'not-found'],
    ['a very long URL', `/api/runs/${'a'.repeat(5_000)}`, {}, 'not-found'],
  ])('%s', async (_, path, init, code) => {
    const { api } = await startHarness();
    expect(await problemOf(await api(path, init))).toMatchObject({ code });
  });

  it('names the field that is wrong', async () => {
    const { api } = await startHarness();
    const found = await problemOf(await api('/api/runs?limit=0'));
    expect(found.errors).toEqual([{ path: 'limit', message: expect.any(String) as string }]);
  });

  it('tells a person that the disk is full, and what broke only to the log', async () => {
    const { api, store, logged } = await startHarness();
    store.getRun = () => Promise.reject(new StorageError('full', 'The disk of /data is full.'));
    const full = await problemOf(await api('/api/runs/x'));
    expect(full).toMatchObject({ code: 'storage-unavailable', detail: 'The disk of /data is full.' });
    store.getRun = () => Promise.reject(new Error('a secret path /root/x'));
    const broken = await problemOf(await api('/api/runs/x'));
    expect(broken).toMatchObject({ code: 'internal-error', status: 500 });
    expect(JSON.stringify(broken)).not.toMatch(/secret|stack|at /);
    const id = /under (\S+)\./.exec(broken.detail!)![1]!;
    const line = logged.find((line) => line.includes('a secret path'))!;
    expect(JSON.parse(line)).toMatchObject({ reqId: id });
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a header line without end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`, 413],
    [
      'a body of two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
  ])('%s', async (_, text, status) => {
    const { port } = await startHarness();
    const socket = connect(port, '127.0.0.1');
    socket.write(text);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    await once(socket, 'close');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const document = problem.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))));
    expect(document.status).toBe(status);
  });
});

describe('problemDocument', () => {
  it.each(PROBLEM_CODES)('%s follows its schema in both languages', (code) => {
    for (const locale of ['en', 'zh'] as const) {
      const document = problemDocument(code, locale);
      expect(problem.parse(document)).toEqual(document);
      expect(document).toMatchObject({ code, status: PROBLEMS[code].status, title: PROBLEMS[code][locale] });
    }
  });
});

describe('localeOf', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['zh', 'zh'],
    ['ZH-cn', 'zh'],
    ['zh-Hans-CN;q=0.5, en;q=0.8', 'en'],
    ['fr, en;q=0.1, zh;q=0.2', 'zh'],
    ['en;q=0, zh', 'zh'],
    ['en;q=0', null],
    ['de, *', null],
    ['zhx, enx', null],
    ['en;q=x', null],
    [',;,;q=1,', null],
    ['zh,'.repeat(10_000), 'zh'],
  ])('%j is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
