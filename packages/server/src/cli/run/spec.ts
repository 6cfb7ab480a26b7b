import { readJump, type Login, type RunSpec } from '@rollcall/protocol';
import { runSpec, userName } from '@rollcall/protocol/schemas';
import { CliError } from '../cli-error.ts';
import { osUser } from '../os-user.ts';
import { DEMO_USER } from '../demo-login.ts';
import type { RunOptions } from './options.ts';
import type { TaskSpec } from './task.ts';

/** The user to log in as: as told, the demo's, or the one who runs the program. */
export function loginUser(options: RunOptions): string {
  const user = options.user ?? (options.demo ? DEMO_USER : osUser());
  const read = userName.safeParse(user);
  if (read.success) return user;
  throw new CliError(
    `${JSON.stringify(user)} cannot be a user name on the hosts: ${read.error.issues[0]!.message}`,
    ['Name one with --user NAME.'],
  );
}

/**
 * The spec of a run. Called with a stand-in for the login first, so that a command that cannot be sent is refused before
 * anybody is asked for a password.
 * @throws CliError with the first thing that is wrong
 */
export function specOf(targets: string, task: TaskSpec, options: RunOptions, login: Login): RunSpec {
  const read = runSpec.safeParse({
    targets,
    ...task,
    login,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.jump === undefined ? {} : { jump: options.jump }),
    ...(options.legacy === undefined ? {} : { legacy: options.legacy }),
    hostKeys: options.hostKeys,
    fanout: options.fanout,
    ...(options.connectTimeout === undefined ? {} : { connectTimeoutMs: options.connectTimeout }),
    commandTimeoutMs: options.timeout,
    maxOutputBytes: options.maxOutput,
  });
  if (read.success) {
    const { jump } = read.data;
    if (jump === undefined || readJump(jump) !== undefined) return read.data;
    throw new CliError(`--jump ${jump}: single hosts are wanted, one after the other`, [
      'As in: --jump ops@bastion1,bastion2:2222',
    ]);
  }
  const { path, message } = read.error.issues[0]!;
  throw new CliError(`${String(path[0] ?? 'the run')}: ${message}`, ['See: rollcall run --help']);
}
