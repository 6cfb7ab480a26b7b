import type {
  Identity,
  Login,
  ProblemCode,
  RunSecrets,
  RunSpec,
  RunTarget,
  Session,
} from '@rollcall/protocol';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { InventorySource } from '../inventory/open-inventory.ts';
import type { HostKeys } from '../host-keys/host-keys.ts';
import type { Clock, RunStore } from '../run/ports.ts';

/** What the web asks of the engine, wherever it runs. */
export interface EngineLink {
  /**
   * Hands a stored run over; harmless for one that was handed over before. When it rejects nothing was contacted:
   * `RunRefusedError` with what is wrong, or whatever kept the engine from answering.
   */
  dispatch(runId: string, secrets: RunSecrets): Promise<void>;
  /** Tells the engine at once of a wish that the store has already. */
  cancel(runId: string, by: string): Promise<void>;
  /** The bell: more of a run's log is stored. It carries no data and may be lost. Returns the way to stop listening. */
  onReached(listener: (runId: string) => void): () => void;
  readonly alive: boolean;
}

/** The ways to log in that this machine offers to a run. */
export interface Logins {
  /** Keys that the server can read, by name. */
  identities(): Promise<Identity[]>;
  /** Whether an ssh-agent answers. */
  agent(): boolean;
  /** Why a run could not log in anywhere, before anything is contacted; null when it is worth trying. */
  check(login: Login, secrets: RunSecrets): Promise<ProblemCode | null>;
}

/** Everything the web server is built from. */
export interface WebServerDeps {
  store: Pick<RunStore, 'createRun' | 'getRun' | 'getTargets' | 'listRuns' | 'readEvents' | 'requestCancel'>;
  access: Access;
  hostKeys: HostKeys;
  engine: EngineLink;
  logins: Logins;
  inventory: InventorySource;
  /**
   * The hosts of a new run with what the ssh_config of the server's user says of them, where nobody else does.
   * @throws RunRefusedError `ssh-config`
   */
  configure: (targets: RunTarget[], spec: RunSpec) => RunTarget[];
  /** The built console; null serves the API alone. */
  consoleFolder: string | null;
  limits: Session['limits'];
  /** Runs may also call cloud metadata, multicast, broadcast, unspecified and reserved addresses. */
  allowSpecial: boolean;
  defaults: Session['defaults'];
  demo: Session['demo'];
  version: string;
  clock: Clock;
  log: Logger;
  /** Origins beside the loopback names, as `https://rollcall.example`; for a reverse proxy or a bind to another address. */
  origins: readonly string[];
}
