// pnpm dev: compiles on every change, restarts the server with the demo fleet, and serves the console with reload.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

/** The console's page comes from here; everything else is passed on to the server. */
const CONSOLE_ORIGIN = 'http://127.0.0.1:5173';

const first = spawn(bin('tsc'), ['-b'], { cwd: root, stdio: 'inherit' });
first.once('exit', (code) => (code === 0 ? watch() : process.exit(code ?? 1)));

function watch(): void {
  const server = [
    '--watch',
    '--watch-preserve-output',
    'packages/server/bin/rollcall.js',
    'serve',
    '--demo',
    '--no-console',
  ];
  const children = [
    spawn(bin('tsc'), ['-b', '--watch', '--preserveWatchOutput'], { cwd: root, stdio: 'inherit' }),
    spawn(process.execPath, [...server, '--data', '.rollcall', '--origin', CONSOLE_ORIGIN], {
      cwd: root,
      stdio: 'inherit',
    }),
    spawn(bin('vite'), ['packages/console', '--host', '127.0.0.1', '--port', '5173', '--strictPort'], {
      cwd: root,
      stdio: 'inherit',
    }),
  ];
  console.log(
    `\nThe console with reload: ${CONSOLE_ORIGIN}/ (add the #code=… of the link that the server prints)\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endAll(children));
  for (const child of children) child.once('exit', () => endAll(children));
}

function endAll(children: ChildProcess[]): void {
  for (const child of children) child.kill('SIGTERM');
}
