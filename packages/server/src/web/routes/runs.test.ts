import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem, RunSummary } from '@rollcall/protocol';
import { runList, runSummary, runTargets } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { RunRefusedError } from '../../run/refusal.ts';
import type { WebServerDeps } from '../ports.ts';
import { answered, finished, specFor, startHarness, started, type Harness } from '../harness.suite.ts';

const put = (
  { api }: Harness,
  id: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> =>
  api(`/api/runs/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await answer.json()) as Problem;
  expect(problem.status).toBe(answer.status);
  return problem;
};

describe('PUT /api/runs/:id', () => {
  it('stores the run, hands it to the engine with the secrets, and says where it is', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    const spec = specFor('10.0.0.1-3');
    const answer = await put(harness, id, { spec, secrets: { password: 'hunter2' }, expectedHosts: 3 });
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/api/runs/${id}`]);
    const run = runSummary.parse(await answer.json());
    expect(run).toMatchObject({ id, spec, hostCount: 3, phase: 'queued', createdBy: 'owner', origin: 'api' });
    expect(harness.engine.dispatched).toEqual([{ run: id, secrets: { password: 'hunter2' } }]);
    const kept = JSON.stringify([await harness.store.getRun(id), harness.logged, run]);
    expect(kept).not.toContain('hunter2');
  });

  it('takes a repeat as the same run, also many at once, and dispatches once', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    const dispatch = harness.engine.dispatch.bind(harness.engine);
    // As the real one: the run is claimed by the time dispatch resolves.
    harness.engine.dispatch = async (run, secrets) => {
      await dispatch(run, secrets);
      // Long enough for the other requests to arrive meanwhile.
      for (let turn = 0; turn < 200; turn += 1) await nextTurn();
      await harness.store.claimRun(run, 'engine');
    };
    const body = { spec: specFor('10.0.0.1-3') };
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(harness, id, body)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([...Array(19).fill(200), 201]);
    expect(harness.engine.dispatched).toHaveLength(1);
  });

  it('does not ask again about the login of a run that is there', async () => {
    const harness = await startHarness();
    const run = await harness.run(3);
    harness.logins.problem = 'unknown-identity';
    harness.engine.alive = false;
    const { spec, targets } = {
      spec: (await harness.store.getRun(run.id))!.spec,
      targets: await harness.store.getTargets(run.id),
    };
    const id = randomUUID();
    const same = { ...spec, targets: '10.0.0.0-2' };
    await harness.store.createRun({
      id,
      spec: same,
      targets: targets!,
      createdAtMs: 1,
      createdBy: 'owner',
      origin: 'api',
    });
    await harness.store.claimRun(id, 'engine');
    expect((await put(harness, id, { spec: same })).status).toBe(200);
  });

  it('refuses another spec under the same id', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    await put(harness, id, { spec: specFor('10.0.0.1-3') });
    const other = await put(harness, id, { spec: specFor('10.0.0.1-3', { command: 'reboot' }) });
    expect(await problemOf(other)).toMatchObject({ status: 409, code: 'run-id-taken' });
    expect(harness.engine.dispatched).toHaveLength(1);
  });

  it('says that a run did not start when the engine refuses, and starts it on a repeat', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    const body = { spec: specFor('10.0.0.1'), secrets: { password: 'hunter2' } };
    harness.engine.refusal = new Error('no');
    expect(await problemOf(await put(harness, id, body))).toMatchObject({
      status: 503,
      code: 'engine-unavailable',
      detail: expect.stringContaining('no host was contacted') as string,
    });
    expect((await harness.store.getRun(id))!.phase).toBe('queued');
    harness.engine.refusal = null;
    expect((await put(harness, id, body)).status).toBe(200);
    expect(harness.engine.dispatched).toHaveLength(1);
    expect(harness.logged.join('')).not.toContain('hunter2');
  });

  it('passes on what the engine has against the login', async () => {
    const harness = await startHarness();
    harness.engine.refusal = new RunRefusedError('wrong-passphrase', 'The key is id_ed25519.');
    expect(await problemOf(await put(harness, randomUUID(), { spec: specFor('h') }))).toMatchObject({
      code: 'wrong-passphrase',
      detail: 'The key is id_ed25519.',
    });
  });

  it.each<[string, object, number, string, string?]>([
    ['a range with a mistake', { spec: specFor('10.0.0.300') }, 422, 'invalid-host-range', 'spec.targets'],
    ['a range of nothing', { spec: specFor(', ,') }, 422, 'no-hosts'],
    ['everything', { spec: specFor('0.0.0.0/0') }, 422, 'too-many-hosts'],
    [
      'another count than was seen',
      { spec: specFor('10.0.0.1'), expectedHosts: 2 },
      422,
      'host-count-differs',
    ],
    [
      'unchecked host keys',
      { spec: specFor('10.0.0.1', { hostKeys: 'insecure' }) },
      403,
      'policy-not-allowed',
    ],
    [
      'a way over an address that is no host',
      { spec: specFor('10.0.0.1', { jump: 'gw,169.254.169.254:80' }) },
      422,
      'special-addresses',
    ],
    ['no spec', {}, 400, 'invalid-request', 'spec'],
    [
      'a command with NUL',
      { spec: { ...specFor('h'), command: 'a\0b' } },
      422,
      'invalid-command',
      'spec.command',
    ],
    ['no command', { spec: { ...specFor('h'), command: '  ' } }, 422, 'invalid-command', 'spec.command'],
    ['a port of 0', { spec: { ...specFor('h'), port: 0 } }, 400, 'invalid-request', 'spec.port'],
    [
      'a user like an option',
      { spec: { ...specFor('h'), login: { method: 'agent', user: '-oProxyCommand=x' } } },
      400,
      'invalid-request',
      'spec.login.user',
    ],
  ])('refuses %s before anything is stored', async (_, body, status, code, path) => {
    const harness = await startHarness();
    const id = randomUUID();
    const problem = await problemOf(await put(harness, id, body));
    expect(problem).toMatchObject({ status, code });
    if (path !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(await harness.store.getRun(id)).toBeNull();
    expect(harness.engine.dispatched).toEqual([]);
  });

  it('points into the range, in the language of the reader', async () => {
    const harness = await startHarness();
    const body = { spec: specFor('10.0.0.300') };
    const answer = await put(harness, randomUUID(), body, { 'accept-language': 'zh-CN' });
    expect(await problemOf(answer)).toMatchObject({
      title: '主机范围有误',
      issues: [{ code: 'octet-range', index: 7, length: 3, hint: '请改为 0 到 255 之间的数。' }],
    });
  });

  it('tells the count and the limit of too many hosts', async () => {
    const harness = await startHarness();
    const problem = await problemOf(await put(harness, randomUUID(), { spec: specFor('10.0.0.0/8') }));
    expect(problem.detail).toBe('16,777,216 hosts. The limit here is 10,000.');
  });

  it.each(['unknown-identity', 'passphrase-needed', 'wrong-passphrase', 'password-needed'] as const)(
    'refuses a login with %s',
    async (code) => {
      const harness = await startHarness();
      harness.logins.problem = code;
      const id = randomUUID();
      expect(await problemOf(await put(harness, id, { spec: specFor('h') }))).toMatchObject({ code });
      expect(await harness.store.getRun(id)).toBeNull();
    },
  );

  it('refuses a way over jump hosts that cannot be read', async () => {
    const harness = await startHarness();
    const answer = await put(harness, randomUUID(), { spec: { ...specFor('h'), jump: 'b[1-3]' } });
    expect(await problemOf(answer)).toMatchObject({
      code: 'invalid-request',
      errors: [{ path: 'spec.jump', message: expect.stringContaining('single hosts are wanted') }],
    });
  });

  it('calls a host once that is named twice in other words, and says so to whoever counted two', async () => {
    const harness = await startHarness();
    const spec = specFor('10.0.0.1, ::ffff:10.0.0.1, 10.0.0.1:22');
    const counted = await put(harness, randomUUID(), { spec, expectedHosts: 3 });
    expect(await problemOf(counted)).toMatchObject({ code: 'host-count-differs' });
    const id = randomUUID();
    expect((await put(harness, id, { spec })).status).toBe(201);
    expect(await harness.store.getTargets(id)).toEqual([{ host: '10.0.0.1' }]);
  });

  it('asks the ssh_config about the hosts, which are stored with its answer', async () => {
    const configure: WebServerDeps['configure'] = (targets) =>
      targets.map((target) => ({ ...target, address: '10.9.9.9' }));
    const harness = await startHarness({ configure });
    const id = randomUUID();
    expect((await put(harness, id, { spec: specFor('h') })).status).toBe(201);
    expect(await harness.store.getTargets(id)).toEqual([{ host: 'h', address: '10.9.9.9' }]);
  });

  it('is refused when the ssh_config asks for what is not done', async () => {
    const harness = await startHarness({
      configure: () => {
        throw new RunRefusedError('ssh-config', 'ProxyCommand for h');
      },
    });
    const id = randomUUID();
    const problem = await problemOf(await put(harness, id, { spec: specFor('h') }));
    expect(problem).toMatchObject({ status: 422, code: 'ssh-config', detail: 'ProxyCommand for h' });
    expect(await harness.store.getRun(id)).toBeNull();
  });

  it('is refused without an engine, and nothing is stored', async () => {
    const harness = await startHarness();
    harness.engine.alive = false;
    const id = randomUUID();
    const problem = await problemOf(await put(harness, id, { spec: specFor('h') }));
    expect(problem).toMatchObject({ status: 503, code: 'engine-unavailable' });
    expect(await harness.store.getRun(id)).toBeNull();
  });

  it('refuses an id that is no UUID', async () => {
    const problem = await problemOf(await put(await startHarness(), 'mine', { spec: specFor('h') }));
    expect(problem).toMatchObject({ code: 'invalid-request', errors: [{ path: 'id' }] });
  });
});

describe('looking at runs', () => {
  it('lists them newest first, page by page', async () => {
    const harness = await startHarness();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await harness.run()).id);
    const first = runList.parse(await (await harness.api('/api/runs?limit=3')).json());
    const second = runList.parse(await (await harness.api(`/api/runs?limit=3&before=${first.next}`)).json());
    expect([...first.runs, ...second.runs].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeNull();
  });

  it('shows one with its counts and where its log is', async () => {
    const harness = await startHarness();
    const run = await harness.run(2);
    await run.write(started(2), ...answered(0, 'hi'));
    const summary = runSummary.parse(await (await harness.api(`/api/runs/${run.id}`)).json());
    expect(summary).toMatchObject({ phase: 'running', counts: { success: 1, queued: 1 }, reached: { 0: 5 } });
    expect(summary).not.toHaveProperty('engine');
  });

  it('gives the targets, for ever', async () => {
    const harness = await startHarness();
    const run = await harness.run(3);
    const answer = await harness.api(`/api/runs/${run.id}/targets`);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(runTargets.parse(await answer.json()).targets.map(({ host }) => host)).toEqual([
      '10.0.0.0',
      '10.0.0.1',
      '10.0.0.2',
    ]);
  });

  it.each(['', '/targets', '/hosts', '/events', '/hosts/0/output'])(
    'has no run of that id at %s',
    async (path) => {
      const { api } = await startHarness();
      for (const id of [randomUUID(), 'no-uuid', '__proto__']) {
        const answer = await api(`/api/runs/${id}${path}`);
        expect(await problemOf(answer)).toMatchObject({ status: 404, code: 'unknown-run' });
      }
    },
  );
});

describe('POST /api/runs/:id/cancel', () => {
  const cancel = ({ api }: Harness, id: string): Promise<Response> =>
    api(`/api/runs/${id}/cancel`, { method: 'POST' });

  it('is written down and passed on', async () => {
    const harness = await startHarness();
    const run = await harness.run();
    const answer = await cancel(harness, run.id);
    expect([answer.status, ((await answer.json()) as RunSummary).id]).toEqual([202, run.id]);
    expect(harness.engine.cancelled).toEqual([{ run: run.id, by: 'owner' }]);
    expect((await harness.store.getRun(run.id))!.cancelRequestedBy).toBe('owner');
  });

  it('is taken without an engine too, since the store has it', async () => {
    const harness = await startHarness();
    const run = await harness.run();
    harness.engine.alive = false;
    harness.engine.cancel = () => Promise.reject(new Error('gone'));
    expect((await cancel(harness, run.id)).status).toBe(202);
    expect((await harness.store.getRun(run.id))!.cancelRequestedBy).toBe('owner');
  });

  it('finds no run, or one that has finished', async () => {
    const harness = await startHarness();
    const run = await harness.run();
    expect(await problemOf(await cancel(harness, randomUUID()))).toMatchObject({ code: 'unknown-run' });
    await run.write(started(1), ...answered(0), finished);
    expect(await problemOf(await cancel(harness, run.id))).toMatchObject({
      status: 409,
      code: 'run-finished',
    });
    expect(harness.engine.cancelled).toEqual([]);
  });
});
