/**
 * Why a host could not be asked: `stage/code`, a closed list. With each of them the command did not run there: up to `open/…`
 * nothing was sent, `exec/…` and `sudo/…` are what the host answered instead of running it.
 */
export const FAILURE_REASONS = [
  'jump/failed',
  'jump/lost',
  'jump/refused',
  'jump/busy',
  'jump/loop',
  'jump/too-many',
  'resolve/not-found',
  'resolve/timeout',
  'resolve/failed',
  'connect/refused',
  'connect/unreachable',
  'connect/timeout',
  'connect/reset',
  'connect/no-resources',
  'connect/failed',
  'banner/timeout',
  'banner/not-ssh',
  'banner/closed',
  'banner/penalised',
  'kex/timeout',
  'kex/no-common-algorithm',
  'kex/protocol',
  'kex/closed',
  'verify/unknown-host-key',
  'verify/host-key-changed',
  'verify/host-key-revoked',
  'auth/timeout',
  'auth/rejected',
  'auth/no-method',
  'auth/password-change',
  'auth/agent-unavailable',
  'auth/closed',
  'open/refused',
  'open/timeout',
  'open/closed',
  'exec/refused',
  'exec/no-shell',
  'exec/working-folder',
  'exec/no-interpreter',
  'sudo/not-found',
  'sudo/not-allowed',
  'sudo/needs-terminal',
  'sudo/password-needed',
  'sudo/password-rejected',
] as const;
/** `stage/code` of a `host-failed`. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Why there is no exit status although the command was sent. */
export const UNKNOWN_REASONS = [
  'connection-lost',
  'no-status',
  'no-reply',
  'protocol',
  'engine-lost',
  'server-stopped',
  'storage',
] as const;
/** Reason of a `host-unknown`. */
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** Why a host was not called at all. */
export const SKIP_REASONS = ['run-cancelled', 'engine-lost', 'server-stopped', 'storage'] as const;
/** Reason of a `host-skipped`. */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** The ways to log in that a refused login can have tried; `code` is a one-time code. */
export const LOGIN_METHODS = ['key', 'agent', 'password', 'code'] as const;
/** How a login was tried. */
export type LoginMethod = (typeof LOGIN_METHODS)[number];

/** What algorithms are for: the lists that two sides of SSH compare. */
export const ALGORITHM_LISTS = ['key exchange', 'host key', 'cipher', 'MAC', 'compression'] as const;
/** One of those lists. */
export type AlgorithmList = (typeof ALGORITHM_LISTS)[number];
