import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ground, type Started } from './program.suite.ts';

const at = ground();

interface Server extends Started {
  data: string;
  link: URL;
  api(path: string, init?: RequestInit): Promise<Response>;
}

/** A server on a free port; resolves when its link is there. */
async function serve(...more: string[]): Promise<Server> {
  const data = more.includes('--data') ? more[more.indexOf('--data') + 1]! : at.folder();
  const args = more.includes('--data') ? more : [...more, '--data', data];
  const started = at.start(['serve', '--port', '0', '--no-console', ...args]);
  const link = new URL((await started.says('out', /#code=\S+\n/)).trim());
  return Object.assign(started, {
    data,
    link,
    api: (path: string, init: RequestInit = {}) =>
      fetch(new URL(path, link), {
        ...init,
        headers: {
          authorization: `Bearer ${readFileSync(join(data, 'api-token'), 'utf8').trim()}`,
          'content-type': 'application/json',
        },
      }),
  });
}

/** Signs in with a link as the console does; the status says whether that worked. */
async function signIn(link: URL): Promise<number> {
  const response = await fetch(new URL('/api/session', link), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: link.origin },
    body: JSON.stringify({ code: link.hash.slice('#code='.length) }),
  });
  return response.status;
}

const run = {
  targets: '192.0.2.1-3',
  command: 'uname -n',
  login: { method: 'key', user: 'demo', identity: 'demo' },
};

test('prints one link on stdout that signs in once, the rest on stderr, and ends well on TERM', async () => {
  const server = await serve();
  expect(await signIn(server.link)).toBe(200);
  expect(await signIn(server.link)).toBe(401);
  expect(statSync(join(server.data, 'api-token')).mode & 0o777).toBe(0o600);
  expect((await server.api('/api/session')).status).toBe(200);
  const { status, out, err } = await server.stop('SIGTERM');
  expect(status).toBe(0);
  expect(out).toBe(`${server.link.href}\n`);
  expect(err).toContain(server.data);
  expect(err).toContain('stopping');
  expect(err).not.toContain(server.link.hash);
  expect(existsSync(join(server.data, 'server.lock'))).toBe(false);
});

test('a token that others could read is closed to them, with a word about it', async () => {
  const first = await serve();
  await first.stop('SIGTERM');
  const file = join(first.data, 'api-token');
  chmodSync(file, 0o644);
  const second = await serve('--data', first.data);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await second.api('/api/session')).status).toBe(200);
  const { err } = await second.stop('SIGTERM');
  expect(err).toContain(`warning: others could use ${file} (mode 0644); now only you can.`);
});

test('two servers of one machine know each other’s people apart', async () => {
  const servers = [await serve(), await serve()];
  const jar: string[] = [];
  for (const { link } of servers) {
    const answer = await fetch(new URL('/api/session', link), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: link.origin, cookie: jar.join('; ') },
      body: JSON.stringify({ code: link.hash.slice('#code='.length) }),
    });
    jar.push(answer.headers.get('set-cookie')!.split(';')[0]!);
  }
  for (const { link } of servers)
    expect((await fetch(new URL('/api/session', link), { headers: { cookie: jar.join('; ') } })).status).toBe(
      200,
    );
});

test('Ctrl-C ends it well, too', async () => {
  const server = await serve();
  expect((await server.stop('SIGINT')).status).toBe(0);
});

test('a data folder has one server; link finds it', async () => {
  const server = await serve();
  const second = await at.run(['serve', '--port', '0', '--no-console', '--data', server.data]);
  expect(second).toMatchObject({ status: 2, out: '' });
  expect(second.err).toContain(
    `another server (process ${server.child.pid}) uses the data folder ${server.data}`,
  );
  expect(second.err).toContain(server.link.origin);
  const { status, out, err } = await at.run(['link', '--data', server.data]);
  expect(status).toBe(0);
  const fresh = new URL(out.trim());
  expect(fresh.origin).toBe(server.link.origin);
  expect(err).toContain('within 30 minutes');
  expect(await signIn(fresh)).toBe(200);
});

test('the folder of a server that was killed is taken over, and a link made meanwhile works', async () => {
  const server = await serve();
  await server.stop('SIGKILL');
  expect(existsSync(join(server.data, 'server.lock'))).toBe(true);
  const stopped = await at.run(['link', '--data', server.data]);
  expect(stopped.err).toContain('No server runs on this data folder now');
  const again = await serve('--data', server.data);
  expect(await signIn(new URL(new URL(stopped.out.trim()).hash, again.link))).toBe(200);
});

test('--demo offers its hosts and its key, and a run on them reaches its end', async () => {
  const server = await serve('--demo');
  const session = (await (await server.api('/api/session')).json()) as { demo: unknown };
  expect(session.demo).toEqual({ targets: '192.0.2.1-100', identity: 'demo', user: 'demo' });
  const id = crypto.randomUUID();
  const put = await server.api(`/api/runs/${id}`, { method: 'PUT', body: JSON.stringify({ spec: run }) });
  expect(put.status).toBeLessThan(300);
  const phase = async (): Promise<string> =>
    ((await (await server.api(`/api/runs/${id}`)).json()) as { phase: string }).phase;
  await expect.poll(phase, { timeout: 15_000 }).toBe('finished');
  const { counts } = (await (await server.api(`/api/runs/${id}`)).json()) as { counts: { success: number } };
  expect(counts.success).toBe(3);
  await server.stop('SIGTERM');
});

test('a stop in mid-run ends the run before the server ends', async () => {
  const [, , , key] = at.login;
  const server = await serve('-i', key!, '--known-hosts', at.login[5]!);
  const id = crypto.randomUUID();
  const spec = {
    targets: '127.12.0.1-2',
    command: 'sleep',
    port: at.fleet.port,
    login: { method: 'key', user: 'ops', identity: 'key' },
  };
  await server.api(`/api/runs/${id}`, { method: 'PUT', body: JSON.stringify({ spec }) });
  await expect
    .poll(async () => (await at.fleet.ledger()).filter(({ execs }) => execs.length > 0).length, {
      timeout: 15_000,
    })
    .toBe(2);
  expect((await server.stop('SIGTERM')).status).toBe(0);
  const { openSqliteStore } = await import('../../store/sqlite-store.ts');
  const store = await openSqliteStore({ folder: server.data });
  expect(await store.getRun(id)).toMatchObject({ phase: 'finished', finishReason: 'server-stopped' });
  await store.close();
  for (const { execs } of await at.fleet.ledger())
    for (const { signals } of execs) expect(signals).toContain('TERM');
}, 40_000);

test('an address that others may reach gets warnings', async () => {
  const server = await serve('--host', '0.0.0.0');
  const err = await server.says('err', /Ctrl-C/);
  expect(err).toContain('warning: listening on 0.0.0.0, which other machines may reach, without encryption');
  expect(err).toContain('--origin');
  expect(server.link.hostname).toBe('127.0.0.1');
});

test('the console is served where it is built', async () => {
  const data = at.folder();
  const started = at.start(['serve', '--port', '0', '--data', data]);
  const link = new URL((await started.says('out', /#code=\S+\n/)).trim());
  const page = await fetch(new URL('/', link));
  expect(page.status).toBe(200);
  expect(await page.text()).toMatch(/<div id="root"|<script type="module"/);
});
