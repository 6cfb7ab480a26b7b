import { resolve } from 'node:path';
import { findPlaceholderProblem, placeholderProblemText, type RunTarget } from '@rollcall/protocol';
import {
  applySshConfig,
  readKnownHosts,
  SshConfigError,
  SshConfigRefusal,
  type KnownHosts,
} from '../../ssh/index.ts';
import { oncePerHost } from '../../run/targets.ts';
import { CliError, systemWords } from '../cli-error.ts';
import { readInventory } from '../inventory.ts';
import { openSshConfig, sshConfigPath } from '../ssh-config.ts';
import { usualKnownHosts } from '../ssh-files.ts';
import { readTargets, runTargets } from '../targets.ts';
import type { RunOptions } from './options.ts';
import { loginUser, specOf } from './spec.ts';
import { readTask, type TaskSpec } from './task.ts';

/** What is to be done and where, looked at in full before anybody is asked for anything. */
export interface RunPlan {
  targets: RunTarget[];
  task: TaskSpec;
  /** Who logs in to hosts of which nothing else is said. */
  user: string;
  knownHosts: KnownHosts;
  warnings: string[];
}

/**
 * Reads targets, inventory, ssh_config, script and input.
 * @throws CliError with the first thing that is wrong
 */
export async function planRun(
  { targets: text, command, options }: { targets: string; command: string; options: RunOptions },
  env: NodeJS.ProcessEnv,
): Promise<RunPlan> {
  const inventory = await readInventory(options, env);
  const { set, warnings } = readTargets(text, inventory);
  const hosts = runTargets(set, inventory, options.allowSpecial ?? false);
  const user = loginUser(options);
  const task = await readTask(command, options);
  const spec = specOf(text, task, options, { method: 'agent', user });
  const configured = withSshConfig(hosts, user, options, env);
  const targets = oncePerHost(configured.targets, spec.port);
  const problem = findPlaceholderProblem(spec, targets);
  if (problem) throw new CliError(placeholderProblemText(problem, 'en'), ['See: rollcall run --help']);
  const knownHosts = await knownHostsOf(options, configured.knownHostsFiles, env);
  return {
    targets,
    task,
    user,
    knownHosts,
    warnings: [...warnings, ...configured.warnings, ...sameHosts(configured.targets.length - targets.length)],
  };
}

function sameHosts(count: number): string[] {
  if (count === 0) return [];
  return [
    `${count} ${count === 1 ? 'target is a host' : 'targets are hosts'} named before in other words; each host is called once`,
  ];
}

interface Configured {
  targets: RunTarget[];
  knownHostsFiles: string[];
  warnings: string[];
}

function withSshConfig(
  targets: readonly RunTarget[],
  user: string,
  options: RunOptions,
  env: NodeJS.ProcessEnv,
): Configured {
  const path = sshConfigPath(options.sshConfig, env);
  if (path === null || options.demo) return { targets: [...targets], knownHostsFiles: [], warnings: [] };
  try {
    const config = openSshConfig(path, env);
    const configured = applySshConfig(targets, config, { user, isSaid: saidIn(options) });
    const unknown = config.unsupported();
    const warnings =
      unknown.length === 0 ? [] : [`${path}: not supported, without effect: ${unknown.join(', ')}`];
    return { ...configured, warnings };
  } catch (error) {
    if (error instanceof SshConfigError) throw new CliError(error.message, WITHOUT, { cause: error });
    if (error instanceof SshConfigRefusal)
      throw new CliError(`${path}: ${error.message}`, WITHOUT, { cause: error });
    throw error;
  }
}

const WITHOUT = ['Nothing was contacted. --ssh-config none runs without the file.'];

function saidIn({
  user,
  port,
  jump,
  identity,
  agent,
  askPassword,
  passwordFile,
  connectTimeout,
}: RunOptions) {
  const login = identity ?? agent ?? askPassword ?? passwordFile;
  return {
    user: user !== undefined,
    port: port !== undefined,
    jump: jump !== undefined,
    login: login !== undefined,
    connectTimeout: connectTimeout !== undefined,
  };
}

/** OpenSSH's own files and those that its configuration names, unless others are given; those must be there. */
async function knownHostsOf(
  { knownHosts }: RunOptions,
  configured: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<KnownHosts> {
  const paths = knownHosts?.map((path) => resolve(path)) ?? [...configured, ...usualKnownHosts(env)];
  try {
    return await readKnownHosts(paths);
  } catch (error) {
    throw new CliError(`the known hosts cannot be read: ${systemWords(error)}`, [paths.join(' ')], {
      cause: error,
    });
  }
}
