import type { Duplex } from 'node:stream';
import type { FailedJump } from '@rollcall/protocol';
import type { Attempt, ConnectRequest } from '../attempt.ts';
import type { ForwardAnswer } from '../channel/forward-channel.ts';
import { placeOf, type Dialled, type Routes } from '../dial.ts';
import { detailText, type Failure } from '../failures.ts';
import { isFailure, type Bastions } from './bastions.ts';

/** What a jump host says about a connection that it could not make, in the words of OpenSSH and others. */
const CONNECT_FAILURES: readonly [RegExp, Failure['reason']][] = [
  [/refused/i, 'connect/refused'],
  [/timed? ?out/i, 'connect/timeout'],
  [/unreachable|no route/i, 'connect/unreachable'],
  [/name|resolve|unknown host/i, 'resolve/not-found'],
];
const CONNECT_FAILED = 2;

const REFUSALS: Partial<Record<number, string>> = {
  1: 'administratively prohibited',
  3: 'unknown channel type',
  4: 'resource shortage',
};

/** Lets the last jump host of the request connect to its host. Undefined when the attempt ended on the way. */
export async function reachThroughBastion(
  attempt: Attempt<ConnectRequest>,
  bastions: Bastions,
  routes: Routes,
): Promise<Dialled | undefined> {
  const { request, limits } = attempt;
  const membership = bastions.join(request);
  const leave = attempt.onDispose(() => membership.leave());
  const bastion = await attempt.until(membership.opened);
  if (bastion === undefined) return undefined;
  if (isFailure(bastion)) {
    attempt.end({ type: 'host-failed', ...bastion });
    return undefined;
  }
  const { via, forwards } = bastion;
  const place = placeOf(request, routes);
  let answered = false;
  const answer = await attempt.wait<ForwardAnswer>((done) => {
    const asked = forwards.ask(place, (given) => {
      answered = true;
      done(given);
    });
    attempt.onEnd(() => {
      if (!answered) asked.cancel();
    });
    attempt.begin('connect', limits.connectMs, () => {
      const { connectMs: limitMs } = limits;
      if (asked.isQueued) attempt.end({ type: 'host-failed', reason: 'jump/busy', limitMs, jump: via });
      else attempt.end({ type: 'host-failed', reason: 'connect/timeout', limitMs, jump: via });
    });
  });
  if (answer === undefined) return undefined;
  attempt.endStage();
  if (answer.type !== 'open') {
    attempt.end({ type: 'host-failed', ...failureOf(answer, via) });
    return undefined;
  }
  return reachedBy(answer.wire, place.host, attempt, () => {
    leave();
    answer.wire.once('close', () => membership.leave());
  });
}

/** The bastion is used for as long as the connection through it lives. */
function reachedBy(
  wire: Duplex,
  address: string,
  attempt: Attempt<ConnectRequest>,
  keepBastion: () => void,
): Dialled {
  // Stays for good: an error without a listener would end the process.
  wire.on('error', () => undefined);
  keepBastion();
  const release = attempt.onDispose(() => wire.destroy());
  return {
    address,
    handOver() {
      release();
      return wire;
    },
  };
}

function failureOf(answer: Exclude<ForwardAnswer, { type: 'open' }>, via: FailedJump): Failure {
  if (answer.type === 'lost') return { reason: 'jump/lost', jump: via };
  const { reason, description } = answer;
  const detail = detailText(description || REFUSALS[reason] || `code ${reason}`);
  if (reason !== CONNECT_FAILED) return { reason: 'jump/refused', jump: via, detail };
  const known = CONNECT_FAILURES.find(([words]) => words.test(description));
  return { reason: known?.[1] ?? 'connect/failed', detail, jump: via };
}
