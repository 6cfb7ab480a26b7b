/** SHA-256 of a secret as 64 lower-case hex digits. Only hashes are stored, so a copied database opens nothing. */
export type SecretHash = string;

/** A one-time sign-in code that has been printed and not yet used. */
export interface StoredCode {
  hash: SecretHash;
  user: string;
  expiresAtMs: number;
}

/** A browser that is signed in. Valid while the clock is before `expiresAtMs`. */
export interface StoredSession {
  hash: SecretHash;
  user: string;
  createdAtMs: number;
  /** Moved on by `touchSession` while the session is in use. */
  expiresAtMs: number;
}

/** The token that scripts send as `Authorization: Bearer`. */
export interface StoredApiToken {
  hash: SecretHash;
  user: string;
}

/**
 * Where sign-in codes, sessions and the API token live. The store does not judge dates: it returns what it has,
 * and the services of this folder compare with the clock. Two processes may use one store at the same time
 * (`rollcall link` beside a running server).
 */
export interface AccessStore {
  putCode(code: StoredCode): Promise<void>;
  /** Removes the code and returns it: of two callers at the same moment exactly one gets it. */
  takeCode(hash: SecretHash): Promise<StoredCode | null>;

  createSession(session: StoredSession): Promise<void>;
  findSession(hash: SecretHash): Promise<StoredSession | null>;
  /** Does nothing when the session is gone. */
  touchSession(hash: SecretHash, expiresAtMs: number): Promise<void>;
  /** Does nothing when the session is gone. */
  removeSession(hash: SecretHash): Promise<void>;

  /** The one API token; null before the first start has made it. */
  getApiToken(): Promise<StoredApiToken | null>;
  /** Replaces the token that was there. */
  setApiToken(token: StoredApiToken): Promise<void>;

  /** Drops codes and sessions whose `expiresAtMs` is at or before `nowMs`. */
  removeExpired(nowMs: number): Promise<void>;
}
