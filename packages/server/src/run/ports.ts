import type {
  ChipCounts,
  Cursor,
  FeedView,
  HostFact,
  HostKeyPolicy,
  OutcomeType,
  RunEvent,
  RunFinishReason,
  RunPhase,
  RunSpec,
  RunTarget,
  Script,
  StageLimits,
} from '@rollcall/protocol';

/** A run as the store keeps it, beside its log. */
export interface StoredRun {
  id: string;
  spec: RunSpec;
  hostCount: number;
  createdAtMs: number;
  createdBy: string;
  origin: 'console' | 'cli' | 'api';
  phase: RunPhase;
  counts: ChipCounts;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  finishReason: RunFinishReason | null;
  durationMs: number | null;
  /** Id of the engine that claimed it. */
  engine: string | null;
  cancelRequestedBy: string | null;
  /** Last stored seq per part. */
  reached: Cursor;
}

/** A run as it is stored first: nothing has happened yet. */
export type NewRun = Pick<StoredRun, 'id' | 'spec' | 'createdAtMs' | 'createdBy' | 'origin'> & {
  /** In the order in which they are called; events name a host by its index here. */
  targets: readonly RunTarget[];
};

/** What the log writer knows of the run after a batch; stored in the same transaction as the batch. */
export interface RunProgress {
  phase: RunPhase;
  counts: ChipCounts;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  finishReason: RunFinishReason | null;
  durationMs: number | null;
}

/** Facts of one part that are stored together, or not at all. */
export interface LogBatch {
  run: string;
  part: number;
  /** In seq order, following on what is stored. */
  events: readonly RunEvent[];
  progress: RunProgress;
}

/** Facts that were read together. */
export interface LogPage {
  events: RunEvent[];
  /** Last seq that was looked at: the cursor for the next page, also when a filter left events out. */
  to: number;
  /** A limit closed the page: more is stored behind it. */
  more: boolean;
}

/**
 * Where runs and their logs live. One contract for every engine of storage; its suite is `store/contract.suite.ts`.
 * Rejects with `StorageError` when the disk is full, locked or broken; everything else that rejects is a bug.
 */
export interface RunStore {
  /** `same` when the id is taken by an equal spec and targets, `different` when by another. */
  createRun(run: NewRun): Promise<'created' | 'same' | 'different'>;
  getRun(id: string): Promise<StoredRun | null>;
  getTargets(id: string): Promise<RunTarget[] | null>;
  /** Newest first. `before` is the `next` of the page before. */
  listRuns(page: {
    limit: number;
    before?: string | undefined;
  }): Promise<{ runs: StoredRun[]; next: string | null }>;
  /** True for exactly one engine, once: the fence against a second writer. */
  claimRun(id: string, engine: string): Promise<boolean>;
  /**
   * All batches in one transaction. `durable` waits until the disk has it (fsync), which also covers all earlier batches.
   * A batch that does not follow on what is stored comes from a second writer: rejects with `LogTakenError`, and nothing
   * of the call is stored.
   */
  appendEvents(batches: readonly LogBatch[], durable: boolean): Promise<void>;
  /** Events after `after` in one part that belong to `view`, up to about `maxBytes` and `maxEvents`. */
  readEvents(
    run: string,
    part: number,
    after: number,
    view: FeedView,
    limits: { maxBytes: number; maxEvents: number },
  ): Promise<LogPage>;
  requestCancel(id: string, by: string): Promise<void>;
  /** Runs that have not finished, with the engine that claimed them. */
  unfinishedRuns(): Promise<StoredRun[]>;
}

/** The disk or the database said no; `code` says how. Shown to people without a stack. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: 'missing' | 'not-writable' | 'locked' | 'full' | 'newer-schema' | 'corrupt' | 'failed';

  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The log of a part has gone on without this writer: another one, most likely a recovery, has taken the run over. */
export class LogTakenError extends Error {
  override readonly name = 'LogTakenError';
  readonly run: string;
  readonly part: number;

  constructor(run: string, part: number) {
    super(`part ${part} of the log of run ${run} has another writer`);
    this.run = run;
    this.part = part;
  }
}

/** Engines that say they live, so that the runs of a dead one can be ended. */
export interface EngineRegistry {
  register(engine: { id: string; pid: number; startedAtMs: number }): Promise<void>;
  heartbeat(id: string, atMs: number): Promise<void>;
  list(): Promise<{ id: string; pid: number; heartbeatAtMs: number }[]>;
  remove(id: string): Promise<void>;
}

/** A host key that is trusted for a host and port; `key` is the base64 of the public key blob, as in known_hosts. */
export interface TrustedKey {
  type: string;
  key: string;
}

/** The product's own record of host keys. A host that it knows is judged by it alone, every other by OpenSSH's files. */
export interface HostKeyLedger {
  /** The keys that are trusted for a host, and those that are refused on every host. Names are compared in lower case. */
  find(host: string, port: number): Promise<{ trusted: TrustedKey[]; revoked: TrustedKey[] }>;
  /** First contact under accept-new. Changes nothing for a host that has a trusted key: the first record stands. */
  record(entry: {
    host: string;
    port: number;
    type: string;
    key: string;
    atMs: number;
    by: string;
  }): Promise<void>;
}

/** What a host may want after the first credential; each is given at most once per host. */
export interface FurtherCredentials {
  password?: string | undefined;
  /** A one-time code. After `untilMs` (wall clock) it is not sent any more: hosts count wrong ones. */
  code?: { text: string; untilMs: number } | undefined;
}

/** A way to log in with everything it takes, in memory only. */
export type ReadyLogin = { further?: FurtherCredentials | undefined } & (
  | {
      method: 'key';
      user: string;
      /** OpenSSH, PEM or PPK text */ privateKey: Buffer;
      passphrase?: string | undefined;
      /** For words, e.g. "key id_ed25519" */ label: string;
    }
  | {
      method: 'agent';
      user: string;
      /** SSH_AUTH_SOCK */ socket: string;
      /** The one key of it to use; absent: all. */
      key?: { fingerprint: string; /** For words, e.g. "key work" */ label: string };
    }
  | { method: 'password'; user: string; password: string }
);

/** A host on the way to another one, which is dialled from there. */
export interface Hop {
  host: string;
  port: number;
  /** Absent: the user of the login. */
  user?: string | undefined;
  /** Absent: the login of the host behind it. */
  login?: ReadyLogin | undefined;
}

/** Everything one attempt on one host needs. */
export interface HostRequest {
  target: RunTarget;
  port: number;
  command: string;
  login: ReadyLogin;
  hostKeys: HostKeyPolicy;
  limits: StageLimits;
  /** Hosts on the way, the nearest first; each has the limits and the key policy of this request. Absent: none. */
  jump?: readonly Hop[] | undefined;
  /** Offers algorithms that are out of date too, to this host and not to those on the way. */
  legacy?: boolean | undefined;
  /** Makes `command` the text of a script. */
  script?: Script | undefined;
  /** Placeholders are filled in here, and in the next. */
  workingFolder?: string | undefined;
  env?: Readonly<Record<string, string>> | undefined;
  /** Standard input; absent: none. */
  input?: Uint8Array | undefined;
  /** On a terminal. */
  pty?: boolean | undefined;
  /** Run as this user. The password goes to sudo's own prompt, once. */
  sudo?: { user: string; password?: string | undefined } | undefined;
  /** Send the command line as it is. */
  plain?: boolean | undefined;
  /** Whole command in ms, 0 for none. */
  commandTimeoutMs: number;
  /** Longest time without output in ms, 0 or absent for none. */
  silenceTimeoutMs?: number | undefined;
  /** How many hosts its run calls, absent: 1. A run over more than are kept leaves no connection behind. */
  hostsOfRun?: number | undefined;
  /** Random name of this attempt; sent as the environment variable ROLLCALL_ATTEMPT where the host accepts it. */
  token: string;
  /** Called once the TCP connection stands and before anything else happens on it; the host goes on when it resolves. */
  admit: () => Promise<void>;
  /** Abort stops the attempt at whatever stage it is: TERM, then KILL, then the connection is closed. */
  signal: AbortSignal;
}

type AboutHost = 'host' | 'attempt';
type ByCore = AboutHost | 'output';
type OfSession<F> = F extends { type: OutcomeType }
  ? Omit<F, ByCore>
  : F extends { host: number }
    ? Omit<F, AboutHost>
    : never;

/**
 * What a session reports, in order: connecting, connected, dispatched, output…, exactly one outcome.
 * `host-dispatched` is yielded before the exec request leaves; the request leaves when the consumer asks for the next fact,
 * so a consumer that awaits durability first gets "durable before exec" for nothing.
 * Likewise a consumer that does not ask for more output pauses the channel.
 */
export type SessionFact = OfSession<
  Exclude<HostFact, { type: 'host-skipped' | 'host-output-gap' | 'host-output-progress' }>
>;

/** Runs one command on one host. Never throws for what the host does; that is a fact. */
export type RunOnHost = (request: HostRequest) => AsyncIterable<SessionFact>;

/** Time as the core sees it, so that tests can pass their own. */
export interface Clock {
  /** Wall clock, ms since 1970. */
  now(): number;
  /** Monotonic ms, for durations. */
  monotonic(): number;
}
