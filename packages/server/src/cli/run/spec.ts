import { readJump, schemaWords, type Login, type RunSpec } from '@rollcall/protocol';
import { runSpec, userName } from '@rollcall/protocol/schemas';
import { zodWords } from '../../web/field-errors.ts';
import { CliError, seeHelp } from '../cli-error.ts';
import { osUser } from '../os-user.ts';
import { DEMO_USER } from '../demo-login.ts';
import type { RunOptions } from './options.ts';
import type { TaskSpec } from './task.ts';

/** The user to log in as: as told, the demo's, or the one who runs the program. */
export function loginUser(options: RunOptions): string {
  const user = options.user ?? (options.demo ? DEMO_USER : osUser());
  const read = userName.safeParse(user);
  if (read.success) return user;
  const { en, zh } = schemaWords(read.error.issues[0]!.message);
  const shown = JSON.stringify(user);
  throw new CliError(
    {
      en: `${shown} cannot be a user name on the hosts: ${en}`,
      zh: `${shown} 不能作为主机上的用户名：${zh}`,
    },
    [{ en: 'Name one with --user NAME.', zh: '请用 --user NAME 指定。' }],
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
    ...(options.jump === undefined || options.jump === 'none' ? {} : { jump: options.jump }),
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
    throw new CliError(
      {
        en: `--jump ${jump}: single hosts are wanted, one after the other`,
        zh: `--jump ${jump}：请依次写出单台跳板机`,
      },
      [{ en: 'As in: --jump ops@bastion1,bastion2:2222', zh: '例如：--jump ops@bastion1,bastion2:2222' }],
    );
  }
  const issue = read.error.issues[0]!;
  const { en, zh } = zodWords(issue);
  const field = String(issue.path[0] ?? '');
  throw new CliError({ en: `${field || 'the run'}: ${en}`, zh: `${field || '本次运行'}：${zh}` }, [
    seeHelp('rollcall run'),
  ]);
}
