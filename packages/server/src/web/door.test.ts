import { describe, expect, it } from 'vitest';
import { testKey } from '../testing/host-keys.ts';
import { specFor, startHarness, type Harness } from './harness.suite.ts';
import { codeOf, rawRequest, rawUpgrade } from './raw-request.suite.ts';

const SOCKET = '/socket.io/?EIO=4&transport=websocket';
const POLLING = '/socket.io/?EIO=4&transport=polling';

/** What another site, or no site, would send as its origin. */
const FOREIGN_ORIGINS: [string, (port: number) => string | undefined][] = [
  ['another site', () => 'https://evil.example'],
  ['an opaque origin', () => 'null'],
  ['no origin at all', () => undefined],
  ['our name as a prefix', (port) => `http://127.0.0.1:${port}.evil.example`],
  ['our name as a suffix', (port) => `http://evil-127.0.0.1:${port}`],
  ['our name as user information', (port) => `http://127.0.0.1:${port}@evil.example`],
  ['another port', (port) => `http://127.0.0.1:${port + 1}`],
  ['no port', () => 'http://127.0.0.1'],
  ['https in place of http', (port) => `https://127.0.0.1:${port}`],
  ['a subdomain of localhost', (port) => `http://evil.localhost:${port}`],
  ['two origins', (port) => `http://127.0.0.1:${port}, https://evil.example`],
  ['a browser extension', () => 'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
];

describe('a foreign origin with a good session', () => {
  it.each(FOREIGN_ORIGINS)(
    '%s gets in neither by polling, by WebSocket nor by a stolen sid',
    async (_, of) => {
      const harness = await startHarness();
      const { port } = harness;
      const cookie = await harness.signIn();
      const sid = (await harness.connect({ cookie })).io.engine.id;
      const origin = of(port);
      const headers = { cookie, ...(origin === undefined ? {} : { origin }) };
      const answers = await Promise.all([
        rawRequest(port, { path: POLLING, headers }),
        rawUpgrade(port, SOCKET, headers),
        rawUpgrade(port, `${SOCKET}&sid=${sid}`, headers),
      ]);
      // Without an origin a plain request may be a script's, but there is no polling to be had for anybody.
      const polling = origin === undefined ? 'invalid-request' : 'foreign-origin';
      const stolen = origin === undefined ? 'invalid-request' : 'foreign-origin';
      expect(answers.map(codeOf)).toEqual([polling, 'foreign-origin', stolen]);
    },
  );

  it('cannot take over a socket even from our own origin, nor by polling with its sid', async () => {
    const harness = await startHarness();
    const { port, origin } = harness;
    const cookie = await harness.signIn();
    const client = await harness.connect({ cookie });
    const sid = client.io.engine.id;
    const headers = { cookie, origin };
    expect((await rawUpgrade(port, SOCKET, headers)).status, 'without a sid it is an honest socket').toBe(
      101,
    );
    expect((await rawUpgrade(port, `${SOCKET}&sid=${sid}`, headers)).status).toBe(400);
    expect((await rawUpgrade(port, `${SOCKET}&%73id=${sid}`, headers)).status).toBe(400);
    expect((await rawRequest(port, { path: `${POLLING}&sid=${sid}`, headers })).status).toBe(400);
    expect(client.connected).toBe(true);
  });
});

describe('an upgrade', () => {
  it.each([
    ['no proof', {}],
    ['a made-up session', { cookie: 'rollcall_session=xyz' }],
    ['a wrong token', { authorization: 'Bearer rc_wrong' }],
    [
      'forged headers',
      { 'x-forwarded-user': 'owner', 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
    ],
  ])('with %s is refused with 401', async (_, headers) => {
    const { port, origin } = await startHarness();
    expect((await rawUpgrade(port, SOCKET, { origin, ...headers })).status).toBe(401);
  });

  it('needs no origin with the API token, but never passes with a foreign one', async () => {
    const { port, token } = await startHarness();
    const authorization = `Bearer ${token}`;
    expect((await rawUpgrade(port, SOCKET, { authorization })).status).toBe(101);
    const foreign = { authorization, origin: 'https://evil.example' };
    expect((await rawUpgrade(port, SOCKET, foreign)).status).toBe(403);
  });

  it('to any other path is not found', async () => {
    const { port, token } = await startHarness();
    const answer = await rawUpgrade(port, '/api/runs', { authorization: `Bearer ${token}` });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
  });

  it('of an older engine protocol or with a broken path does not stop the server', async () => {
    const { port, token, api } = await startHarness();
    const headers = { authorization: `Bearer ${token}` };
    for (const path of [
      '/socket.io/?EIO=3&transport=websocket',
      '/socket.io//?EIO=4&transport=x',
      '/socket.io/%',
    ])
      await rawUpgrade(port, path, headers).catch(() => null);
    expect((await api('/api/health')).status).toBe(200);
  });
});

describe('the Host header', () => {
  it.each([
    ['another name', () => 'evil.example'],
    ['another name on our port', (port: number) => `evil.example:${port}`],
    ['another port', (port: number) => `127.0.0.1:${port + 1}`],
    ['our address without the port', () => '127.0.0.1'],
    ['a name that ends like ours', (port: number) => `evil-localhost:${port}`],
    ['an odd notation of the address', (port: number) => `2130706433:${port}`],
    ['the address of all interfaces', (port: number) => `0.0.0.0:${port}`],
  ])('with %s is answered with 421, for requests and upgrades', async (_, of) => {
    const harness = await startHarness();
    const { port, token } = harness;
    const headers = { host: of(port), authorization: `Bearer ${token}` };
    const request = await rawRequest(port, { path: '/api/session', headers });
    const upgrade = await rawUpgrade(port, SOCKET, headers);
    expect([request.status, codeOf(request)]).toEqual([421, 'foreign-host']);
    expect([upgrade.status, codeOf(upgrade)]).toEqual([421, 'foreign-host']);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('may be %s with our port', async (name) => {
    const { port, token } = await startHarness();
    const headers = { host: `${name}:${port}`, authorization: `Bearer ${token}` };
    expect((await rawRequest(port, { path: '/api/session', headers })).status).toBe(200);
  });

  it('may be a configured name, with its origin', async () => {
    const { port, token } = await startHarness({ origins: ['https://rollcall.example'] });
    const headers = { host: 'rollcall.example', authorization: `Bearer ${token}` };
    const ask = (origin: string): Promise<{ status: number }> =>
      rawRequest(port, { path: '/api/session', headers: { ...headers, origin } });
    expect((await ask('https://rollcall.example')).status).toBe(200);
    expect((await ask('http://rollcall.example')).status).toBe(403);
  });
});

const KEY = { host: '10.0.0.1', port: 22, fingerprint: testKey('a').fingerprint };
/** Every request that changes something, with a body that would. */
const mutations = (id: string): [string, string, unknown][] => [
  ['POST', '/api/session', { code: 'x' }],
  ['DELETE', '/api/session', undefined],
  ['PUT', `/api/runs/${id}`, { spec: specFor('10.0.0.1') }],
  ['POST', `/api/runs/${id}/cancel`, {}],
  ['POST', '/api/range/preview', { targets: '10.0.0.1' }],
  ...['approve', 'block', 'revoke', 'forget'].map((what): [string, string, unknown] => [
    'POST',
    `/api/host-keys/${what}`,
    { keys: [KEY] },
  ]),
  ['POST', '/api/host-keys/replace', { key: KEY }],
  ['POST', '/api/host-keys/import', { list: 'x', text: `evil ${testKey('a').type} ${testKey('a').key}` }],
];

describe('cross-site request forgery', () => {
  const effects = async ({ store, engine, access }: Harness, cookie: string): Promise<unknown> => ({
    runs: (await store.listRuns({ limit: 10 })).runs.length,
    dispatched: engine.dispatched.length,
    cancelled: engine.cancelled.length,
    keys: await store.keyCounts(),
    decisions: await store.listDecisions(10),
    signedIn: (await access.authenticate({ cookie })) !== null,
  });

  it('covers every mutating route', async () => {
    const { api } = await startHarness();
    const { paths } = (await (await api('/api/openapi.json')).json()) as { paths: Record<string, object> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => `${method.toUpperCase()} ${path.replace('{id}', 'ID')}`),
    );
    expect(
      mutations('ID')
        .map(([method, path]) => `${method} ${path}`)
        .sort(),
    ).toEqual(described.sort());
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
    ['a form that navigates', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  ])('%s changes nothing by any route', async (_, headers, status) => {
    const harness = await startHarness();
    const run = await harness.run();
    const cookie = await harness.signIn();
    const before = await effects(harness, cookie);
    for (const [method, path, body] of mutations(run.id)) {
      const answer = await rawRequest(harness.port, {
        method,
        path,
        headers: { cookie, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, status, 'foreign-origin']);
    }
    expect(await effects(harness, cookie)).toEqual(before);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of the type %s, which a form can send, is not taken',
    async (type) => {
      const harness = await startHarness();
      const run = await harness.run();
      const cookie = await harness.signIn();
      for (const [method, path, body] of mutations(run.id).filter(([, , body]) => body)) {
        const headers = { cookie, origin: harness.origin, 'content-type': type };
        const answer = await rawRequest(harness.port, { method, path, headers, body: JSON.stringify(body) });
        expect([path, answer.status, codeOf(answer)]).toEqual([path, 400, 'invalid-request']);
      }
      expect(harness.engine.cancelled).toEqual([]);
    },
  );

  it('a link from elsewhere may be followed, a frame or an image may not', async () => {
    const { port, token } = await startHarness();
    const ask = (mode: string, dest: string): Promise<{ status: number }> =>
      rawRequest(port, {
        path: '/api/session',
        headers: {
          authorization: `Bearer ${token}`,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': mode,
          'sec-fetch-dest': dest,
        },
      });
    expect((await ask('navigate', 'document')).status).toBe(200);
    expect((await ask('no-cors', 'image')).status).toBe(403);
    expect((await ask('cors', 'empty')).status).toBe(403);
  });
});
