import { isIPv4 } from 'node:net';
import type { Attempt, ConnectRequest } from './attempt.ts';
import type { Failure, Loss } from './failures.ts';

/** Lets hosts that were turned away by a busy sshd come back. */
export interface ComeBack {
  /**
   * Waits before the next try, longer each time and never equally long. Resolves with undefined when it was the last one or the
   * attempt has ended, otherwise, when this host may try, with what ends its turn.
   */
  wait(
    attempt: Attempt<ConnectRequest>,
    triesBefore: number,
    address: string,
  ): Promise<(() => void) | undefined>;
}

/** The middle of each pause, in ms. */
const PAUSES_MS: readonly number[] = [300, 1_000, 3_000];
/** However long the turns of its neighbours take, no host waits longer than this for its own. */
const MAX_TURN_WAIT_MS = 10_000;
/** sshd hears from its child that a login is over, and then has a place again; at once after it our next host was turned away. */
const BETWEEN_TURNS_MS = 50;

/** What sshd says in place of an identification line when it has no place for us, and when it punishes this address. */
const BUSY = /^"Exceeded MaxStartups/;
const PENALISED = /^"Not allowed at this time/;

/** What it means that a connection was lost before the host's identification line. */
export type TurnedAway =
  /** As sshd does beyond its MaxStartups: it may have a place soon. */
  | { type: 'busy' }
  /** sshd keeps us out for a while after failed logins: coming back does not help, and could be taken for more of them. */
  | { type: 'penalised'; failure: Failure }
  | { type: 'no' };

/** @param said before the identification line, quoted; empty when nothing was */
export function turnedAway(loss: Loss, { said }: { said: string }): TurnedAway {
  if (PENALISED.test(said))
    return { type: 'penalised', failure: { reason: 'banner/penalised', detail: said } };
  const isClosed = loss.type === 'closed' && loss.jump === undefined;
  return { type: isClosed && (said === '' || BUSY.test(said)) ? 'busy' : 'no' };
}

/**
 * Hosts of one neighbourhood, which may be names of one sshd, come back one after the other: were they to come all at once again,
 * they would all but one be turned away again.
 * @param pausesMs as many tries as there are pauses follow the first
 */
export function createComeBack(pausesMs: readonly number[] = PAUSES_MS): ComeBack {
  const lastOf = new Map<string, Promise<void>>();

  function queue(place: string): { before: Promise<void> | undefined; leave: () => void } {
    const before = lastOf.get(place);
    const turn = Promise.withResolvers<void>();
    lastOf.set(place, turn.promise);
    const leave = (): void => {
      if (lastOf.get(place) === turn.promise) lastOf.delete(place);
      turn.resolve();
    };
    return { before, leave };
  }

  return {
    async wait(attempt, triesBefore, address) {
      const middleMs = pausesMs[triesBefore];
      if (middleMs === undefined) return undefined;
      await pause(attempt, middleMs * (0.5 + Math.random()));
      if (attempt.ending !== undefined) return undefined;
      const { before, leave } = queue(neighbourhood(address));
      attempt.onDispose(leave);
      if (before !== undefined) await Promise.race([attempt.until(before), pause(attempt, MAX_TURN_WAIT_MS)]);
      return attempt.ending === undefined ? () => void setTimeout(leave, BETWEEN_TURNS_MS) : undefined;
    },
  };
}

function pause(attempt: Attempt<ConnectRequest>, ms: number): Promise<true | undefined> {
  return attempt.wait<true>((done) => void attempt.limit(Math.ceil(ms), () => done(true)));
}

/** The /24 of an address: hosts of one rack, container host or test. */
function neighbourhood(address: string): string {
  return isIPv4(address) ? address.slice(0, address.lastIndexOf('.')) : address;
}
