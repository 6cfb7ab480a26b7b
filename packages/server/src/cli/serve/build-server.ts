import { fileURLToPath } from 'node:url';
import { startDemoFleetProcess, type DemoFleet } from '@rollcall/demo-fleet';
import {
  CONFIRM_HOSTS_FROM,
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_FANOUT,
  DEFAULT_STAGE_LIMITS,
  MAX_FANOUT,
  MAX_HOSTS_PER_RUN,
  type Locale,
  type Session,
  type Words,
} from '@rollcall/protocol';
import { userName } from '@rollcall/protocol/schemas';
import type { Logger } from 'pino';
import type { Access } from '../../access/access.ts';
import { startLocalEngine, type EngineLink } from '../../dispatch/local-engine.ts';
import { inventoryPlaces, openInventory, type InventorySource } from '../../inventory/open-inventory.ts';
import { createHostKeys } from '../../host-keys/host-keys.ts';
import type { LoginSources } from '../../logins.ts';
import { wordsOf } from '../../run/in-chinese.ts';
import { listIdentities } from '../../ssh/index.ts';
import type { SqliteStore } from '../../store/sqlite-store.ts';
import { createWebServer, type WebServer } from '../../web/server.ts';
import { systemClock } from '../../run/clock.ts';
import { CliError } from '../cli-error.ts';
import { demoFolder, demoKey, DEMO_USER, trustDemoKeys } from '../demo-login.ts';
import { osUser } from '../os-user.ts';
import { programVersion } from '../version.ts';
import { configureFrom } from './configure.ts';
import { offeredLogins } from './logins.ts';

/** What the parts of a server are built from. */
export interface ServerSettings {
  dataFolder: string;
  /** Files and folders of private keys. */
  identities: readonly string[];
  knownHosts: readonly string[];
  agentSocket: string | null;
  origins: readonly string[];
  /** Files and folders of groups as in ClusterShell's groups.d. */
  groupsFrom: readonly string[];
  /** Null for none. */
  sshConfig: string | null;
  consoleFolder: string | null;
  demo: boolean;
  /** Of what is written into the log for a person; English where programs read it. */
  logLocale: Locale;
  /** Runs may call what the policy refuses. */
  allowSpecial: boolean;
  /** How long connections are kept for the next run, in ms; 0 for not at all. */
  keepConnectionsMs: number;
}

/** A server whose port is not open yet. */
export interface BuiltServer {
  web: WebServer;
  demo: Session['demo'];
}

/** Puts away what was started so far, last first. */
export type Closers = (() => Promise<void>)[];

/**
 * Builds demo fleet, engine and web over an open store, each in its own process or this one; what has to be closed again is
 * added to `closers` as it is started.
 * @throws CliError when the engine cannot be built
 */
export async function buildServer(
  settings: ServerSettings,
  { store, access, log }: { store: SqliteStore; access: Access; log: Logger },
  closers: Closers,
): Promise<BuiltServer> {
  const fleet = settings.demo ? await startDemo(settings.dataFolder, store, closers) : null;
  const sources: LoginSources = {
    identities: fleet ? [fleet.key, ...settings.identities] : settings.identities,
    agentSocket: settings.agentSocket,
  };
  const engine = await startEngine(settings, sources, fleet?.routes ?? new Map(), log);
  closers.push(() => engine.close());
  const demo = fleet ? await demoSession(fleet, sources) : null;
  const web = await createWebServer({
    store,
    access,
    hostKeys: createHostKeys({ store, clock: systemClock }),
    engine,
    logins: await offeredLogins(sources),
    inventory: await readableInventory(settings, log),
    configure: configureFrom(settings.sshConfig, log),
    consoleFolder: settings.consoleFolder,
    limits: { maxHosts: MAX_HOSTS_PER_RUN, maxFanout: MAX_FANOUT, confirmHostsFrom: CONFIRM_HOSTS_FROM },
    allowSpecial: settings.allowSpecial,
    defaults: {
      user: usualUser(),
      fanout: DEFAULT_FANOUT,
      connectTimeoutMs: DEFAULT_STAGE_LIMITS.connectMs,
      commandTimeoutMs: fleet ? DEMO_COMMAND_TIMEOUT_MS : DEFAULT_COMMAND_TIMEOUT_MS,
    },
    demo,
    version: programVersion(),
    clock: systemClock,
    log,
    origins: settings.origins,
  });
  closers.push(() => web.close());
  return { web, demo };
}

/** One demo host hangs: whoever tries the demo is to see a limit end it, and not to wait ten minutes for that. */
const DEMO_COMMAND_TIMEOUT_MS = 60_000;

type Demo = Pick<DemoFleet, 'routes' | 'targets'> & { key: string };

/**
 * In a process of its own: a shell loop on all demo hosts held the event loop for 660 ms when they lived in this process, and
 * for 11 ms when they did not.
 */
async function startDemo(dataFolder: string, store: SqliteStore, closers: Closers): Promise<Demo> {
  const folder = demoFolder(dataFolder);
  const fleet = await startDemoFleetProcess({ stateDir: folder });
  closers.push(() => fleet.close());
  await trustDemoKeys(store, fleet, systemClock.now());
  return { routes: fleet.routes, targets: fleet.targets, key: demoKey(folder) };
}

/** The demo as the console offers it; its key is called by its file name unless another key has that name, too. */
async function demoSession(demo: Demo, { identities }: LoginSources): Promise<Session['demo']> {
  const keys = await listIdentities(identities);
  const identity = keys.find(({ path }) => path === demo.key)!.name;
  return { targets: demo.targets, identity, user: DEMO_USER };
}

const NO_INVENTORY: Words = {
  en: 'no groups and no settings of hosts: ',
  zh: '组和主机设置均不可用：',
};

/** A mistake in it stops no server: it is said now, and at every edit that leaves one. */
async function readableInventory(
  { dataFolder, groupsFrom, logLocale }: ServerSettings,
  log: Logger,
): Promise<InventorySource> {
  const inventory = openInventory(inventoryPlaces(dataFolder, groupsFrom), ({ problem }) => {
    if (problem) log.error(`${NO_INVENTORY[logLocale]}${problem.sentence(logLocale)}`);
  });
  await inventory.current();
  return inventory;
}

async function startEngine(
  settings: ServerSettings,
  sources: LoginSources,
  routes: DemoFleet['routes'],
  log: Logger,
): Promise<EngineLink> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const engineModule = fileURLToPath(new URL(`../../engine-main.${extension}`, import.meta.url));
  try {
    return await startLocalEngine({
      engineModule,
      folder: settings.dataFolder,
      routes,
      identities: [...sources.identities],
      knownHosts: [...settings.knownHosts],
      agentSocket: sources.agentSocket,
      keepConnectionsMs: settings.keepConnectionsMs,
      onLog: (level, text) => log[level](text),
    });
  } catch (error) {
    const { en, zh } = wordsOf(error instanceof Error ? error.message : String(error));
    throw new CliError({ en: `the engine does not start: ${en}`, zh: `执行引擎无法启动：${zh}` }, [], {
      cause: error,
    });
  }
}

/** Whom the composer proposes to log in as. */
function usualUser(): string {
  return userName.safeParse(osUser()).data ?? 'root';
}
