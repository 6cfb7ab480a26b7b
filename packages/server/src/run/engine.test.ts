import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { checkFinished, createRun, quick, startEngine, stopEngines, storedLog } from './engine.suite.ts';
import { RunRefusedError } from './refusal.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(async () => {
  await stopEngines();
  await store.close();
});

describe('starting', () => {
  it.each([
    ['a run that is not there', undefined, 'unknown-run'],
    ['a login that cannot be made ready', 'passphrase-needed', 'passphrase-needed'],
  ] as const)('refuses %s, and contacts nothing', async (_what, login, code) => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost, {
      resolveLogin: async () => {
        throw new RunRefusedError(login!, 'the key id_rsa is encrypted');
      },
    });
    const id = login ? await createRun(store, 1) : '00000000-0000-4000-8000-000000000000';
    await expect(engine.start(id, {})).rejects.toMatchObject({ name: 'RunRefusedError', code });
    expect(hosts.requests).toEqual([]);
    if (login) expect(await store.getRun(id)).toMatchObject({ phase: 'queued', engine: null });
  });

  it('begins a run once, however often and by however many engines it is started', async () => {
    const hosts = quick();
    const [one, two] = [await startEngine(store, hosts.runOnHost), await startEngine(store, hosts.runOnHost)];
    const id = await createRun(store, 10);
    await Promise.all([one.start(id, {}), one.start(id, {}), two.start(id, {}), two.start(id, {})]);
    await one.start(id, {});
    await Promise.all([one.idle(), two.idle()]);
    await two.start(id, {});
    await two.idle();
    await checkFinished(store, id);
    expect([...hosts.executions.values()]).toEqual(Array(10).fill(1));
  });

  it('refuses a placeholder without a value for one of the hosts, and contacts none', async () => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 3, { command: 'echo {var.role}' });
    await expect(engine.start(id, {})).rejects.toMatchObject({ code: 'invalid-command' });
    expect(hosts.requests).toEqual([]);
    expect(await store.getRun(id)).toMatchObject({ phase: 'queued', engine: null });
  });

  it('gives each host its own task, and the password for sudo to nothing that is stored', async () => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost);
    const asked = { command: 'ping {host} {index}', sudo: { user: 'root' }, silenceTimeoutMs: 5_000 };
    const id = await createRun(store, 2, asked);
    await engine.start(id, { sudoPassword: 'hunter2' });
    await engine.idle();
    const shared = { sudo: { user: 'root', password: 'hunter2' }, silenceTimeoutMs: 5_000 };
    expect(hosts.requests).toMatchObject([
      { ...shared, command: "ping 'h0' '0'" },
      { ...shared, command: "ping 'h1' '1'" },
    ]);
    await checkFinished(store, id);
    const kept = JSON.stringify([await store.getRun(id), await storedLog(store, id)]);
    expect(kept).not.toContain('hunter2');
  });

  it('begins a run that was taken back before, and ends it without a call', async () => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 3);
    await store.requestCancel(id, 'owner');
    await engine.start(id, {});
    await engine.idle();
    expect(await checkFinished(store, id)).toMatchObject({
      finishReason: 'cancelled',
      cancelRequestedBy: 'owner',
    });
    expect(hosts.requests).toEqual([]);
  });
});

describe('signs of life', () => {
  it('signs in at once and beats on', async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      const engine = await startEngine(store, quick().runOnHost);
      expect(await store.list()).toEqual([{ id: engine.id, pid: process.pid, heartbeatAtMs: 1_000_000 }]);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await store.list()).toMatchObject([{ heartbeatAtMs: 1_005_000 }]);
      await engine.shutdown(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
