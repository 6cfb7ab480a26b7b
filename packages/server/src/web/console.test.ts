import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHarness } from './harness.suite.ts';
import { codeOf, rawRequest, type RawAnswer } from './raw-request.suite.ts';

let outer: string;
let folder: string;

beforeAll(async () => {
  outer = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
  folder = join(outer, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(outer, 'secret.txt'), 'secret');
  await writeFile(join(folder, '.hidden'), 'secret');
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Rollcall</title>');
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};');
});
afterAll(() => rm(outer, { recursive: true }));

async function get(path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const { port } = await startHarness({ consoleFolder: folder });
  return rawRequest(port, { path, headers });
}

describe('the console', () => {
  it.each(['/', '/history', '/sign-in', '/runs/0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b', '/sign-in?x=1'])(
    'is one page at %s, for everybody, since it asks for a session itself',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.body).toContain('Rollcall');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  it('lets nothing foreign in: no script but its own, no frame around it, no plain-HTTP trap', async () => {
    const { headers } = await get('/');
    const policy = new Map(
      (headers['content-security-policy'] as string)
        .split(';')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
    expect(policy.has('upgrade-insecure-requests')).toBe(false);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('is kept for ever where the name has a hash, and asked for again elsewhere', async () => {
    expect((await get('/assets/main-abc123.js')).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/javascript/) as string,
    });
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
    const tag = (await get('/favicon.svg')).headers['etag'] as string;
    expect((await get('/favicon.svg', { 'if-none-match': tag })).status).toBe(304);
  });

  it('answers a wrong link with the page for a person, a problem document for a program', async () => {
    const page = await get('/nowhere', { accept: 'text/html,*/*' });
    expect([page.status, page.body]).toEqual([404, expect.stringContaining('Rollcall')]);
    expect(page.headers['cache-control']).toBe('no-cache');
    const program = await get('/nowhere');
    expect([program.status, codeOf(program)]).toEqual([404, 'not-found']);
    const script = await get('/assets/gone-abc123.js', { accept: '*/*' });
    expect([script.status, codeOf(script)]).toEqual([404, 'not-found']);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/.hidden',
    '/assets/',
    '/%00',
  ])('gives nothing for %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('secret');
  });
});

it('without a console serves the API alone', async () => {
  const { port, api } = await startHarness();
  expect(codeOf(await rawRequest(port, { path: '/' }))).toBe('not-found');
  expect((await api('/api/health')).status).toBe(200);
});
