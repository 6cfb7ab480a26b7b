import { PROTOCOL_VERSION } from '@rollcall/protocol';
import { session } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { startHarness, type Harness } from '../harness.suite.ts';
import { codeOf, rawRequest, type RawAnswer } from '../raw-request.suite.ts';

const signIn = (harness: Harness, code: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  rawRequest(harness.port, {
    method: 'POST',
    path: '/api/session',
    headers: { 'content-type': 'application/json', origin: harness.origin, ...headers },
    body: JSON.stringify({ code }),
  });
const newCode = async ({ access }: Harness): Promise<string> => (await access.issueSignInCode()).code;
const cookieOf = ({ headers }: RawAnswer): string => (headers['set-cookie'] as string[])[0]!;

describe('every route', () => {
  it('but health and signing in answers 401 without a session, and so does what is not there', async () => {
    const harness = await startHarness();
    const { paths } = (await (await harness.api('/api/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    const run = await harness.run();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.length).toBeGreaterThan(10);
    const open = ['GET /api/health', 'POST /api/session'];
    for (const route of [...routes, 'GET /api/openapi.json', 'GET /api/nothing', 'GET /api/']) {
      const [method, path] = route.replace('{id}', run.id).replace('{index}', '0').split(' ') as [
        string,
        string,
      ];
      const answer = await rawRequest(harness.port, {
        method,
        path,
        headers: method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': '2' },
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
      const closed = !open.includes(route);
      expect([route, answer.status === 401], answer.body).toEqual([route, closed]);
      if (closed) expect(codeOf(answer)).toBe('not-signed-in');
    }
  });

  it.each(['/%61pi/runs', '//api/runs', '/api/./runs', '/API/runs', '/api/runs/', '/api%2fruns'])(
    'cannot be reached past the check as %s',
    async (path) => {
      const { port } = await startHarness();
      const { status, body } = await rawRequest(port, { path });
      expect([401, 404]).toContain(status);
      expect(body).not.toContain('"runs"');
    },
  );
});

describe('POST /api/session', () => {
  it('gives a cookie that scripts and other sites cannot use, and says what the server offers', async () => {
    const harness = await startHarness();
    const answer = await signIn(harness, await newCode(harness));
    expect(answer.status).toBe(200);
    expect(session.parse(JSON.parse(answer.body))).toMatchObject({
      user: 'owner',
      protocol: PROTOCOL_VERSION,
      identities: [{ name: 'id_ed25519' }],
      agent: true,
      demo: null,
    });
    const flags = cookieOf(answer).split('; ');
    expect(flags[0]).toMatch(new RegExp(`^rollcall_session_${harness.port}=[A-Za-z0-9_-]{43}$`));
    expect(flags.slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict']);
  });

  it('behind TLS makes the cookie secure and binds it to the host', async () => {
    const harness = await startHarness({ origins: ['https://rollcall.example'] });
    const headers = { origin: 'https://rollcall.example', host: 'rollcall.example' };
    const flags = cookieOf(await signIn(harness, await newCode(harness), headers)).split('; ');
    expect(flags[0]).toMatch(/^__Host-rollcall_session=/);
    expect(flags).toContain('Secure');
    const back = await rawRequest(harness.port, {
      path: '/api/session',
      headers: { ...headers, cookie: flags[0]! },
    });
    expect(back.status).toBe(200);
  });

  it('leaves a browser signed in to a server on another port of the same host', async () => {
    const [one, other] = await Promise.all([startHarness(), startHarness()]);
    // A browser keeps one jar for both, by name.
    const jar = new Map<string, string>();
    for (const harness of [one, other]) {
      const [name, value] = cookieOf(await signIn(harness, await newCode(harness))).split(/[=;]/) as [
        string,
        string,
      ];
      jar.set(name, value);
    }
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    for (const { port } of [one, other])
      expect((await rawRequest(port, { path: '/api/session', headers: { cookie } })).status).toBe(200);
    const headers = { cookie, origin: other.origin };
    const out = await rawRequest(other.port, { method: 'DELETE', path: '/api/session', headers });
    expect(cookieOf(out)).not.toContain(String(one.port));
    expect((await rawRequest(one.port, { path: '/api/session', headers: { cookie } })).status).toBe(200);
  });

  it('takes a code once', async () => {
    const harness = await startHarness();
    const code = await newCode(harness);
    expect((await signIn(harness, code)).status).toBe(200);
    const again = await signIn(harness, code);
    expect([again.status, codeOf(again)]).toEqual([401, 'wrong-code']);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('slows down guessing and says how long', async () => {
    const harness = await startHarness();
    for (let count = 0; count < 5; count += 1)
      expect((await signIn(harness, `guess${count}`)).status).toBe(401);
    const locked = await signIn(harness, await newCode(harness));
    expect([locked.status, codeOf(locked)]).toEqual([429, 'too-many-tries']);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(25);
  });

  it('keeps the code out of the log and out of the answer', async () => {
    const harness = await startHarness();
    const answer = await signIn(harness, 'very-secret-guess');
    expect(answer.body + harness.logged.join('')).not.toContain('very-secret-guess');
  });
});

describe('DELETE /api/session', () => {
  it('voids the session on the server and takes the cookie back', async () => {
    const harness = await startHarness();
    const cookie = await harness.signIn();
    const headers = { cookie, origin: harness.origin };
    const out = await rawRequest(harness.port, { method: 'DELETE', path: '/api/session', headers });
    expect([out.status, out.body]).toEqual([204, '']);
    expect(cookieOf(out)).toMatch(
      new RegExp(`^rollcall_session_${harness.port}=; .*Expires=Thu, 01 Jan 1970`),
    );
    expect((await rawRequest(harness.port, { path: '/api/session', headers })).status).toBe(401);
  });
});

describe('GET /api/session', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB', 'en'],
    ['de', null],
  ])('answers Accept-Language %s with the locale %s', async (language, locale) => {
    const { api } = await startHarness();
    const answer = await api('/api/session', { headers: { 'accept-language': language } });
    expect(((await answer.json()) as { locale: unknown }).locale).toBe(locale);
  });
});
