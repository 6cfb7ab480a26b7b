import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { createSshConfig, readSshConfig, type SshConfig } from '../ssh/index.ts';
import { path } from './option-values.ts';
import { osUser } from './os-user.ts';

/** The option that names another ssh_config, or none. */
export function sshConfigOption(): Option {
  return new Option('--ssh-config <file>', 'in place of ~/.ssh/config; none reads none').argParser(path);
}

/** Where the ssh_config is; null when none is wanted. */
export function sshConfigPath(option: string | undefined, env: NodeJS.ProcessEnv): string | null {
  if (option === 'none') return null;
  return option === undefined ? join(homeOf(env), '.ssh', 'config') : resolve(option);
}

/** Reads it as it is now. @throws SshConfigError */
export function openSshConfig(file: string, env: NodeJS.ProcessEnv): SshConfig {
  const home = homeOf(env);
  return createSshConfig(readSshConfig(file, home), { home, name: osUser() });
}

function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}
