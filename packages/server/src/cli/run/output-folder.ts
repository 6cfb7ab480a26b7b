import { constants, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isOutcome, type RunEvent } from '@rollcall/protocol';
import { CliError, errorCode, systemWords } from '../cli-error.ts';
import { gotCommand, type RunView } from './view.ts';

/** NAME_MAX is 255 bytes; the rest is for the number of a twin and the ending. */
const MAX_NAME = 200;

/**
 * File names for hosts: letters, digits, dots, dashes and underscores alone, none twice (also where case does not
 * count), none that leaves the folder. `[2001:db8::1]:22` becomes `2001-db8--1-22`.
 */
export function fileNames(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const safe = label
      .replaceAll(/[[\]]/g, '')
      .replaceAll(':', '-')
      .replaceAll(/[^A-Za-z0-9._-]/g, '_')
      .replace(/^[.-]/, '_')
      .slice(0, MAX_NAME);
    let name = safe;
    for (let twin = 2; taken.has(name.toLowerCase()); twin += 1) name = `${safe}~${twin}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/**
 * Makes the folder of `--output-dir` ready before anything is contacted.
 * @param options.force takes a folder that holds files already; those of the hosts of this run are replaced
 * @throws CliError when it is not empty, no folder, or cannot be written
 */
export function prepareOutputFolder(
  path: string,
  options: { force: boolean; names: readonly string[] },
): string {
  const folder = resolve(path);
  try {
    try {
      mkdirSync(folder);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (!lstatSync(folder).isDirectory())
        throw new CliError({ en: `${folder} is no folder`, zh: `${folder} 不是目录` });
    }
    const files = readdirSync(folder);
    if (files.length > 0 && !options.force)
      throw new CliError({ en: `the folder ${folder} is not empty`, zh: `目录 ${folder} 不为空` }, [
        {
          en: 'Choose another, or let the files of these hosts be replaced with --force.',
          zh: '请换一个目录，或加 --force 替换这些主机的文件。',
        },
      ]);
    const own = new Set(options.names.flatMap((name) => [`${name}.out`, `${name}.err`]));
    for (const file of files) if (own.has(file)) rmSync(join(folder, file));
    return folder;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { en, zh } = systemWords(error);
    throw new CliError(
      { en: `the folder ${folder} cannot be used: ${en}`, zh: `无法使用目录 ${folder}：${zh}` },
      [],
      { cause: error },
    );
  }
}

/**
 * Writes what each host prints to `<host>.out` and `<host>.err` as it comes: the first for every host that got the
 * command, the second when there is something in it. A file is only ever made new, never followed through a link.
 * @param onFailed called once when a file cannot be written; the run goes on, its log has everything
 */
export function outputFolderView(
  folder: string,
  names: readonly string[],
  onFailed: (file: string, error: unknown) => void,
): RunView {
  const made = new Set<string>();
  let failed = false;

  async function append(file: string, bytes: Uint8Array): Promise<void> {
    if (failed) return;
    const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
    const flags = O_WRONLY | O_APPEND | O_NOFOLLOW | (made.has(file) ? 0 : O_CREAT | O_EXCL);
    try {
      const handle = await open(join(folder, file), flags, 0o666);
      made.add(file);
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
    } catch (error) {
      failed = true;
      onFailed(join(folder, file), error);
    }
  }
  const fileOf = (event: Extract<RunEvent, { type: 'host-output' }>): string =>
    `${names[event.host]!}.${event.stream === 'stdout' ? 'out' : 'err'}`;

  return {
    feed: 'all',
    take(event) {
      if (event.type === 'host-output') return append(fileOf(event), event.bytes);
      if (!isOutcome(event) || !gotCommand(event)) return undefined;
      const file = `${names[event.host]!}.out`;
      return made.has(file) ? undefined : append(file, new Uint8Array());
    },
    finish: () => undefined,
  };
}
