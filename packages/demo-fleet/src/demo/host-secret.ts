import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_BYTES = 32;
const FILE = 'demo-host-keys.secret';

/**
 * The secret from which all demo host keys derive, kept in `stateDir` (mode 0600) so that a restart
 * shows the same keys. Written beside and renamed: a crash leaves the old one or none.
 */
export async function hostSecret(stateDir: string): Promise<Buffer> {
  const path = join(stateDir, FILE);
  const kept = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept?.length === SECRET_BYTES) return kept;
  const fresh = randomBytes(SECRET_BYTES);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, fresh, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return fresh;
}
