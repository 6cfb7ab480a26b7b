import { resolve } from 'node:path';
import {
  findPlaceholderProblem,
  placeholderProblemText,
  visibleText,
  type Locale,
  type RunTarget,
  type Words,
} from '@rollcall/protocol';
import {
  applySshConfig,
  readKnownHosts,
  SshConfigError,
  SshConfigRefusal,
  type Configured,
  type KnownHosts,
} from '../../ssh/index.ts';
import { wordsOf } from '../../run/in-chinese.ts';
import { oncePerHost } from '../../run/targets.ts';
import { asIs, CliError, seeHelp, systemWords } from '../cli-error.ts';
import { readInventory } from '../inventory.ts';
import { openSshConfig, sshConfigPath, withoutEffect } from '../ssh-config.ts';
import { usualKnownHosts } from '../ssh-files.ts';
import { checkJumps, readTargets, runTargets } from '../targets.ts';
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
  /** Keys that the ssh_config gives to hosts. */
  configuredKeys: ReadonlySet<string>;
  warnings: Words[];
}

/**
 * Reads targets, inventory, ssh_config, script and input.
 * @throws CliError with the first thing that is wrong
 */
export async function planRun(
  { targets: text, command, options }: { targets: string; command: string; options: RunOptions },
  { env, locale }: { env: NodeJS.ProcessEnv; locale: Locale },
): Promise<RunPlan> {
  const inventory = await readInventory(options, env);
  const { set, warnings } = readTargets(text, inventory, locale);
  const hosts = runTargets(set, inventory, options.allowSpecial ?? false);
  const user = loginUser(options);
  const task = await readTask(command, options);
  const spec = specOf(text, task, options, { method: 'agent', user });
  const configured = withSshConfig(hosts.targets, user, options, env);
  const targets = oncePerHost(configured.targets, spec.port);
  checkJumps(targets, spec.jump, options.allowSpecial ?? false);
  const problem = findPlaceholderProblem(spec, targets);
  if (problem)
    throw new CliError(
      { en: placeholderProblemText(problem, 'en'), zh: placeholderProblemText(problem, 'zh') },
      [seeHelp('rollcall run')],
    );
  const knownHosts = await knownHostsOf(options, configured.knownHostsFiles, env);
  return {
    targets,
    task,
    user,
    knownHosts,
    configuredKeys: configured.identities,
    warnings: [
      ...warnings,
      ...hosts.warnings,
      ...configured.warnings,
      ...sameHosts(configured.targets.length - targets.length),
    ],
  };
}

function sameHosts(count: number): Words[] {
  if (count === 0) return [];
  return [
    {
      en: `${count} ${count === 1 ? 'target is a host' : 'targets are hosts'} named before in other words; each host is called once`,
      zh: `${count} 个目标是前面已用其他写法写出的主机；每台主机只执行一次`,
    },
  ];
}

function withSshConfig(
  targets: readonly RunTarget[],
  user: string,
  options: RunOptions,
  env: NodeJS.ProcessEnv,
): Pick<Configured, 'targets' | 'knownHostsFiles' | 'identities'> & { warnings: Words[] } {
  const path = sshConfigPath(options.sshConfig, env);
  if (path === null || options.demo)
    return { targets: [...targets], knownHostsFiles: [], identities: new Set(), warnings: [] };
  try {
    const config = openSshConfig(path, env);
    const jump = options.jump === 'none' ? undefined : options.jump;
    const configured = applySshConfig(targets, config, { user, jump, isSaid: saidIn(options) });
    const unknown = configured.unsupported;
    const warnings = [
      ...(unknown.length === 0 ? [] : [withoutEffect(path, unknown)]),
      ...[...configured.missingIdentities].map(
        (file) => `${path}: IdentityFile ${visibleText(file)} is not there, so it is not offered`,
      ),
    ].map(wordsOf);
    return { ...configured, warnings };
  } catch (error) {
    if (error instanceof SshConfigError)
      throw new CliError(wordsOf(error.message), WITHOUT, { cause: error });
    if (error instanceof SshConfigRefusal)
      throw new CliError(wordsOf(`${path}: ${error.message}`), WITHOUT, { cause: error });
    throw error;
  }
}

const WITHOUT: Words[] = [
  {
    en: 'Nothing was contacted. --ssh-config none runs without the file.',
    zh: '未连接任何主机。--ssh-config none 可不读取该文件而运行。',
  },
];

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
    const { en, zh } = systemWords(error);
    throw new CliError(
      { en: `the known hosts cannot be read: ${en}`, zh: `无法读取已知主机的文件：${zh}` },
      [asIs(paths.join(' '))],
      { cause: error },
    );
  }
}
