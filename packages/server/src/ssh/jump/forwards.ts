import type { FailedJump } from '@rollcall/protocol';
import { openForward, type ForwardAnswer } from '../channel/forward-channel.ts';
import type { Link } from '../link.ts';

/** The forwarded connections over one jump host. */
export interface Forwards {
  /**
   * Asks for a connection as soon as there is a place for one.
   * @param onAnswer not called after `cancel`
   */
  ask(to: { host: string; port: number }, onAnswer: (answer: ForwardAnswer) => void): Asked;
}

/** One request for a forwarded connection. */
export interface Asked {
  /** It waits for a place, rather than for the jump host to connect. */
  readonly isQueued: boolean;
  cancel(): void;
}

interface Request {
  to: { host: string; port: number };
  onAnswer: (answer: ForwardAnswer) => void;
  state: 'queued' | 'asked' | 'over';
  refusals: number;
  takeBack: () => void;
}

/** "Administratively prohibited" and "resource shortage" (RFC 4254 section 5.1): what servers say beyond their limit. */
const LIMIT_REASONS: ReadonlySet<number> = new Set([1, 4]);
/** A server that refuses a connection more often than this, though places came free, does not mean its limit. */
const MAX_REFUSALS = 5;

/**
 * Keeps to the number of connections that a jump host carries. A refusal beside others means that number: the request waits for one
 * of them to end. Each success beyond it lets one more be tried, so a refusal that meant something else does not
 * slow the others down for long.
 */
export function createForwards(link: Link, via: FailedJump, maxChannels: number): Forwards {
  const queue: Request[] = [];
  let asked = 0;
  let open = 0;
  let limit = maxChannels;

  function next(): void {
    while (asked + open < limit) {
      const request = queue.shift();
      if (request === undefined) return;
      if (request.state === 'queued') start(request);
    }
  }

  function start(request: Request): void {
    request.state = 'asked';
    asked++;
    request.takeBack = openForward(link, request.to, via, (answer) => {
      asked--;
      if (answer.type === 'refused' && mayWait(request, answer.reason)) {
        limit = open + asked;
        request.state = 'queued';
        queue.unshift(request);
        return;
      }
      request.state = 'over';
      if (answer.type === 'open') {
        open++;
        if (limit < maxChannels) limit++;
        answer.wire.once('close', () => {
          open--;
          next();
        });
      }
      request.onAnswer(answer);
      next();
    });
  }

  function mayWait(request: Request, reason: number): boolean {
    return open + asked > 0 && LIMIT_REASONS.has(reason) && ++request.refusals <= MAX_REFUSALS;
  }

  return {
    ask(to, onAnswer) {
      const request: Request = { to, onAnswer, state: 'queued', refusals: 0, takeBack: () => undefined };
      queue.push(request);
      next();
      return {
        get isQueued() {
          return request.state === 'queued';
        },
        cancel() {
          if (request.state === 'asked') {
            asked--;
            request.takeBack();
          }
          request.state = 'over';
          next();
        },
      };
    },
  };
}
