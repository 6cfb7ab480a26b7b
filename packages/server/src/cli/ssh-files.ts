import { homedir } from 'node:os';
import { join } from 'node:path';

const inSsh = (env: NodeJS.ProcessEnv, name: string): string => join(env.HOME ?? homedir(), '.ssh', name);

/** The private keys that are tried when none is named, in the order of trying. */
export function usualKeys(env: NodeJS.ProcessEnv): string[] {
  return ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => inSsh(env, name));
}

/** OpenSSH's own files of known hosts. */
export function usualKnownHosts(env: NodeJS.ProcessEnv): string[] {
  return [inSsh(env, 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
}
