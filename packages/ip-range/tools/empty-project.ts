import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

const HERE = join(import.meta.dirname, '..');
const CHROMIUM = process.env['ROLLCALL_CHROMIUM'] ?? '/usr/bin/chromium';

/** Programs that the workspace has installed. */
export const BIN = join(HERE, '../../node_modules/.bin');

/** Runs a program without a shell; its output is in the error when it fails. */
export function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 300_000 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** `npm pack` of a folder into another; gives the tarball. */
function pack(folder: string, into: string): string {
  const [packed] = JSON.parse(
    run(folder, 'npm', 'pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', into),
  ) as { filename: string }[];
  return join(into, packed?.filename ?? '');
}

/** The package, packed and installed in a project that has nothing else. The caller removes `folder`. */
export function emptyProject(): { folder: string; project: string; tarball: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ip-range-pack-'));
  const project = join(folder, 'project');
  const source = join(folder, 'source');
  mkdirSync(project);
  mkdirSync(source);
  for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    cpSync(join(HERE, file), join(source, file));
  // Compiled afresh: what an earlier build left in dist is nobody's proof.
  const out = ['--outDir', join(source, 'dist'), '--tsBuildInfoFile', join(folder, 'tsbuildinfo')];
  run(HERE, join(BIN, 'tsc'), '-p', 'tsconfig.src.json', ...out);
  const tarball = pack(source, folder);
  const ipaddr = pack(realpathSync(join(HERE, 'node_modules/ipaddr.js')), folder);
  writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true,"type":"module"}');
  run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball, ipaddr);
  cpSync(join(HERE, 'tools/smoke.js'), join(project, 'smoke.js'));
  return { folder, project, tarball };
}

/** Bundles `smoke.js` of the project and gives what it prints in a page of headless Chromium. */
export async function smokeInBrowser(project: string): Promise<string> {
  const result = await build({
    root: project,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry: 'smoke.js', formats: ['iife'], name: 'smoke' } },
  });
  const [{ output }] = result as [Rolldown.RolldownOutput];
  const page = join(project, 'page.html');
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><body><script>
console.log = (line) => { document.body.dataset.said = encodeURIComponent(line); };
${output[0].code.replaceAll('</script', String.raw`<\/script`)}</script>`,
  );
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  const profile = `--user-data-dir=${join(project, 'profile')}`;
  const dom = run(project, CHROMIUM, ...flags.split(' '), profile, '--dump-dom', `file://${page}`);
  return `${decodeURIComponent(/data-said="([^"]*)"/.exec(dom)?.[1] ?? '')}\n`;
}

/** The version of the browser. */
export function browserVersion(project: string): string {
  return run(project, CHROMIUM, '--version').trim();
}
