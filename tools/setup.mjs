// Installs what the lockfile says, once per change of it, with the pinned pnpm.
// Plain JavaScript: it is the only file here that must run on the Node a machine happens to have (20 or newer).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (file) => readFileSync(join(root, file));

const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.mjs']) hash.update(read(file));
const wanted = hash.digest('hex');
const stamp = join(root, 'node_modules/.setup-stamp');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const { packageManager } = JSON.parse(read('package.json'));
  const exec = ['exec', '--yes', '--', packageManager, 'install', '--frozen-lockfile'];
  const npm = process.env.npm_execpath ?? '';
  const installed = npm.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...exec], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', exec, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (installed.status !== 0) process.exit(installed.status ?? 1);
  writeFileSync(stamp, wanted);
}

// `npm run` puts node_modules/.bin first on PATH, so this asks the runtime that the next command will get.
const found = spawnSync('node', ['-p', 'process.versions.node'], {
  cwd: root,
  encoding: 'utf8',
}).stdout.trim();
const [major, minor] = found.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(
    `No bundled runtime for ${process.platform}-${process.arch}. Install Node 24.11 or newer (found ${found}).`,
  );
  process.exit(1);
}
