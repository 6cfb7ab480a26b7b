import type { FailedJump } from '@rollcall/protocol';
import type { ReadyLogin } from '../../run/ports.ts';
import { createAttempt, type ConnectRequest, type Ending } from '../attempt.ts';
import { connectHost, type ConnectTools, type Connection } from '../connect-host.ts';
import type { Failure } from '../failures.ts';
import { trustNow } from '../host-trust.ts';
import { connectionIdentity } from '../identity.ts';
import { createForwards, type Forwards } from './forwards.ts';
import { jumpOf, requestForLastHop } from './hop.ts';

/** A jump host that is logged in to. */
export interface OpenBastion {
  /** As outcomes name it. */
  via: FailedJump;
  forwards: Forwards;
}

/** A share in the connection to a jump host. */
export interface Membership {
  /** Resolves once the jump host, and all before it, have taken the login; or with what a host behind it ends with. */
  opened: Promise<OpenBastion | Failure>;
  /** Gives the share back; the connection is closed some time after the last one. */
  leave(): void;
}

/** The connections to jump hosts, each opened once and shared by all hosts behind it. */
export interface Bastions {
  /** Joins the last jump host of a request. */
  join(request: ConnectRequest): Membership;
  /** Closes all of them. */
  close(): void;
}

export interface BastionOptions {
  /** Connections at once over one jump host. */
  maxChannels: number;
  /** How long a connection without hosts is kept, in ms. */
  idleMs: number;
}

/** The connection to one jump host. */
interface Bastion {
  opened: Promise<(OpenBastion & { connection: Connection }) | Failure>;
  isOpen: boolean;
  members: number;
  /** Logins, each of one run, for which its key was found to be trusted. */
  trustedFor: WeakSet<ReadyLogin>;
  idle: NodeJS.Timeout | undefined;
  /** Stops the opening, or closes the connection. */
  close(): void;
}

/** Failures that will not go away by trying again: a second try could lock the account. */
const LASTING = /^(?:auth|verify)\//;
/** Any other failure is taken for the answer to the hosts that ask within this time. */
const FAILURE_HOLDS_MS = 30_000;

export function isFailure(opened: OpenBastion | Failure): opened is Failure {
  return 'reason' in opened;
}

export function createBastions(options: BastionOptions, tools: () => ConnectTools): Bastions {
  const bastions = new Map<string, Bastion>();
  const failed = new WeakMap<ReadyLogin, Map<string, { failure: Failure; untilMs: number }>>();

  function open(key: string, request: ConnectRequest): Bastion {
    const closing = new AbortController();
    const hop = requestForLastHop(request, closing.signal);
    let connection: Connection | undefined;
    const bastion: Bastion = {
      opened: openHop(hop, options, tools()).then((opened) => {
        if (isFailure(opened)) {
          remember(key, request.login, opened);
          drop(key, bastion);
          return opened;
        }
        connection = opened.connection;
        bastion.isOpen = true;
        connection.link.onLost = () => drop(key, bastion);
        if (closing.signal.aborted) connection.link.close();
        if (!connection.link.isOpen) drop(key, bastion);
        return opened;
      }),
      isOpen: false,
      members: 0,
      trustedFor: new WeakSet([request.login]),
      idle: undefined,
      close() {
        drop(key, bastion);
        closing.abort();
        connection?.link.close();
      },
    };
    bastion.opened.catch(() => drop(key, bastion));
    bastions.set(key, bastion);
    return bastion;
  }

  /** Nobody else joins it. */
  function drop(key: string, bastion: Bastion): void {
    clearTimeout(bastion.idle);
    if (bastions.get(key) === bastion) bastions.delete(key);
  }

  function remember(key: string, login: ReadyLogin, failure: Failure): void {
    // The machine has too many open files for a moment; that says nothing about the jump host.
    if (failure.jump?.reason === 'connect/no-resources') return;
    const isLasting = LASTING.test(failure.jump?.reason ?? '');
    const untilMs = isLasting ? Infinity : tools().clock.monotonic() + FAILURE_HOLDS_MS;
    const ofRun = failed.get(login) ?? new Map<string, { failure: Failure; untilMs: number }>();
    failed.set(login, ofRun.set(key, { failure, untilMs }));
  }

  function knownFailure(key: string, login: ReadyLogin): Failure | undefined {
    const known = failed.get(login)?.get(key);
    return known !== undefined && tools().clock.monotonic() < known.untilMs ? known.failure : undefined;
  }

  function leave(key: string, bastion: Bastion): void {
    if (--bastion.members > 0) return;
    if (!bastion.isOpen || bastions.get(key) !== bastion) return bastion.close();
    bastion.idle = setTimeout(() => bastion.close(), options.idleMs).unref();
  }

  return {
    join(request) {
      const key = connectionIdentity(requestForLastHop(request, request.signal));
      let joined: Bastion | undefined;
      let hasLeft = false;

      async function enter(): Promise<OpenBastion | Failure> {
        for (;;) {
          const failure = knownFailure(key, request.login);
          if (failure !== undefined || hasLeft) return failure ?? { reason: 'jump/lost' };
          const bastion = bastions.get(key) ?? open(key, request);
          joined = bastion;
          bastion.members++;
          clearTimeout(bastion.idle);
          const opened = await bastion.opened;
          if (isFailure(opened) || bastion.trustedFor.has(request.login)) return opened;
          const hop = requestForLastHop(request, request.signal);
          if ((await trustNow(hop, opened.connection, tools())) !== undefined) {
            bastion.trustedFor.add(request.login);
            return opened;
          }
          // Those who are on it already go on; it closes behind them.
          drop(key, bastion);
          if (!hasLeft) leave(key, bastion);
        }
      }

      return {
        opened: enter(),
        leave() {
          if (hasLeft) return;
          hasLeft = true;
          if (joined !== undefined) leave(key, joined);
        },
      };
    },
    close() {
      for (const bastion of bastions.values()) bastion.close();
    },
  };
}

async function openHop(
  hop: ConnectRequest,
  { maxChannels }: BastionOptions,
  tools: ConnectTools,
): Promise<(OpenBastion & { connection: Connection }) | Failure> {
  const attempt = createAttempt(hop, tools.clock, tools.watch);
  try {
    const connection = await connectHost(attempt, tools);
    const via = jumpOf(hop);
    if (connection === undefined) return failureBehind(attempt.ending, via);
    return { via, connection, forwards: createForwards(connection.link, via, maxChannels) };
  } finally {
    attempt.dispose();
  }
}

/** What a host ends with whose jump host ended so. A failure further up the way keeps its name. */
function failureBehind(ending: Ending | undefined, via: FailedJump): Failure {
  if (ending?.type !== 'host-failed') return { reason: 'jump/lost', jump: via };
  const { reason, detail, limitMs, facts, hostKey, jump } = ending;
  if (jump !== undefined && reason.startsWith('jump/')) {
    return {
      reason,
      jump,
      ...(detail !== undefined && { detail }),
      ...(limitMs !== undefined && { limitMs }),
    };
  }
  return { reason: 'jump/failed', jump: { ...via, reason, detail, limitMs, facts, hostKey } };
}
