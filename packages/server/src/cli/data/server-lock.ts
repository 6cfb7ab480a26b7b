import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processExists } from '../../dispatch/process-exists.ts';
import { CliError, errorCode, isSystemError } from '../cli-error.ts';
import { unusable } from './data-folder.ts';

/** Who serves a data folder. */
export interface ServerLock {
  pid: number;
  /** When the process began, as the system counts it; tells it from a later process with the same pid. Null where unknown. */
  began: string | null;
  /** Where it listens; null until it does. */
  url: string | null;
}

const lockPath = (folder: string): string => join(folder, 'server.lock');

/**
 * Makes this process the only server of a data folder. The lock of a server that died is taken over.
 * @returns `announce` writes down where the server listens, `release` gives the folder free
 * @throws CliError when a living server has it, or no lock can be written there
 */
export function lockForServer(folder: string): { announce(url: string): void; release(): void } {
  const path = lockPath(folder);
  const mine: ServerLock = { pid: process.pid, began: processBegan(process.pid), url: null };
  inWords(folder, () => take(folder, mine));
  return {
    announce(url) {
      const next = `${path}.${process.pid}`;
      inWords(folder, () => {
        writeFileSync(next, JSON.stringify({ ...mine, url }), { mode: 0o600 });
        renameSync(next, path);
      });
    },
    release() {
      if (parseLock(lockText(path) ?? '')?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** What the system has against it, a full disk say, becomes something to put right. */
function inWords(folder: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw isSystemError(error) ? unusable(folder, error) : error;
  }
}

function take(folder: string, mine: ServerLock): void {
  const path = lockPath(folder);
  while (!create(path, mine)) {
    const text = lockText(path);
    const other = text === null ? null : parseLock(text);
    if (other && isServing(other)) throw lockedBy(folder, other);
    if (text !== null) removeStale(path, text);
  }
}

/** The server that runs on a data folder now, or null. */
export function runningServer(folder: string): ServerLock | null {
  const lock = parseLock(lockText(lockPath(folder)) ?? '');
  return lock && isServing(lock) ? lock : null;
}

/** With its content at once, so that nobody ever sees half a lock; false when there is one. */
function create(path: string, lock: ServerLock): boolean {
  const next = `${path}.${process.pid}`;
  try {
    writeFileSync(next, JSON.stringify(lock), { mode: 0o600 });
    linkSync(next, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(next, { force: true });
  }
}

function lockText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Null for anything that no server wrote. */
function parseLock(text: string): ServerLock | null {
  try {
    const lock = JSON.parse(text) as Partial<ServerLock> | null;
    if (typeof lock?.pid !== 'number') return null;
    return { pid: lock.pid, began: lock.began ?? null, url: lock.url ?? null };
  } catch {
    return null;
  }
}

function isServing({ pid, began }: ServerLock): boolean {
  if (began !== null) return began === processBegan(pid);
  return pid !== process.pid && processExists(pid);
}

/** Moves the lock aside first; when it is not the one that was judged stale, another server was quicker. */
function removeStale(path: string, judged: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== judged) linkSync(aside, path);
  rmSync(aside);
}

/** Boot and start time of a process from Linux's /proc; null elsewhere or when it is gone. */
function processBegan(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22, counted behind the command's name, which stands in parentheses and may hold anything.
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return startedAt === undefined ? null : `${boot}/${startedAt}`;
  } catch {
    return null;
  }
}

function lockedBy(folder: string, { pid, url }: ServerLock): CliError {
  return new CliError(
    {
      en: `another server (process ${pid}) uses the data folder ${folder}`,
      zh: `另一个服务器（进程 ${pid}）正在使用数据目录 ${folder}`,
    },
    [
      url === null
        ? { en: 'It is starting just now.', zh: '它正在启动。' }
        : { en: `It listens on ${url}`, zh: `它的地址是 ${url}` },
      {
        en: `For a link to sign in there: rollcall link --data ${folder}`,
        zh: `要取得它的登录链接：rollcall link --data ${folder}`,
      },
      {
        en: `Otherwise stop it (kill ${pid}), or choose another folder with --data FOLDER.`,
        zh: `否则请停止它（kill ${pid}），或用 --data FOLDER 另选目录。`,
      },
    ],
  );
}
