import { OutputTally, type Digest, type StreamName } from './tally.ts';

/** How far a connection came, seen from the host. `kex` means: the key exchange is finished. */
export type Stage = 'connected' | 'banner' | 'kex' | 'auth' | 'ready' | 'exec' | 'closed';

/** Who ended the connection: the client with FIN or RST, or the host itself. `null`: it is open. */
export type ClosedBy = 'client-fin' | 'client-rst' | 'host' | null;

/** One exec request that reached the host. It stands here before the host does anything with it. */
export interface ExecEntry {
  /** `ROLLCALL_ATTEMPT`, from an env request or as an assignment before the command; `null` if none. */
  readonly attempt: string | null;
  readonly command: string;
  /** Wall clock, ms since 1970. */
  readonly atMs: number;
  /** Names of the signals the client sent on this channel, without `SIG`. */
  readonly signals: readonly string[];
}

/** What one host saw. The host's word against which a test checks the record of the controller. */
export interface HostLedger {
  /** The address that was dialled, such as `127.1.0.7`. */
  readonly address: string;
  /** TCP connections accepted so far, and how many of them are open now. */
  readonly connections: number;
  readonly open: number;
  /** Of the newest connection: the stage it is in, and the furthest it reached before closing. */
  readonly stage: Stage;
  readonly reached: Exclude<Stage, 'closed'>;
  readonly closedBy: ClosedBy;
  /** The client's identification line after `SSH-2.0-`, and the last user name it tried. */
  readonly client: string | null;
  readonly user: string | null;
  /** Authentication requests of every kind (`none` too), over all connections. */
  readonly authPackets: number;
  readonly passwordAttempts: number;
  readonly publicKeyAttempts: number;
  /** Hashes inside the RSA signatures that came, `sha1`, `sha256` or `sha512`. */
  readonly signatures: readonly string[];
  readonly execs: readonly ExecEntry[];
  /** Connections passed on to other hosts: all of them, those that are open, and the most at once. */
  readonly forwards: { readonly all: number; readonly open: number; readonly most: number };
  /**
   * Output put into SSH packets, over all execs, both streams in the order of sending.
   * After a reset the client may have received less.
   */
  readonly bytesSent: number;
  readonly sha256: string;
  readonly stdout: Digest;
  readonly stderr: Digest;
}

/** The order of stages, for "furthest reached". */
const RANK: Record<Stage, number> = {
  connected: 0,
  banner: 1,
  kex: 2,
  auth: 3,
  ready: 4,
  exec: 5,
  closed: 6,
};

/** The mutable record behind one {@link HostLedger}. */
export class HostRecord {
  connections = 0;
  open = 0;
  client: string | null = null;
  user: string | null = null;
  authPackets = 0;
  passwordAttempts = 0;
  publicKeyAttempts = 0;
  readonly signatures: string[] = [];
  readonly forwards = { all: 0, open: 0, most: 0 };
  /** Connections to other hosts that are being made. */
  forwarding = 0;
  private execs: { attempt: string | null; command: string; atMs: number; signals: string[] }[] = [];
  private newest: ConnectionRecord | undefined;
  private readonly output = new OutputTally();
  readonly address: string;
  private readonly changed: () => void;

  constructor(address: string, changed: () => void) {
    this.address = address;
    this.changed = changed;
  }

  connect(): ConnectionRecord {
    this.connections += 1;
    this.open += 1;
    this.newest = new ConnectionRecord(this.changed, () => (this.open -= 1));
    this.changed();
    return this.newest;
  }

  authRequest(user: string, method: string): void {
    this.user = user;
    this.authPackets += 1;
    if (method === 'password') this.passwordAttempts += 1;
    if (method === 'publickey') this.publicKeyAttempts += 1;
    this.changed();
  }

  exec(command: string, attempt: string | null, atMs: number): { signals: string[] } {
    const entry = { attempt, command, atMs, signals: [] };
    this.execs.push(entry);
    this.changed();
    return entry;
  }

  forwarded(change: 1 | -1): void {
    const { forwards } = this;
    forwards.open += change;
    if (change === 1) forwards.all += 1;
    forwards.most = Math.max(forwards.most, forwards.open);
    this.changed();
  }

  signal(entry: { signals: string[] }, name: string): void {
    entry.signals.push(name);
    this.changed();
  }

  sent(stream: StreamName, chunk: Buffer): void {
    this.output.add(stream, chunk);
    this.changed();
  }

  snapshot(): HostLedger {
    const { all, stdout, stderr } = this.output.digests();
    return {
      address: this.address,
      connections: this.connections,
      open: this.open,
      stage: this.newest?.stage ?? 'closed',
      reached: this.newest?.reached ?? 'connected',
      closedBy: this.newest?.closedBy ?? null,
      client: this.client,
      user: this.user,
      authPackets: this.authPackets,
      passwordAttempts: this.passwordAttempts,
      publicKeyAttempts: this.publicKeyAttempts,
      signatures: [...this.signatures],
      forwards: { ...this.forwards },
      execs: this.execs.map((entry) => ({ ...entry, signals: [...entry.signals] })),
      bytesSent: all.bytes,
      sha256: all.sha256,
      stdout,
      stderr,
    };
  }
}

/** The stages of one connection. */
export class ConnectionRecord {
  stage: Stage = 'connected';
  reached: Exclude<Stage, 'closed'> = 'connected';
  closedBy: ClosedBy = null;
  private readonly changed: () => void;
  private readonly left: () => void;

  constructor(changed: () => void, left: () => void) {
    this.changed = changed;
    this.left = left;
  }

  /** Stages only go forward: a second exec on one connection stays `exec`. */
  reach(stage: Exclude<Stage, 'closed'>): void {
    if (this.stage === 'closed' || RANK[stage] <= RANK[this.reached]) return;
    this.stage = stage;
    this.reached = stage;
    this.changed();
  }

  /** The first reason wins: what follows a FIN is only its consequence. */
  closing(by: Exclude<ClosedBy, null>): void {
    this.closedBy ??= by;
  }

  closed(): void {
    if (this.stage === 'closed') return;
    this.stage = 'closed';
    this.left();
    this.changed();
  }
}

/** The records of all hosts that were ever dialled; nothing is allocated for the others. */
export class Ledger {
  private records = new Map<string, HostRecord>();
  private readonly changed: () => void;

  /** @param changed called after each change; must be cheap */
  constructor(changed: () => void = () => {}) {
    this.changed = changed;
  }

  of(address: string): HostRecord {
    let record = this.records.get(address);
    if (record === undefined) {
      record = new HostRecord(address, this.changed);
      this.records.set(address, record);
    }
    return record;
  }

  /** One host (empty when it was never dialled), or all in the order of their first connection. */
  snapshot(address?: string): HostLedger[] {
    if (address === undefined) return [...this.records.values()].map((record) => record.snapshot());
    const record = this.records.get(address);
    return record === undefined ? [] : [record.snapshot()];
  }

  /** Forgets everything. Connections that are still open go on, unrecorded. */
  reset(): void {
    this.records = new Map();
    this.changed();
  }
}
