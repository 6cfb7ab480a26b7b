import { createHmac, randomBytes } from 'node:crypto';
import type { ReadyLogin } from '../run/ports.ts';
import type { ConnectRequest } from './attempt.ts';

/** So that a digest of a weak password is worth nothing outside of this process. */
const SALT = randomBytes(32);

const digests = new WeakMap<ReadyLogin, string>();

/** Equal for logins that would give a host the same thing. */
function loginDigest(login: ReadyLogin): string {
  let digest = digests.get(login);
  if (digest === undefined) {
    digest = createHmac('sha256', SALT)
      .update(JSON.stringify(secretsOf(login)))
      .digest('base64');
    digests.set(login, digest);
  }
  return digest;
}

function secretsOf(login: ReadyLogin): (string | undefined)[] {
  switch (login.method) {
    case 'key':
      return ['key', login.privateKey.toString('base64')];
    case 'agent':
      return ['agent', login.socket, login.key?.fingerprint];
    case 'password':
      return ['password', login.password];
  }
}

/**
 * Equal for requests that one connection can serve: the same host, port, user, login, policy and way. Made of text, so that a
 * later run finds the connection of an earlier one.
 */
export function connectionIdentity({
  target,
  port,
  login,
  hostKeys,
  jump = [],
  legacy = false,
}: ConnectRequest): string {
  const hops = jump.map((hop) => [
    hop.host.toLowerCase(),
    hop.port,
    hop.user ?? (hop.login ?? login).user,
    loginDigest(hop.login ?? login),
  ]);
  const user = target.user ?? login.user;
  const host = [target.host, target.address, target.keyName].map((name) => name?.toLowerCase());
  return JSON.stringify([...host, target.port ?? port, user, loginDigest(login), hostKeys, legacy, ...hops]);
}
