import type { HostKeySeen } from '@rollcall/protocol';
import type { HostKeyLedger } from '../run/ports.ts';
import type { ConnectRequest } from './attempt.ts';
import { judgeHostKey, type KeyKnowledge } from './host-key.ts';
import type { KnownHostKeys, KnownHosts } from './known-hosts.ts';

/** Its lines of this port have the name alone. */
const SSH_PORT = 22;

/** Where keys that are trusted stand. */
interface TrustSources {
  ledger: HostKeyLedger;
  knownHosts: KnownHosts;
}

/** The name of a host's key: the host as typed, whatever way leads there. */
export function filedAs({ target, port }: ConnectRequest): { host: string; port: number } {
  return { host: target.host, port: target.port ?? port };
}

/** What the ledger and the files say about a host now. */
export async function knowledgeOf(
  request: ConnectRequest,
  { knownHosts, ledger }: TrustSources,
): Promise<KeyKnowledge> {
  const { host, port } = filedAs(request);
  const inFiles = findInFiles(request, knownHosts);
  const inLedger = await ledger.find(host, port);
  return {
    ...inFiles,
    // A file that anybody's ssh may have added to does not widen what a person has decided here.
    trusted: inLedger.trusted.length > 0 ? inLedger.trusted : inFiles.trusted,
    revoked: [...inFiles.revoked, ...inLedger.revoked],
    policy: request.hostKeys,
  };
}

/** OpenSSH's files go by the alias if an ssh_config gives one, then by the name that it has put in place of the host. */
function findInFiles({ target, port }: ConnectRequest, knownHosts: KnownHosts): KnownHostKeys {
  if (target.keyName !== undefined) return knownHosts.find(target.keyName, SSH_PORT);
  return knownHosts.find(target.address ?? target.host, target.port ?? port);
}

/** What may be said of the key of an open connection now; undefined when it would not be trusted any more. */
export async function trustNow(
  request: ConnectRequest,
  { shownKey }: { shownKey: Buffer },
  sources: TrustSources,
): Promise<HostKeySeen | undefined> {
  const verdict = judgeHostKey(shownKey, await knowledgeOf(request, sources));
  return verdict.type === 'trusted' ? verdict.hostKey : undefined;
}
