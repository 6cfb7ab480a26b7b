import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSshd, type Sshd } from '../packages/server/src/testing/sshd.ts';
import { rollcall, startServer } from './support/program.ts';
import { ConsolePage } from './support/test.ts';

let folder: string;
let sshd: Sshd;
let knownHosts: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-real-'));
  sshd = await startSshd({ addresses: ['0.0.0.0'], hostKeyTypes: ['ed25519'] });
  knownHosts = join(folder, 'known_hosts');
  const lines = sshd.hostKeys.map(({ type, key }) => `[127.9.0.*]:${sshd.port} ${type} ${key}\n`);
  writeFileSync(knownHosts, lines.join(''));
});

test.afterAll(async () => {
  await sshd.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the console runs on real sshd: the answer, the exit status and the host key are theirs', async ({
  page,
}) => {
  const server = await startServer({
    args: ['--identity', sshd.privateKeyPath, '--known-hosts', knownHosts],
  });
  try {
    const console = new ConsolePage(page, server);
    await console.signIn();
    await console.targets.fill(`127.9.0.1-20:${sshd.port}, 127.9.1.1:${sshd.port}`);
    await console.command.fill('echo "i am $(id -un)"; exit 4');
    await page.getByRole('button', { name: /^Change/ }).click();
    await page.getByRole('combobox', { name: 'User' }).fill(sshd.userName);
    await console.run.click();
    await page.waitForURL(/\/runs\//);
    await console.finished();
    await expect(page.getByRole('button', { name: '20 non-zero exit' })).toBeVisible();
    await expect(page.getByRole('button', { name: '1 no answer' })).toBeVisible();
    await expect(page.getByRole('log', { name: 'Stream' })).toContainText(`i am ${sshd.userName}`);
    await expect(page.getByRole('log', { name: 'Stream' })).toContainText('new key');
  } finally {
    await server.stop();
  }
});

test('the terminal runs on real sshd, folds equal answers and exits by them', async () => {
  const common = [
    'run',
    '--data',
    join(folder, 'data'),
    '--user',
    sshd.userName,
    '--port',
    String(sshd.port),
  ];
  common.push('--identity', sshd.privateKeyPath, '--known-hosts', knownHosts);
  const all = await rollcall([...common, '--group', '127.9.0.1-20', 'uname -s']);
  expect(all.status).toBe(0);
  expect(all.stdout).toContain('127.9.0.1-20');
  expect(all.stdout.match(/Linux/g)).toHaveLength(1);
  const one = await rollcall([...common, '127.9.0.1', 'exit 3']);
  expect(one.status).toBe(1);
});
