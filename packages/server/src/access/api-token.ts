import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import type { AccessStore } from './ports.ts';
import { hashSecret, newSecret } from './secrets.ts';

const TOKEN = /^rc_[A-Za-z0-9_-]{43}$/;

/**
 * Makes the API token for scripts on the first start and keeps store and file in step: the file decides, so deleting it
 * and starting again gives a new token, and the old one is void. 256 random bits after `rc_`, one line.
 * The file is readable by its owner alone (0600), also when it was made wider by hand. Rejects when the file cannot be read or
 * written.
 */
export async function ensureApiToken(deps: {
  file: string;
  store: AccessStore;
  user: string;
}): Promise<void> {
  const token = (await readToken(deps.file)) ?? (await createToken(deps.file));
  const hash = hashSecret(token);
  const known = await deps.store.getApiToken();
  if (known?.hash !== hash || known.user !== deps.user)
    await deps.store.setApiToken({ hash, user: deps.user });
}

/** The token in the file; null when there is no file or no token in it. */
async function readToken(file: string): Promise<string | null> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if ((await stat(file)).mode & 0o077) await chmod(file, 0o600);
  return TOKEN.test(text) ? text : null;
}

async function createToken(file: string): Promise<string> {
  const token = `rc_${newSecret(32)}`;
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}
