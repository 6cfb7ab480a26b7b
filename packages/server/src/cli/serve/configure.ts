import { DEFAULT_STAGE_LIMITS } from '@rollcall/protocol';
import type { Logger } from 'pino';
import { RunRefusedError } from '../../run/refusal.ts';
import { applySshConfig, SshConfigError, SshConfigRefusal } from '../../ssh/index.ts';
import type { WebServerDeps } from '../../web/ports.ts';
import { openSshConfig } from '../ssh-config.ts';

/** Where SSH servers listen, and what a run asks for that says nothing of its port. */
const SSH_PORT = 22;

/**
 * What the ssh_config of the server's user adds to the hosts of each new run; read anew for each. User and key are always those of
 * the run or of the inventory: whoever runs something from the console has chosen them there.
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
      const configured = applySshConfig(targets, config, { user: login.user, isSaid });
      const news = config.unsupported().filter((keyword) => !named.has(keyword));
      for (const keyword of news) named.add(keyword);
      if (news.length > 0)
        log.warn({ file, keywords: news }, 'not supported in the ssh_config, without effect');
      return configured.targets;
    } catch (error) {
      if (error instanceof SshConfigError) throw new RunRefusedError('ssh-config', error.message);
      if (error instanceof SshConfigRefusal)
        throw new RunRefusedError('ssh-config', `${file}: ${error.message}`);
      throw error;
    }
  };
}
