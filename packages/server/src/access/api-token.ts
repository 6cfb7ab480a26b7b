import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import type { AccessStore } from './ports.ts';
import { hashSecret, newSecret } from './secrets.ts';

const TOKEN = /^rc_[A-Za-z0-9_-]{43}$/;

/**
 * Makes the API token for scripts on the first start and keeps store and file in step: the file decides, so deleting it
 * and starting again gives a new token, and the old one is void. 256 random bits after `rc_`, one line.
 * The file is readable by its owner alone (0600). Rejects when the file cannot be read or written.
 * @returns the mode of a file that others could read until now, whose token they may know; null where there is nothing to say
 */
export async function ensureApiToken(deps: {
  file: string;
  store: AccessStore;
  user: string;
}): Promise<{ openMode: number | null }> {
  const openMode = await closeToOthers(deps.file);
  const known = await readToken(deps.file);
  const token = known ?? (await createToken(deps.file));
  const hash = hashSecret(token);
  const stored = await deps.store.getApiToken();
  if (stored?.hash !== hash || stored.user !== deps.user)
    await deps.store.setApiToken({ hash, user: deps.user });
  return { openMode: known === null ? null : openMode };
}

/** Takes every right of others away; the mode that gave them some, or null. */
async function closeToOthers(file: string): Promise<number | null> {
  const mode = await stat(file).then((stats) => stats.mode & 0o777, whenAbsent);
  if (mode === null || (mode & 0o077) === 0) return null;
  await chmod(file, 0o600);
  return mode;
}

/** The token in the file; null when there is no file or no token in it. */
async function readToken(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(whenAbsent);
  const token = text?.trim() ?? '';
  return TOKEN.test(token) ? token : null;
}

function whenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function createToken(file: string): Promise<string> {
  const token = `rc_${newSecret(32)}`;
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}
