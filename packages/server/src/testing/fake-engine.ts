// An engine process for tests: the real engine and store, hosts that are not there. `startLocalEngine` forks this module.
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../run/clock.ts';
import { createEngine } from '../run/engine.ts';
import type { HostRequest, SessionFact } from '../run/ports.ts';
import { createRecovery } from '../run/recovery.ts';
import { RunRefusedError } from '../run/refusal.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { serveEngine } from '../dispatch/engine-process.ts';
import { processExists } from '../dispatch/process-exists.ts';

serveEngine(async ({ folder }, { onReached, onBug }) => {
  const store = await openSqliteStore({ folder });
  const id = randomUUID();
  const engine = await createEngine({
    id,
    store,
    registry: store,
    runOnHost: (request) => fakeHost(request, join(folder, 'executions')),
    resolveLogin: async (login, { password }) => {
      if (login.method !== 'password' || password === undefined)
        throw new RunRefusedError('password-needed', `for ${login.user}`);
      return { method: 'password', user: login.user, password };
    },
    clock: systemClock,
    onReached,
    onBug,
  });
  const recover = createRecovery({
    store,
    registry: store,
    isAlive: processExists,
    self: { id, pid: process.pid },
    clock: systemClock,
    onReached,
  });
  return { engine, recover, close: () => store.close() };
});

/** Does what the command says: `hang`, or `sleep <ms>`, then exits with 0. Every execution is written down. */
async function* fakeHost(request: HostRequest, executions: string): AsyncGenerator<SessionFact, void> {
  const { target, signal, command, login, admit, token } = request;
  yield { type: 'host-connecting' };
  await delay(1);
  await admit();
  if (signal.aborted) return void (yield cancelled('connecting'));
  yield {
    type: 'host-connected',
    address: '127.0.0.1',
    server: 'fake',
    hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:x', trust: 'known' },
    login: login.user,
    stages: {},
  };
  yield { type: 'host-dispatched', token };
  if (signal.aborted) return void (yield cancelled('connecting'));
  appendFileSync(executions, `${target.host}\n`);
  yield { type: 'host-output', stream: 'stdout', bytes: Buffer.from(`${target.host} is up\n`) };
  const [what, ms] = command.split(' ');
  const endsBy =
    what === 'hang' ? delay(2 ** 30, undefined, { signal }) : delay(Number(ms), undefined, { signal });
  const ended = await endsBy.then(
    () => true,
    () => false,
  );
  if (!ended) return void (yield cancelled('running'));
  yield { type: 'host-exited', status: 0, signal: null, durationMs: 1, stages: {} };
}

const cancelled = (stage: 'connecting' | 'running'): SessionFact => ({
  type: 'host-cancelled',
  stage,
  confirmed: true,
  durationMs: 1,
  stages: {},
});
