import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DATABASE_FILE } from '../../store/database.ts';
import type { Words } from '@rollcall/protocol';
import { CliError, errorCode, systemWords } from '../cli-error.ts';

/** Only its owner may look into it: it holds the output of commands and an API token. */
const FOLDER_MODE = 0o700;

/** A folder that exists, belongs to us and can be written. */
export interface DataFolder {
  path: string;
  /** What a person should know about it, e.g. that others can read it; usually empty. */
  warnings: Words[];
}

/** Where runs, keys and tokens are kept when nobody says otherwise: `$XDG_DATA_HOME/rollcall`, `~/.local/share/rollcall`. */
export function defaultDataFolder(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_DATA_HOME;
  // The XDG base directory specification: a relative path is to be ignored.
  return join(base?.startsWith('/') ? base : join(homedir(), '.local', 'share'), 'rollcall');
}

/** Where the data folder of a command is, whether or not it is there. */
export function dataFolderPath(named: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(named ?? defaultDataFolder(env));
}

/**
 * The data folder of a command, made when it is not there yet. A folder that was named is made only inside one that
 * exists, so that a slip of the pen does not start an empty history somewhere.
 * @throws CliError when it is missing, no folder, or cannot be written
 */
export function openDataFolder(named: string | undefined, env: NodeJS.ProcessEnv): DataFolder {
  const path = dataFolderPath(named, env);
  try {
    mkdirSync(path, { mode: FOLDER_MODE, recursive: named === undefined });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unusable(path, error);
  }
  return checkDataFolder(path);
}

/**
 * The data folder of a command that only looks: it must be there, with a database in it.
 * @throws CliError as `openDataFolder`
 */
export function existingDataFolder(named: string | undefined, env: NodeJS.ProcessEnv): DataFolder {
  const folder = checkDataFolder(dataFolderPath(named, env));
  if (existsSync(join(folder.path, DATABASE_FILE))) return folder;
  const { path } = folder;
  throw new CliError(
    {
      en: `${path} is no data folder yet: nothing was ever run or served there`,
      zh: `${path} 还不是数据目录：从未在此运行过命令或服务器`,
    },
    CHOOSE,
  );
}

function checkDataFolder(path: string): DataFolder {
  try {
    const stats = statSync(path);
    if (!stats.isDirectory())
      throw new CliError(
        { en: `the data folder ${path} is no folder`, zh: `数据目录 ${path} 不是目录` },
        CHOOSE,
      );
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const open = (stats.mode & 0o077) !== 0;
    const mode = (stats.mode & 0o777).toString(8);
    const others: Words = {
      en: `others may look into the data folder (mode ${mode}): chmod 700 ${path}`,
      zh: `其他用户可以查看数据目录（权限 ${mode}）：chmod 700 ${path}`,
    };
    return { path, warnings: open ? [others] : [] };
  } catch (error) {
    throw error instanceof CliError ? error : unusable(path, error);
  }
}

const CHOOSE: Words[] = [{ en: 'Choose another with --data FOLDER.', zh: '可用 --data FOLDER 另选目录。' }];

/** What is wrong with the data folder `path`, from what the system said about it or a file in it. */
export function unusable(path: string, error: unknown): CliError {
  const cause = { cause: error };
  const { en, zh } = systemWords(error);
  switch (errorCode(error)) {
    case 'ENOENT':
      return new CliError(
        { en: `there is no data folder ${path}`, zh: `没有数据目录 ${path}` },
        [
          {
            en: `Make its parent first: mkdir -p ${dirname(path)}`,
            zh: `请先创建上级目录：mkdir -p ${dirname(path)}`,
          },
          ...CHOOSE,
        ],
        cause,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CliError(
        { en: `the data folder ${path} cannot be written: ${en}`, zh: `无法写入数据目录 ${path}：${zh}` },
        [
          {
            en: 'It has to belong to the user who runs this program.',
            zh: '它必须属于运行本程序的用户。',
          },
          ...CHOOSE,
        ],
        cause,
      );
    default:
      return new CliError(
        { en: `the data folder ${path} cannot be used: ${en}`, zh: `无法使用数据目录 ${path}：${zh}` },
        CHOOSE,
        cause,
      );
  }
}
