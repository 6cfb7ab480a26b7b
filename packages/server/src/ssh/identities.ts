import type { Identity } from '@rollcall/protocol';
import { constants, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReadyLogin } from '../run/ports.ts';
import { fingerprint, keyType } from '../host-keys/public-key.ts';
import { KeyProblem } from './key-problem.ts';
import { inspectKey } from './private-key.ts';
import { unlockKey } from './unlock-key.ts';

/** A private key that the server can read, and where it lies. */
export type KeyFile = Identity & { path: string };

/** Far more than an RSA key of 16,384 bits takes. */
const MAX_KEY_BYTES = 64 * 1024;

/**
 * The private keys among `paths`, in that order; a folder stands for all files in it, by name. Files that are no usable private
 * key are left out. Two keys with one file name are both listed by their path.
 */
export async function listIdentities(paths: readonly string[]): Promise<KeyFile[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const found = (await Promise.all([...new Set(files)].map(describe))).filter((one) => one !== undefined);
  const times = new Map<string, number>();
  for (const { name } of found) times.set(name, (times.get(name) ?? 0) + 1);
  return found.map((one) => (times.get(one.name)! > 1 ? { ...one, name: one.path } : one));
}

async function filesOf(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return [];
  if (!info.isDirectory()) return [path];
  const names = await readdir(path).catch(() => []);
  return names.sort((a, b) => a.localeCompare(b, 'en')).map((name) => join(path, name));
}

async function describe(path: string): Promise<KeyFile | undefined> {
  try {
    const { encrypted, publicKey } = inspectKey(await readKeyText(path));
    const beside = publicKey ?? (await readPublicKey(`${path}.pub`));
    return {
      path,
      name: basename(path),
      type: beside === null ? 'unknown' : keyType(beside),
      fingerprint: beside === null ? null : fingerprint(beside),
      encrypted,
    };
  } catch (error) {
    if (error instanceof KeyProblem) return undefined;
    throw error;
  }
}

/** The blob of a public key file; null when there is none. */
async function readPublicKey(path: string): Promise<Buffer | null> {
  const text = await readKeyText(path).catch(() => '');
  const blob = Buffer.from(text.split(/\s+/)[1] ?? '', 'base64');
  return keyType(blob) === '' ? null : blob;
}

/** Rejects with `KeyProblem` (`unreadable-key`) and the system's reason. */
async function readKeyText(path: string): Promise<string> {
  try {
    // A pipe to which nobody writes would hold up its opening for ever.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await file.stat();
    if (!info.isFile()) throw new KeyProblem('unreadable-key', `${path} is not a file`);
    if (info.size > MAX_KEY_BYTES) throw new KeyProblem('unreadable-key', `${path} is too large for a key`);
    return (await file.readFile('utf8')).trim();
  } catch (error) {
    if (error instanceof KeyProblem) throw error;
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    const reason = READ_PROBLEMS[code] ?? `cannot be read (${code})`;
    throw new KeyProblem('unreadable-key', `${path} ${reason}`);
  }
}

const READ_PROBLEMS: Record<string, string> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
  ENXIO: 'is not a file',
};

/**
 * Reads and opens a private key, once per run: what comes back has no passphrase any more and is quick to use.
 * Rejects with `KeyProblem`: `unreadable-key`, `passphrase-needed` or `wrong-passphrase`, with words for a person.
 */
export async function readIdentity(request: {
  path: string;
  passphrase?: string | undefined;
}): Promise<Omit<Extract<ReadyLogin, { method: 'key' }>, 'user'>> {
  const text = await unlockKey(await readKeyText(request.path), request.passphrase);
  return { method: 'key', privateKey: Buffer.from(text), label: `key ${basename(request.path)}` };
}
