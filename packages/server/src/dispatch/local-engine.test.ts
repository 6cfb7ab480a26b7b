import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostStateOf } from '@rollcall/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFinished, createRun } from '../run/engine.suite.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { startLocalEngine, type EngineLink } from './local-engine.ts';
import { processExists } from './process-exists.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const login = { method: 'password' as const, user: 'ops' };
const secrets = { password: 'a secret that must not be on the disk' };

let folder: string;
let store: SqliteStore;
let link: EngineLink | undefined;
let log: string[];

const start = async (dataFolder = folder): Promise<EngineLink> => {
  link = await startLocalEngine({
    folder: dataFolder,
    routes: new Map(),
    identities: [],
    knownHosts: [],
    agentSocket: null,
    engineModule: here('../testing/fake-engine.ts'),
    onLog: (_level, text) => log.push(text),
  });
  return link;
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-engine-'));
  store = await openSqliteStore({ folder });
  log = [];
});
afterEach(async () => {
  await link?.close(0);
  link = undefined;
  await store.close();
  rmSync(folder, { recursive: true });
});

const finished = (id: string) =>
  vi.waitFor(async () => expect((await store.getRun(id))!.phase).toBe('finished'), 10_000);
const executions = (): string[] =>
  readdirSync(folder).includes('executions')
    ? readFileSync(join(folder, 'executions'), 'utf8').trim().split('\n')
    : [];
const enginePid = async (): Promise<number> => (await store.list())[0]!.pid;

describe('the engine process', () => {
  it('carries out what is dispatched, rings, and keeps secrets off the disk', async () => {
    const engine = await start();
    const rings: string[] = [];
    const stop = engine.onReached((run) => rings.push(run));
    const id = await createRun(store, 20, { command: 'sleep 5', login, fanout: 8 });
    await engine.dispatch(id, secrets);
    await engine.dispatch(id, secrets);
    await finished(id);
    expect((await checkFinished(store, id)).counts.success).toBe(20);
    expect(executions()).toHaveLength(20);
    await vi.waitFor(() => expect(rings).toContain(id));
    stop();
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name))).not.toContain(secrets.password);
    expect(log).toEqual([]);
  });

  it.each([
    ['what is wrong with the login', true, { code: 'password-needed', detail: 'for ops' }],
    ['a run that is not there', false, { code: 'unknown-run' }],
  ])('refuses %s in the words of the engine', async (_what, exists, problem) => {
    const engine = await start();
    const id = exists ? await createRun(store, 1, { login }) : '00000000-0000-4000-8000-000000000000';
    await expect(engine.dispatch(id, {})).rejects.toMatchObject({ name: 'RunRefusedError', ...problem });
    expect(executions()).toEqual([]);
  });

  it('takes a run back', async () => {
    const engine = await start();
    const id = await createRun(store, 3, { command: 'hang', login });
    await engine.dispatch(id, secrets);
    await vi.waitFor(() => expect(executions()).toHaveLength(3));
    await engine.cancel(id, 'owner');
    await finished(id);
    expect(await checkFinished(store, id)).toMatchObject({
      cancelRequestedBy: 'owner',
      finishReason: 'cancelled',
    });
  });

  it('is started again when it dies, and says what became of its run', async () => {
    const engine = await start();
    const id = await createRun(store, 5, { command: 'hang', login, fanout: 2 });
    await engine.dispatch(id, secrets);
    await vi.waitFor(() => expect(executions()).toHaveLength(2));
    const rings: string[] = [];
    engine.onReached((run) => rings.push(run));
    const pid = await enginePid();
    process.kill(pid, 'SIGKILL');
    await finished(id);
    const state = await checkFinished(store, id);
    expect(state.finishReason).toBe('engine-lost');
    expect([0, 1, 2, 3, 4].map((host) => hostStateOf(state, host))).toEqual([
      'unknown',
      'unknown',
      'not-called',
      'not-called',
      'not-called',
    ]);
    await vi.waitFor(() => expect(engine.alive).toBe(true), 5_000);
    expect(rings).toContain(id);
    expect(await enginePid()).not.toBe(pid);
    const next = await createRun(store, 2, { command: 'sleep 0', login });
    await engine.dispatch(next, secrets);
    await finished(next);
    expect(executions()).toHaveLength(4);
    expect(log[0]).toMatch(/the engine ended \(SIGKILL\).*started again/);
  });

  it('lets a run wait while the engine is started again', async () => {
    const engine = await start();
    const id = await createRun(store, 1, { command: 'sleep 0', login });
    process.kill(await enginePid(), 'SIGKILL');
    await vi.waitFor(() => expect(engine.alive).toBe(false));
    await engine.dispatch(id, secrets);
    await finished(id);
    expect((await checkFinished(store, id)).counts.success).toBe(1);
  });

  it('stops when it is told to, and leaves nothing open', async () => {
    const engine = await start();
    const id = await createRun(store, 4, { command: 'hang', login, fanout: 1 });
    await engine.dispatch(id, secrets);
    await vi.waitFor(() => expect(executions()).toHaveLength(1));
    const pid = await enginePid();
    await engine.close(10);
    expect(engine.alive).toBe(false);
    expect(processExists(pid)).toBe(false);
    expect((await checkFinished(store, id)).finishReason).toBe('server-stopped');
    expect(await store.list()).toEqual([]);
    await expect(engine.dispatch(id, secrets)).rejects.toMatchObject({ code: 'engine-unavailable' });
  });

  it('does not mind signals that are meant for the whole terminal', async () => {
    const engine = await start();
    const pid = await enginePid();
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGHUP');
    const id = await createRun(store, 1, { command: 'sleep 0', login });
    await engine.dispatch(id, secrets);
    await finished(id);
    expect(await enginePid()).toBe(pid);
    expect(executions()).toHaveLength(1);
  });

  it('takes no message that is none, and does not repeat what stood in it', async () => {
    const child = fork(here('../testing/fake-engine.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.send({ type: 'dispatch', ask: 1, run: 'no-run-id', secrets });
    const [answer] = (await once(child, 'message')) as [object];
    expect(answer).toMatchObject({ type: 'bug', about: 'the server' });
    expect(JSON.stringify(answer)).not.toContain(secrets.password);
    child.send({ type: 'shutdown', graceMs: 0 });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says why it cannot be built', async () => {
    await expect(start(join(folder, 'nowhere'))).rejects.toThrow(/nowhere.*cannot be opened/);
  });

  it('carries its runs to their end when the server is killed, then goes', async () => {
    const id = await createRun(store, 12, { command: 'sleep 60', login, fanout: 3 });
    const server = spawn(process.execPath, [here('../testing/fake-server.ts'), folder, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');
    const pid = await enginePid();
    server.kill('SIGKILL');
    await once(server, 'exit');
    expect((await store.getRun(id))!.phase).toBe('running');
    await finished(id);
    expect((await checkFinished(store, id)).counts.success).toBe(12);
    expect(new Set(executions()).size).toBe(12);
    expect(executions()).toHaveLength(12);
    await vi.waitFor(() => expect(processExists(pid)).toBe(false), 5_000);
    expect(await store.list()).toEqual([]);
  });

  it('lives beside the engine of a server that comes back, which leaves its runs alone', async () => {
    const id = await createRun(store, 6, { command: 'sleep 100', login, fanout: 2 });
    const server = spawn(process.execPath, [here('../testing/fake-server.ts'), folder, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');
    server.kill('SIGKILL');
    await once(server, 'exit');
    const engine = await start();
    const other = await createRun(store, 1, { command: 'sleep 0', login });
    await engine.dispatch(other, secrets);
    await finished(other);
    await finished(id);
    expect(await checkFinished(store, id)).toMatchObject({
      finishReason: 'completed',
      counts: { success: 6 },
    });
    expect(executions()).toHaveLength(7);
  });
});
