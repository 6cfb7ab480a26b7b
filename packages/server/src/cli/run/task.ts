import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { MAX_COMMAND_BYTES, MAX_INPUT_BYTES, type RunSecrets, type RunSpecInput } from '@rollcall/protocol';
import { CliError, systemWords } from '../cli-error.ts';
import type { Asker } from '../terminal/ask.ts';
import { readPasswordFile } from './password-file.ts';
import type { TaskOptions } from './task-options.ts';

/** The part of a spec that says what runs on the hosts. */
export type TaskSpec = Pick<
  RunSpecInput,
  'command' | 'script' | 'workingFolder' | 'env' | 'input' | 'pty' | 'sudo' | 'silenceTimeoutMs' | 'plain'
>;

/**
 * Reads the script and the input.
 * @param words the command line, empty when there is none
 * @throws CliError when they cannot be read or are too large, or there is nothing to run
 */
export async function readTask(words: string, options: TaskOptions): Promise<TaskSpec> {
  const { script, interpreter, chdir, env, input, pty, sudo, sudoUser, silence, plain } = options;
  const isSudo = sudo ?? sudoUser !== undefined;
  return {
    command: script === undefined ? words : await scriptText(script),
    ...(script === undefined ? {} : { script: { interpreter: interpreter ?? 'auto' } }),
    ...(chdir === undefined ? {} : { workingFolder: chdir }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input: await inputOf(input) }),
    ...(pty === undefined ? {} : { pty }),
    ...(isSudo ? { sudo: { user: sudoUser ?? 'root' } } : {}),
    ...(silence === undefined ? {} : { silenceTimeoutMs: silence }),
    ...(plain === undefined ? {} : { plain }),
  };
}

/** What is only asked for once the rest is right. */
export async function readTaskSecrets(
  { askSudoPassword, sudoPasswordFile }: TaskOptions,
  { asker, warn }: { asker: Asker | null; warn: (text: string) => void },
): Promise<Pick<RunSecrets, 'sudoPassword'>> {
  if (sudoPasswordFile !== undefined) return { sudoPassword: await readPasswordFile(sudoPasswordFile, warn) };
  if (!askSudoPassword) return {};
  if (!asker)
    throw new CliError("there is no terminal to ask for sudo's password", [
      'Use --sudo-password-file FILE, or let sudo run without one (NOPASSWD).',
    ]);
  const sudoPassword = await asker.secret('Password for sudo on the hosts: ');
  if (sudoPassword === '') throw new CliError('an empty password opens nothing');
  return { sudoPassword };
}

async function scriptText(path: string): Promise<string> {
  const text = (await bytesOf(path, MAX_COMMAND_BYTES, 'the script')).toString('utf8');
  if (text.includes('\uFFFD') || text.includes('\0'))
    throw new CliError(`the script ${path} is not a text in UTF-8`, [
      'A program in binary form cannot be sent.',
    ]);
  return text;
}

async function inputOf(path: string): Promise<NonNullable<TaskSpec['input']>> {
  const bytes = await bytesOf(path, MAX_INPUT_BYTES, 'the input');
  return { base64: bytes.toString('base64'), name: path === '-' ? 'stdin' : basename(path) };
}

async function bytesOf(path: string, limit: number, what: string): Promise<Buffer> {
  const bytes = path === '-' ? await buffer(process.stdin) : await readWhole(path, limit, what);
  if (bytes.length > limit) throw tooLarge(what, path, limit);
  return bytes;
}

async function readWhole(path: string, limit: number, what: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit) throw tooLarge(what, path, limit);
    return await readFile(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${what} ${path} cannot be read: ${systemWords(error)}`, [], { cause: error });
  }
}

function tooLarge(what: string, path: string, limit: number): CliError {
  return new CliError(`${what} ${path} is over ${limit / 1024} KiB`, [
    'Copy large files to the hosts by other means, and run a command that reads them there.',
  ]);
}
