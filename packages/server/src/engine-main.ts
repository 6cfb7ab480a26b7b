// The program of the engine process: builds an engine over SSH and SQLite, and serves it to the process that started it.
import { randomUUID } from 'node:crypto';
import { serveEngine } from './dispatch/engine-process.ts';
import { processExists } from './dispatch/process-exists.ts';
import { readyLogin } from './logins.ts';
import { systemClock } from './run/clock.ts';
import { createEngine } from './run/engine.ts';
import { createRecovery } from './run/recovery.ts';
import { createRunOnHost, readKnownHosts } from './ssh/index.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

/**
 * A locked database is waited for in the log writer, where hosts are paused and everything else goes on, rather than inside
 * SQLite, where the whole engine would stand still.
 */
const BUSY_TIMEOUT_MS = 250;

serveEngine(async (settings, { onReached, onBug }) => {
  const store = await openSqliteStore({ folder: settings.folder, busyTimeoutMs: BUSY_TIMEOUT_MS });
  let knownHosts = await readKnownHosts(settings.knownHosts);
  const runOnHost = createRunOnHost({
    ledger: store,
    knownHosts: { find: (host, port) => knownHosts.find(host, port) },
    routes: new Map(settings.routes),
    clock: systemClock,
    keepConnectionsMs: settings.keepConnectionsMs ?? 0,
  });
  const engine = await createEngine({
    id: randomUUID(),
    store,
    registry: store,
    runOnHost,
    resolveLogin: async (login, secrets) => {
      // Before each run, since a person may have approved a host in a terminal meanwhile.
      knownHosts = await readKnownHosts(settings.knownHosts);
      return readyLogin(login, secrets, settings);
    },
    clock: systemClock,
    onReached,
    onBug,
  });
  const recover = createRecovery({
    store,
    registry: store,
    isAlive: processExists,
    self: { id: engine.id, pid: process.pid },
    clock: systemClock,
    onReached,
  });
  const close = async (): Promise<void> => {
    runOnHost.close();
    await store.close();
  };
  return { engine, recover, close };
});
