import type { Connection } from '../connect-host.ts';

/** Connections that are logged in and not in use, for the next command on the same host. */
export interface WarmConnections {
  /**
   * Keeps a connection; closes it when it is not to be kept, and otherwise when it was not used for the idle time.
   * @param among hosts of the run it was made for; of more than are kept, each would be pushed out before it is used again
   */
  keep(identity: string, connection: Connection, among: number): void;
  /** The one that was used last; it is the caller's from then on. */
  take(identity: string): Connection | undefined;
  /** Closes the half that was used longest ago: this machine has no sockets left. */
  shed(): void;
  /** Closes all; nothing is kept any more. */
  close(): void;
}

export interface WarmLimits {
  /** How long one is kept unused, in ms; 0 keeps none. */
  idleMs: number;
  /** How many are kept at most; the one that was used longest ago goes first. */
  max: number;
  /** On the monotonic clock. */
  nowMs: () => number;
}

/** An account that was closed on a host must not work on for as long as somebody keeps asking. */
const MAX_AGE_MS = 60 * 60_000;

interface Kept {
  identity: string;
  connection: Connection;
  idle: NodeJS.Timeout;
}

export function createWarmConnections({ idleMs, max, nowMs }: WarmLimits): WarmConnections {
  /** In the order in which they were last used. */
  const all = new Set<Kept>();
  const byIdentity = new Map<string, Kept[]>();
  let isClosed = false;

  function forget(kept: Kept): void {
    clearTimeout(kept.idle);
    if (!all.delete(kept)) return;
    // A host has as many as commands ran on it at once: one, but for hosts that are listed twice.
    const others = byIdentity.get(kept.identity)!.filter((other) => other !== kept);
    if (others.length === 0) byIdentity.delete(kept.identity);
    else byIdentity.set(kept.identity, others);
  }

  function close(kept: Kept): void {
    forget(kept);
    kept.connection.link.close();
  }

  function closeOldest(count: number): void {
    let left = count;
    for (const kept of all) {
      if (left-- === 0) return;
      close(kept);
    }
  }

  return {
    keep(identity, connection, among) {
      const { link, sinceMs } = connection;
      const isOld = nowMs() - sinceMs >= MAX_AGE_MS;
      // A channel that is still open may have a command on it.
      const isUsable = link.isOpen && link.channels.count === 0 && !isOld;
      if (!isUsable || isClosed || idleMs === 0 || among > max) return link.close();
      if (all.size >= max) closeOldest(1);
      const kept: Kept = { identity, connection, idle: setTimeout(() => close(kept), idleMs).unref() };
      link.onLost = () => forget(kept);
      all.add(kept);
      byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), kept]);
    },
    take(identity) {
      const kept = byIdentity.get(identity)?.at(-1);
      if (kept === undefined) return undefined;
      forget(kept);
      kept.connection.link.onLost = () => undefined;
      return kept.connection;
    },
    shed: () => closeOldest(Math.ceil(all.size / 2)),
    close() {
      isClosed = true;
      closeOldest(all.size);
    },
  };
}
