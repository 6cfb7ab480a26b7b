import type { Clock } from '../run/ports.ts';
import { sessionTokens, type CookieHeaders } from './cookie.ts';
import type { AccessStore, SecretHash, StoredSession } from './ports.ts';
import { hashSecret, newSecret, sameHash } from './secrets.ts';
import { createThrottle } from './throttle.ts';

/** A sign-in code is good for this long, once. */
export const CODE_LIFE_MS = 30 * 60_000;
/** A session ends when it was not used for this long … */
export const SESSION_IDLE_MS = 12 * 3_600_000;
/** … or when it is this old, used or not. */
export const SESSION_LIFE_MS = 30 * 24 * 3_600_000;
/** A session's date is moved on in the store only when that gains this much: one write per five minutes of use. */
const TOUCH_STEP_MS = 5 * 60_000;

/** Who a request comes from. */
export interface SignedIn {
  user: string;
  via: 'session' | 'token';
  /** Names the session to end or to watch; null for the API token. */
  session: SecretHash | null;
}

/** The headers that can prove who asks. No other header ever does; `host` only says which cookie is meant. */
export interface ProofHeaders extends CookieHeaders {
  authorization?: string | undefined;
}

export type CodeExchange =
  | { ok: true; token: string; signedIn: SignedIn; maxAgeMs: number }
  | { ok: false; code: 'wrong-code' }
  | { ok: false; code: 'too-many-tries'; waitMs: number };

/** Sign-in for the one owner of this server. */
export interface Access {
  /** A single-use code of 160 bits for the link that the terminal prints. */
  issueSignInCode(): Promise<{ code: string; expiresAtMs: number }>;
  /** Turns a code into a session. `asker` (an address) is slowed down by wrong codes. */
  exchangeCode(code: string, asker: string): Promise<CodeExchange>;
  /** Null when nothing in the headers is valid. A Bearer token, right or wrong, is judged alone, without the cookies. */
  authenticate(headers: ProofHeaders): Promise<SignedIn | null>;
  /** Whether a session is still good, for connections that outlive the request that opened them. Counts as use. */
  sessionHolds(session: SecretHash): Promise<boolean>;
  /** Ends a session and tells the listeners before it resolves. */
  endSession(session: SecretHash): Promise<void>;
  /** Called with each session that this process ends. Returns the way to stop listening. */
  onEnded(listener: (session: SecretHash) => void): () => void;
}

/** Sign-in over a store. Sessions last 12 h without use and 30 days at most. */
export function createAccess(deps: { store: AccessStore; clock: Clock; user: string }): Access {
  const { store, clock, user } = deps;
  const throttle = createThrottle(clock);
  const listeners = new Set<(session: SecretHash) => void>();

  async function live(hash: SecretHash): Promise<StoredSession | null> {
    const session = await store.findSession(hash);
    const nowMs = clock.now();
    if (!session || !sameHash(session.hash, hash) || session.expiresAtMs <= nowMs) return null;
    const expiresAtMs = Math.min(session.createdAtMs + SESSION_LIFE_MS, nowMs + SESSION_IDLE_MS);
    if (expiresAtMs - session.expiresAtMs >= TOUCH_STEP_MS) await store.touchSession(hash, expiresAtMs);
    return session;
  }

  async function openSession(of: string): Promise<CodeExchange> {
    const token = newSecret(32);
    const hash = hashSecret(token);
    const createdAtMs = clock.now();
    await store.createSession({ hash, user: of, createdAtMs, expiresAtMs: createdAtMs + SESSION_IDLE_MS });
    return {
      ok: true,
      token,
      signedIn: { user: of, via: 'session', session: hash },
      maxAgeMs: SESSION_LIFE_MS,
    };
  }

  async function byToken(token: string): Promise<SignedIn | null> {
    const known = await store.getApiToken();
    if (!known || !sameHash(known.hash, hashSecret(token))) return null;
    return { user: known.user, via: 'token', session: null };
  }

  return {
    async issueSignInCode() {
      await store.removeExpired(clock.now());
      const code = newSecret(20);
      const expiresAtMs = clock.now() + CODE_LIFE_MS;
      await store.putCode({ hash: hashSecret(code), user, expiresAtMs });
      return { code, expiresAtMs };
    },

    async exchangeCode(code, asker) {
      const waitMs = throttle.waitMs(asker);
      if (waitMs > 0) return { ok: false, code: 'too-many-tries', waitMs };
      // Counted before the store is asked, so that many tries at the same moment count as many.
      throttle.failed(asker);
      const hash = hashSecret(code);
      const taken = await store.takeCode(hash);
      if (!taken || !sameHash(taken.hash, hash) || taken.expiresAtMs <= clock.now())
        return { ok: false, code: 'wrong-code' };
      throttle.succeeded(asker);
      return openSession(taken.user);
    },

    async authenticate(headers) {
      const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '');
      if (bearer) return byToken(bearer[1]!);
      for (const token of sessionTokens(headers)) {
        const session = await live(hashSecret(token));
        if (session) return { user: session.user, via: 'session', session: session.hash };
      }
      return null;
    },

    sessionHolds: async (session) => (await live(session)) !== null,

    async endSession(session) {
      await store.removeSession(session);
      for (const listener of listeners) listener(session);
    },

    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
