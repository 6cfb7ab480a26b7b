import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startFleetProcess, type FleetProcess } from '@rollcall/demo-fleet';
import { isOutcome, type RunEvent, type RunSummary } from '@rollcall/protocol';
import { descendants } from '../packages/server/src/testing/descendants.ts';
import { end, startServer, type Server } from './support/program.ts';
import { writePrivateKey } from './support/keys.ts';

let folder: string;
let fleet: FleetProcess;
let serverArgs: string[];

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-kill-'));
  fleet = await startFleetProcess();
  const [keyFile, knownHosts] = [join(folder, 'key'), join(folder, 'known_hosts')];
  writePrivateKey(keyFile);
  writeFileSync(knownHosts, `[127.*]:${fleet.port} ${fleet.hostKey.keyType} ${fleet.hostKey.key}\n`);
  serverArgs = ['--identity', keyFile, '--known-hosts', knownHosts];
});

test.afterEach(async () => {
  await fleet.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks for a run of `targets` as a script does; the key is the one the server offers. */
async function putRun(server: Server, targets: string, fanout: number): Promise<string> {
  const { identities } = (await (await server.api('/api/session')).json()) as {
    identities: { name: string }[];
  };
  const id = randomUUID();
  const login = { method: 'key', user: 'ops', identity: identities[0]!.name };
  const spec = { targets, command: 'uptime', login, port: fleet.port, fanout, commandTimeoutMs: 8_000 };
  const answer = await server.api(`/api/runs/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ spec }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return id;
}

async function summary(server: Server, run: string): Promise<RunSummary> {
  return (await (await server.api(`/api/runs/${run}`)).json()) as RunSummary;
}

async function logOf(server: Server, run: string): Promise<RunEvent[]> {
  const text = await (await server.api(`/api/runs/${run}/events`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEvent);
}

for (const { who, withEngine } of [
  { who: 'the server', withEngine: false },
  { who: 'the server and its engine', withEngine: true },
]) {
  test(`SIGKILL of ${who} in mid-run: nothing runs twice, no run is left running`, async () => {
    const data = join(folder, 'data');
    const first = await startServer({ folder: data, args: serverArgs });
    // Hosts of 127.8.x.y take x tenths of a second for each step and y tenths for the command.
    const run = await putRun(first, '127.8.0-1.1-8, 127.1.0.1-180', 4);
    await expect.poll(async () => (await summary(first, run)).counts.success).toBeGreaterThan(3);
    const engines = await descendants(first.child.pid!);
    expect(engines.length).toBeGreaterThan(0);
    await end(first.child, 'SIGKILL');
    if (withEngine) for (const pid of engines) process.kill(pid, 'SIGKILL');

    const second = await startServer({ folder: data, args: serverArgs });
    try {
      await expect.poll(async () => (await summary(second, run)).phase, { timeout: 45_000 }).toBe('finished');
      const log = await logOf(second, run);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      const outcomes = log.filter(isOutcome);
      expect(outcomes).toHaveLength(196);
      if (!withEngine) expect(log.at(-1)).toMatchObject({ type: 'run-finished', reason: 'completed' });
      const dispatched = log.filter((event) => event.type === 'host-dispatched').length;
      const execs = (await fleet.ledger()).flatMap((host) => host.execs);
      const attempts = execs.map(({ attempt }) => attempt);
      expect(new Set(attempts).size, 'no attempt was executed twice').toBe(attempts.length);
      expect(
        (await fleet.ledger()).filter((host) => host.execs.length > 1),
        'no host was asked twice',
      ).toEqual([]);
      expect(execs.length, 'nothing ran that is not in the log').toBeLessThanOrEqual(dispatched);
    } finally {
      await end(second.child);
    }
  });
}
