import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { addressOf, startFleetProcess, type FleetProcess } from '@rollcall/demo-fleet';
import { writePrivateKey } from './support/keys.ts';
import { startServer, type Server } from './support/program.ts';
import { ConsolePage } from './support/test.ts';

let folder: string;
let fleet: FleetProcess;
let server: Server;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
  fleet = await startFleetProcess();
  const [identity, knownHosts] = [join(folder, 'id'), join(folder, 'none')];
  writePrivateKey(identity);
  writeFileSync(knownHosts, '');
  server = await startServer({ args: ['--identity', identity, '--known-hosts', knownHosts] });
});
test.afterEach(async () => {
  await server.stop();
  await fleet.close();
  rmSync(folder, { recursive: true, force: true });
});

test('unknown keys are reviewed, approved as shown, and just these hosts are run again', async ({ page }) => {
  const console = new ConsolePage(page, server);
  await console.signIn();
  await console.start(`127.1.0.1-3:${fleet.port}`, 'uptime');
  await console.finished();
  await expect(page.getByText('3 hosts showed a new key: nothing was sent to them.')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Host keys 3 waiting/ })).toBeVisible();
  await page.getByRole('link', { name: 'Review' }).click();
  await expect(page.getByText('3 hosts share one key')).toBeVisible();
  await expect(page.getByText('copies of one machine? each can pose as the others')).toBeVisible();
  // By the keyboard: choose the group, show its hosts, take one out.
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('checkbox', { name: `Choose 127.1.0.3:${fleet.port}` }).uncheck();
  await page.getByRole('textbox', { name: 'Note for the record' }).fill('new racks');
  const approve = page.getByRole('button', { name: 'Approve 2 keys' });
  await page.getByRole('textbox', { name: 'To approve, type 2' }).fill('3');
  await expect(approve).toBeDisabled();
  await page.getByRole('textbox', { name: 'To approve, type 2' }).fill('2');
  await approve.click();
  await expect(page.getByText('2 keys approved.')).toBeVisible();
  const recent = page.getByRole('region', { name: 'Decide' });
  await expect(recent).toContainText('approved 2 keys');
  await expect(recent).toContainText('new racks');
  await page.getByRole('button', { name: 'Run again on these 2 hosts' }).click();
  await expect(console.targets).toHaveValue(`127.1.0.1-2:${fleet.port}`);
  await expect(console.command).toHaveValue('uptime');
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  await expect(page.getByRole('button', { name: '2 success' })).toBeVisible();
  // One of them is lost: its key is refused from now on, on every host, until somebody forgets that.
  await page.goto(`${server.url}/host-keys?tab=trusted`);
  await page.getByRole('checkbox', { name: `Choose 127.1.0.2:${fleet.port}` }).check();
  await page.getByRole('textbox', { name: 'To go on, type 1' }).fill('1');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No key is trusted yet.')).toBeVisible();
  await page.getByRole('tab', { name: 'Revoked' }).click();
  await page.getByRole('checkbox', { name: `Choose 127.1.0.2:${fleet.port}` }).check();
  await page.getByRole('textbox', { name: 'To go on, type 1' }).fill('1');
  await page.getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByRole('checkbox', { name: `Choose 127.1.0.2:${fleet.port}` })).toBeHidden();
});

test('a changed key is shown with both fingerprints, and let in by replacing it, one host at a time', async ({
  page,
}) => {
  // One host has another key for good, the other one a fresh one at each contact.
  const [reinstalled, odd] = [addressOf('other-host-key', 0, 9), addressOf('fresh-host-key', 0, 9)];
  const { keyType, key } = fleet.hostKey;
  const console = new ConsolePage(page, server);
  await console.signIn();
  await page.goto(`${server.url}/host-keys`);
  await expect(page.getByText('No host key waits.')).toBeVisible();
  await page.getByRole('button', { name: 'Import known_hosts' }).click();
  const dialog = page.getByRole('dialog');
  const lines = [reinstalled, odd].map((host) => `[${host}]:${fleet.port} ${keyType} ${key}\n`);
  await dialog.getByRole('textbox', { name: 'Or paste its lines' }).fill(`${lines.join('')}nonsense\n`);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('Trusted: 2');
  await expect(dialog).toContainText('Line 3 not a line of known_hosts nonsense');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await console.start(`${reinstalled}:${fleet.port} ${odd}:${fleet.port}`, 'uptime');
  await console.finished();
  await expect(page.getByText('2 hosts show a changed key.')).toBeVisible();
  await page.getByRole('link', { name: 'Review' }).click();
  const cardOf = (host: string) =>
    page.getByRole('article', { name: `${host}:${fleet.port} shows a different host key` });
  await expect(cardOf(reinstalled).getByText(/SHA256:/)).toHaveCount(2);
  await cardOf(odd).getByRole('button', { name: 'Keep blocking' }).click();
  await expect(cardOf(odd).getByText(/^Kept blocked by/)).toBeVisible();
  await cardOf(reinstalled).getByRole('button', { name: 'Replace the trusted key…' }).click();
  const confirm = page.getByRole('button', { name: 'Replace key' });
  await expect(confirm).toBeDisabled();
  await page
    .getByRole('textbox', { name: /^Type .* to replace its key/ })
    .fill(`${reinstalled}:${fleet.port}`);
  await confirm.click();
  await expect(cardOf(reinstalled)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Decide' })).toContainText('replaced the key of');
  await console.start(`${reinstalled}:${fleet.port} ${odd}:${fleet.port}`, 'uptime');
  await console.finished();
  await expect(page.getByRole('button', { name: '1 success' })).toBeVisible();
  await expect(page.getByRole('button', { name: '1 no answer' })).toBeVisible();
  const exported = await server.api('/api/host-keys/known_hosts');
  expect(await exported.text()).toContain(`[${reinstalled}]:${fleet.port} `);
});

test('keeps nobody out, in both themes, and fits a telephone', async ({ page }) => {
  const console = new ConsolePage(page, server);
  await console.signIn();
  await console.start(`127.1.0.1-3:${fleet.port}`, 'uptime');
  await console.finished();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${server.url}/host-keys`);
    await page.getByRole('checkbox', { name: /^Choose 3 hosts/ }).check();
    await expect(page.getByRole('button', { name: 'Approve 3 keys' })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  }
  await expect(page.getByRole('link', { name: 'Host keys 3 waiting' })).toBeVisible();
  await page.getByRole('region', { name: 'Keys' }).click({ position: { x: 300, y: 400 } });
  await page.keyboard.press('b');
  await expect(page.getByText('3 hosts kept blocked')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Host keys', exact: true })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('searchbox', { name: 'Host or fingerprint' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('says why the list cannot be had, and brings it when asked again', async ({ page }) => {
  const console = new ConsolePage(page, server);
  await console.signIn();
  let broken = true;
  await page.route('**/api/host-keys/offers**', async (route) =>
    broken
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            code: 'storage-unavailable',
            status: 503,
            title: 'x',
            detail: 'The disk is full.',
          }),
        })
      : route.continue(),
  );
  await page.goto(`${server.url}/host-keys`);
  await expect(page.getByRole('alert').filter({ hasText: 'The disk is full.' })).toBeVisible({
    timeout: 20_000,
  });
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No host key waits.')).toBeVisible();
});
