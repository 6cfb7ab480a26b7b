import type { FailureFacts } from '@rollcall/protocol';
import type { AnyAuthMethod, AuthHandlerMiddleware, Prompt } from 'ssh2';
import { LoginAgent } from './agent.ts';
import type { Attempt, ConnectRequest } from './attempt.ts';
import { detailText, saidList } from './failures.ts';
import { byKeyboard, type Answers, type Unanswered } from './keyboard-interactive.ts';
import { acceptedLogin, credentialOf, triedFacts, type PreparedLogin } from './login.ts';

/** The login of one attempt: which credential goes when, and what it means when the host does not take it. */
export interface LoginConversation {
  /** For ssh2, which asks for each next step. `ready` is waited for before the first credential leaves. */
  authHandler(ready: () => Promise<void>): AuthHandlerMiddleware;
  /** The first credential. A key is at hand, so its signature can go with the first request. */
  readonly method: PreparedLogin['method'];
  /** The host's answer to a key of the agent: what it would take now, and whether it has taken the key. */
  heard: (offers: readonly string[], partial: boolean) => void;
  /** Ends the attempt when the time for the login is over. */
  onLimit: () => void;
  /** What was accepted, in words. */
  accepted(): string;
  /** What the host was offered when it hung up in place of one more refusal, in words and as facts. */
  readonly cutOff: { detail: string; facts: FailureFacts };
  dispose(): void;
}

interface Refusal {
  reason: 'auth/rejected' | 'auth/no-method' | 'auth/agent-unavailable';
  detail: string;
  facts: FailureFacts;
}

/** The host's answer to the last step: what it would take now, or null when nothing was sent that it could answer. */
interface Answer {
  last: AnyAuthMethod['type'];
  offers: readonly string[] | null;
  partial: boolean;
  /** What was sent in it, in words and as facts. */
  sent: string;
  tried: FailureFacts;
}

/** What ssh2 calls a step, as the host names it. */
function methodName(step: AnyAuthMethod['type']): string {
  return step === 'agent' ? 'publickey' : step;
}

/** What goes next, or why nothing does. */
type Next = { type: 'password'; password: string } | { type: 'keyboard-interactive' } | Refusal;

/**
 * One attempt for one credential: a further step only where the host did not take the method, and so did not judge it, or where it
 * took the credential and wants another one as well (RFC 4252 section 5.1).
 */
function stepOrRefusal(login: PreparedLogin, answer: Answer, left: Answers): Next {
  const { last, offers, partial, sent, tried } = answer;
  const names = offers?.join(', ') || 'nothing';
  const method = 'auth/no-method';
  if (offers === null) {
    return {
      reason: method,
      detail: 'it takes this key with SHA-1 only',
      facts: { ...tried, weak: 'SHA-1' },
    };
  }
  const byQuestion = offers.includes('keyboard-interactive');
  if (partial) {
    if (offers.includes('password') && left.password !== undefined) {
      const { password } = left;
      delete left.password;
      return { type: 'password', password };
    }
    if (byQuestion && (left.password ?? left.code) !== undefined) return { type: 'keyboard-interactive' };
    const facts = { ...tried, alsoWants: saidList(offers) };
    return { reason: method, detail: `after this login it also wants ${names}`, facts };
  }
  if (offers.includes(methodName(last)) || last === 'keyboard-interactive') {
    return { reason: 'auth/rejected', detail: sent, facts: tried };
  }
  if (login.method === 'password' && last === 'password' && byQuestion) {
    left.password = login.password;
    return { type: 'keyboard-interactive' };
  }
  return { reason: method, detail: `it offers ${names}`, facts: { ...tried, offers: saidList(offers) } };
}

const CREDENTIAL: Record<keyof Answers, string> = { password: 'the password', code: 'the one-time code' };

const quoted = (prompts: readonly Prompt[]) => prompts.map(({ prompt }) => `"${prompt}"`).join(', ');

/** @param further what may follow the first credential, each once */
export function converse(
  attempt: Attempt<ConnectRequest>,
  user: string,
  login: PreparedLogin,
  further: Answers,
): LoginConversation {
  const left = { ...further };
  const agent = login.method === 'agent' ? new LoginAgent(login.socket, login.key?.fingerprint) : undefined;
  let last: AnyAuthMethod['type'] | undefined;
  let sent = credentialOf(login);
  let tried = triedFacts(login);
  let answerToKey: Pick<Answer, 'offers' | 'partial'> | undefined;

  function refuse({ reason, detail, facts }: Refusal): undefined {
    attempt.end({ type: 'host-failed', reason, detail: detailText(detail), facts });
    return undefined;
  }

  function first(): AnyAuthMethod {
    switch (login.method) {
      case 'key':
        return { type: 'publickey', username: user, key: login.key };
      case 'agent':
        return { type: 'agent', username: user, agent: agent! };
      case 'password':
        return { type: 'password', username: user, password: login.password };
    }
  }

  function after(answer: Answer): AnyAuthMethod | undefined {
    if (agent?.problem !== undefined) {
      const facts: FailureFacts = agent.held === 0 ? { ...tried, agent: 'empty' } : tried;
      return refuse({ reason: 'auth/agent-unavailable', detail: agent.problem, facts });
    }
    const step = stepOrRefusal(login, answer, left);
    if ('reason' in step) return refuse(step);
    sent = '';
    tried = {};
    const noteSent = (what: keyof Answers): void => {
      sent = [sent, CREDENTIAL[what]].filter(Boolean).join(' or ');
      tried = { method: tried.method ?? what };
    };
    if (step.type === 'keyboard-interactive')
      return byKeyboard(user, left, { noteSent, onUnanswered: (round) => refuse(refusalOf(round)) });
    noteSent('password');
    return { ...step, username: user };
  }

  function refusalOf({ why, prompts }: Unanswered): Refusal {
    const facts = { ...tried, asks: saidList(prompts.map(({ prompt }) => prompt)) };
    switch (why) {
      case 'asked-again':
        return { reason: 'auth/rejected', detail: sent, facts: tried };
      case 'code-wanted':
        return { reason: 'auth/no-method', detail: `it asks for a one-time code: ${quoted(prompts)}`, facts };
      case 'other-question':
        return { reason: 'auth/no-method', detail: `it asks ${quoted(prompts)}`, facts };
    }
  }

  return {
    method: login.method,
    heard: (offers, partial) => void (answerToKey = { offers, partial }),
    get cutOff() {
      const facts = triedFacts(login);
      const many = agent?.held !== undefined && agent.held > 1;
      return { detail: credentialOf(login), facts: many ? { ...facts, held: agent.held! } : facts };
    },
    authHandler: (ready) => (offers, partial, next) => {
      const go = (step: AnyAuthMethod | undefined) => {
        if (step === undefined || attempt.ending !== undefined) return;
        last = step.type;
        next(step);
      };
      if (last !== undefined) {
        if (last === 'agent' && agent?.held !== undefined) tried = { ...tried, keys: agent.held };
        const answer = (last === 'agent' && answerToKey) || { offers, partial };
        go(after({ last, ...answer, sent, tried }));
      } else ready().then(() => go(first()), attempt.abandon);
    },
    onLimit() {
      if (agent?.waiting)
        refuse({
          reason: 'auth/agent-unavailable',
          detail: 'no answer in time',
          facts: { ...tried, agent: 'silent' },
        });
      else attempt.end({ type: 'host-failed', reason: 'auth/timeout', limitMs: attempt.limits.authMs });
    },
    accepted: () => acceptedLogin(login, user, agent?.signedWith),
    dispose: () => agent?.dispose(),
  };
}
