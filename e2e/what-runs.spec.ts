import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { startSshd, type Sshd } from '../packages/server/src/testing/sshd.ts';
import { seriousFindings } from './support/axe.ts';
import { startServer, type Server } from './support/program.ts';
import { ConsolePage, runLog } from './support/test.ts';

/** A console before five addresses of a real sshd. */
const test = base.extend<{ console: ConsolePage }, { sshd: Sshd; server: Server }>({
  sshd: [
    async ({}, use) => {
      const sshd = await startSshd({ addresses: ['0.0.0.0'], hostKeyTypes: ['ed25519'] });
      await use(sshd);
      await sshd.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ sshd }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'rollcall-what-'));
      const knownHosts = join(folder, 'known_hosts');
      const lines = sshd.hostKeys.map(({ type, key }) => `[127.9.0.*]:${sshd.port} ${type} ${key}\n`);
      writeFileSync(knownHosts, lines.join(''));
      const server = await startServer({
        args: ['--identity', sshd.privateKeyPath, '--known-hosts', knownHosts],
      });
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  console: async ({ page, server, sshd }, use) => {
    const console = new ConsolePage(page, server);
    await console.signIn();
    await console.targets.fill(`127.9.0.1-5:${sshd.port}`);
    await page.getByRole('button', { name: /^Change/ }).click();
    await page.getByRole('combobox', { name: 'User' }).fill(sshd.userName);
    await use(console);
  },
});

/** What the hosts printed, by host. */
async function printed(server: Server, run: string): Promise<string[]> {
  const texts: string[] = [];
  for (const event of await runLog(server, run)) {
    if (event.type !== 'host-output') continue;
    texts[event.host] = `${texts[event.host] ?? ''}${(event as unknown as { text: string }).text}`;
  }
  return texts;
}

const runOf = (url: string): string => /runs\/([0-9a-f-]{36})/.exec(url)![1]!;

test('a script gets its folder, variables and input, and a copy of the run all of it again', async ({
  console,
  page,
  server,
  sshd,
}) => {
  await page.getByRole('radio', { name: 'Script' }).check();
  const script = page.getByRole('textbox', { name: 'Script' });
  await page.locator('input[type=file][aria-label^="Load a file"]').setInputFiles({
    name: 'hello.sh',
    mimeType: 'text/x-sh',
    buffer: Buffer.from(
      '#!/bin/bash\r\necho "$GREETING $ROLLCALL_HOST $PWD ${BASH_VERSION:+bash} $(cat)"\r\n',
    ),
  });
  await expect(script).toHaveValue(/^#!\/bin\/bash\necho/);
  await page.getByRole('textbox', { name: 'Working folder' }).fill('/{var.none}');
  await page.getByRole('button', { name: 'Add a variable' }).click();
  const name = page.getByRole('textbox', { name: 'Name of variable 1' });
  await expect(name).toBeFocused();
  await name.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'export GREETING="hi {index}"\n# more\nOTHER=1');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(name).toHaveValue('GREETING');
  await page.getByRole('button', { name: 'Remove OTHER' }).click();
  await page.getByRole('radio', { name: 'A file' }).check();
  await page.locator('input[type=file][aria-label^="Choose a file"]').setInputFiles({
    name: 'in.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('from a file'),
  });
  await expect(page.getByRole('region', { name: 'Sent to 127.9.0.1' })).toContainText('hi 0');

  // Only the server knows which variables the inventory has.
  await console.run.click();
  await expect(page.getByRole('alert').filter({ hasText: 'var.none' }).first()).toBeVisible();
  const folder = page.getByRole('textbox', { name: 'Working folder' });
  await expect(folder).toHaveAttribute('aria-invalid', 'true');
  await folder.fill('/usr');
  await expect(folder).not.toHaveAttribute('aria-invalid', 'true');
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  const first = runOf(page.url());
  const expected = [0, 1, 2, 3, 4].map((at) => `hi ${at} 127.9.0.${at + 1} /usr bash from a file\n`);
  expect(await printed(server, first)).toEqual(expected);
  const asked = page.getByRole('region', { name: 'Compose' });
  await expect(asked).toContainText('in /usr');
  await expect(asked).toContainText('input in.bin, 11 B');
  await asked.getByText('Details').click();
  await expect(asked).toContainText('hi {index}');

  await page.getByRole('button', { name: /^Copy to a new run/ }).click();
  await expect(script).toHaveValue(/^#!\/bin\/bash\necho/);
  await console.run.click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.includes(first));
  await console.finished();
  expect(await printed(server, runOf(page.url()))).toEqual(expected);

  // A list of runs has no input: what is taken over from it is asked for again.
  await page.goto('/');
  await page.getByRole('list', { name: 'Recent' }).getByRole('button').first().click();
  await expect(page.getByText('input in.bin, 11 B')).toBeVisible();
  await page.goto(`/runs/${first}?tab=hosts&host=127.9.0.1:${sshd.port}`);
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('in a process group of its own');
});

test('a command shows what the first host is sent, and where a placeholder is wrong', async ({
  console,
  page,
  server,
  sshd,
}) => {
  await console.command.fill('echo "{host}"');
  await expect(console.command).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('{host} stands inside quotes')).toBeVisible();
  await expect(console.run).toBeDisabled();
  await console.command.fill('echo {user}@{host}:{port} {index}');
  const sent = `echo '${sshd.userName}'@'127.9.0.1':'${sshd.port}' '0'`;
  await expect(page.getByRole('region', { name: 'Sent to 127.9.0.1' })).toContainText(sent);
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  const [first] = await printed(server, runOf(page.url()));
  expect(first).toBe(`${sshd.userName}@127.9.0.1:${sshd.port} 0\n`);
});

test('what is wrong stands at its field, and the plain way shuts what it excludes', async ({
  console,
  page,
}) => {
  await console.command.fill('id');
  const jump = page.getByRole('textbox', { name: 'Jump hosts' });
  await jump.fill('10.0.0.1-3');
  await expect(page.getByText('Single hosts are wanted')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(jump).toBeFocused();
  await jump.fill('');
  await page.getByRole('combobox', { name: 'By sudo as' }).fill('root');
  await expect(page.getByLabel('Password for sudo')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Send it as it is' }).check();
  await expect(page.getByLabel('Password for sudo')).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Working folder' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Add a variable' })).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'Script' })).toBeDisabled();
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  await expect(page.getByRole('button', { name: '5 success' })).toBeVisible();
});

test('a silent host is stopped, with what it was doing', async ({ console, page, sshd }) => {
  await console.targets.fill(`127.9.0.1:${sshd.port}`);
  await console.command.fill('sleep 4711');
  await page.getByRole('spinbutton', { name: 'Silence limit' }).fill('1');
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  await page.goto(`${page.url().replace(/\?.*/, '')}?tab=hosts&host=127.9.0.1:${sshd.port}`);
  const facts = page.getByRole('region', { name: 'Facts' });
  await expect(facts).toContainText('of silence');
  await expect(facts).toContainText('nothing of it runs there any more');
  await expect(facts).toContainText('sleep 4711');
  expect(await seriousFindings(page), 'with evidence').toEqual([]);
});

test('sudo gets its password once, and nothing keeps it', async ({ console, page, server, sshd }) => {
  // sudo itself is installed with what the tests need.
  test.skip(process.getuid?.() !== 0, 'only root can make rules for sudo');
  const rules = `/etc/sudoers.d/rollcall-e2e-${process.pid}`;
  writeFileSync(rules, `${sshd.userName} ALL=(root) ALL\n`, { mode: 0o440 });
  try {
    await console.command.fill('id -un');
    await page.getByRole('combobox', { name: 'By sudo as' }).fill('root');
    await page.getByLabel('Password for sudo').fill(sshd.password!);
    await console.run.click();
    await page.waitForURL(/\/runs\//);
    await console.finished();
    const run = runOf(page.url());
    expect(await printed(server, run)).toEqual(Array.from({ length: 5 }, () => 'root\n'));
    expect(JSON.stringify(await runLog(server, run))).not.toContain(sshd.password!);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).not.toContain(sshd.password!);
    await page.getByRole('button', { name: /^Copy to a new run/ }).click();
    await expect(page.getByLabel('Password for sudo')).toHaveValue('');
  } finally {
    rmSync(rules, { force: true });
  }
});
