import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFleet, type Fleet } from '@rollcall/demo-fleet';
import { hostStateOf } from '@rollcall/protocol';
import { runSpec } from '@rollcall/protocol/schemas';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLocalEngine, type EngineLink } from './dispatch/local-engine.ts';
import { checkFinished, storedLog } from './run/engine.suite.ts';
import { openSqliteStore, type SqliteStore } from './store/sqlite-store.ts';

const HOSTS = 48;
/** More of them by hand: `KILLS=200 vitest run packages/server/src/engine-main.test.ts`. */
const KILLS = Number(process.env['KILLS'] ?? 6);

let folder: string;
let store: SqliteStore;
let fleet: Fleet;
let engine: EngineLink;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-kill-'));
  store = await openSqliteStore({ folder });
  fleet = await startFleet();
  engine = await start();
});
afterAll(async () => {
  await engine.close(0);
  await fleet.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const start = (keepConnectionsMs = 0): Promise<EngineLink> =>
  startLocalEngine({
    folder,
    // As in the demo: what is typed is not where the hosts are.
    routes: new Map(addresses().map(([typed, real]) => [typed, { host: real, port: fleet.port }])),
    identities: [],
    knownHosts: [],
    agentSocket: null,
    keepConnectionsMs,
    engineModule: fileURLToPath(new URL('./engine-main.ts', import.meta.url)),
    onLog: () => undefined,
  });

/** Hosts that answer at once, and some that take 0.1 s and 0.2 s. */
function addresses(): [string, string][] {
  return Array.from({ length: HOSTS }, (_, at) => [
    `192.0.2.${at + 1}`,
    at % 3 === 0 ? `127.1.0.${at + 1}` : `127.8.0.${at % 3}`,
  ]);
}

async function newRun(): Promise<string> {
  const id = randomUUID();
  const targets = addresses().map(([host]) => ({ host }));
  const spec = runSpec.parse({
    targets: `192.0.2.1-${HOSTS}`,
    command: 'uptime',
    login: { method: 'password', user: 'ops' },
    hostKeys: 'accept-new',
    fanout: 12,
  });
  const createdAtMs = Date.now();
  await store.createRun({ id, spec, targets, createdAtMs, createdBy: 'test', origin: 'api' });
  return id;
}

const finished = (id: string) =>
  vi.waitFor(async () => expect((await store.getRun(id))!.phase).toBe('finished'), 15_000);

describe('the engine program', () => {
  it('asks every host over SSH', async () => {
    const id = await newRun();
    await engine.dispatch(id, { password: 'secret' });
    await finished(id);
    const state = await checkFinished(store, id);
    expect(state).toMatchObject({ finishReason: 'completed', counts: { success: HOSTS } });
  });

  it('asks them again over the connections that it has kept, and closes those at its end', async () => {
    await engine.close(0);
    engine = await start(60_000);
    const sum = (what: 'connections' | 'open'): number =>
      fleet.ledger().reduce((all, host) => all + host[what], 0);
    const ask = async (): Promise<number> => {
      const id = await newRun();
      await engine.dispatch(id, { password: 'secret' });
      await finished(id);
      expect((await checkFinished(store, id)).counts).toMatchObject({ success: HOSTS });
      return (await storedLog(store, id)).filter((event) => event.type === 'host-connected' && event.reused)
        .length;
    };
    await ask();
    const before = sum('connections');
    expect(await ask()).toBe(HOSTS);
    expect(sum('connections')).toBe(before);
    expect(sum('open')).toBeGreaterThan(0);
    await engine.close(0);
    await expect.poll(() => sum('open')).toBe(0);
    engine = await start();
  });

  it(
    'never runs a command twice, and tells the truth, whenever it is killed',
    { timeout: 600_000 },
    async () => {
      const facts = (await storedLog(store, (await store.listRuns({ limit: 1 })).runs[0]!.id)).length;
      let interrupted = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        fleet.reset();
        const id = await newRun();
        const killAt = Math.floor((kill * facts) / KILLS);
        const stop = engine.onReached((run) => {
          if (run === id) void killBehind(id, killAt, stop);
        });
        if (kill === 0) void killBehind(id, 0, stop);
        await engine.dispatch(id, { password: 'secret' }).catch(() => undefined);
        await vi.waitFor(() => expect(engine.alive).toBe(false), 15_000);
        await engine.close();
        engine = await start();
        // Killed before it was claimed, the run is still everybody's.
        await engine.dispatch(id, { password: 'secret' });
        await finished(id);
        stop();
        if ((await checkFinished(store, id)).finishReason === 'engine-lost') interrupted += 1;
        await compareWithHosts(id);
      }
      expect(interrupted, 'kills in the middle of a run').toBeGreaterThan(KILLS / 2);
      expect(await store.unfinishedRuns()).toEqual([]);
    },
  );
});

async function killBehind(id: string, seq: number, stop: () => void): Promise<void> {
  if (((await store.getRun(id))!.reached['0'] ?? 0) < seq) return;
  stop();
  const pid = (await store.list()).at(-1)?.pid;
  if (pid !== undefined && pid !== process.pid) process.kill(pid, 'SIGKILL');
}

/** What the hosts have seen, against what the log says. */
async function compareWithHosts(id: string): Promise<void> {
  const events = await storedLog(store, id);
  const state = await checkFinished(store, id);
  const execs = fleet.ledger().flatMap((host) => host.execs.map(({ attempt }) => attempt));
  expect(new Set(execs).size, 'no attempt was executed twice').toBe(execs.length);
  for (let host = 0; host < HOSTS; host += 1) {
    const tokens = events.flatMap((event) =>
      event.type === 'host-dispatched' && event.host === host ? [event.token] : [],
    );
    expect(tokens.length, 'dispatched at most once').toBeLessThanOrEqual(1);
    const executed = tokens.some((token) => execs.includes(token));
    const seen = hostStateOf(state, host);
    if (seen === 'success') expect(executed).toBe(true);
    if (seen === 'not-called') expect(tokens).toEqual([]);
  }
  const known = new Set(events.flatMap((event) => (event.type === 'host-dispatched' ? [event.token] : [])));
  for (const attempt of execs)
    expect(known.has(attempt!), 'every execution was on the disk before').toBe(true);
}
