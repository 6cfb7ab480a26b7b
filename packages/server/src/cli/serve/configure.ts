import { DEFAULT_STAGE_LIMITS } from '@rollcall/protocol';
import type { Logger } from 'pino';
import { RunRefusedError } from '../../run/refusal.ts';
import { applySshConfig, SshConfigError, SshConfigRefusal } from '../../ssh/index.ts';
import type { WebServerDeps } from '../../web/ports.ts';
import { openSshConfig, withoutEffect } from '../ssh-config.ts';

/** Where SSH servers listen, and what a run asks for that says nothing of its port. */
const SSH_PORT = 22;

/** The keys to offer and the known hosts to trust that an ssh_config names; none while it cannot be read, which runs are told. */
export function filesNamedIn(file: string | null): { identities: string[]; knownHosts: string[] } {
  try {
    const config = file === null ? undefined : openSshConfig(file, process.env);
    return {
      identities: config?.files('IdentityFile') ?? [],
      knownHosts: config?.files('UserKnownHostsFile') ?? [],
    };
  } catch (error) {
    if (error instanceof SshConfigError) return { identities: [], knownHosts: [] };
    throw error;
  }
}

/**
 * What the ssh_config of the server's user adds to the hosts of each new run; read anew for each. User and key are always those of
 * the run or of the inventory, and `User` is named once when it says otherwise: whoever runs something has chosen them.
 * @param file null for none
 */
export function configureFrom(file: string | null, log: Logger): WebServerDeps['configure'] {
  if (file === null) return (targets) => targets;
  const named = new Set<string>();
  return (targets, { login, port, jump, connectTimeoutMs }) => {
    try {
      const config = openSshConfig(file, process.env);
      const isSaid = {
        user: true,
        login: true,
        port: port !== SSH_PORT,
        jump: jump !== undefined,
        connectTimeout: connectTimeoutMs !== DEFAULT_STAGE_LIMITS.connectMs,
      };
      const configured = applySshConfig(targets, config, { user: login.user, jump, isSaid });
      const keywords = [...(configured.isUserOverruled ? ['User'] : []), ...configured.unsupported];
      const news = keywords.filter((keyword) => !named.has(keyword));
      for (const keyword of news) named.add(keyword);
      if (news.length > 0) log.warn({ file, keywords: news }, withoutEffect(file, news));
      return configured.targets;
    } catch (error) {
      if (error instanceof SshConfigError) throw new RunRefusedError('ssh-config', error.message);
      if (error instanceof SshConfigRefusal)
        throw new RunRefusedError('ssh-config', `${file}: ${error.message}`);
      throw error;
    }
  };
}
