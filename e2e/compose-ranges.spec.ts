import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from './support/program.ts';
import { expect, test } from './support/test.ts';

/** Writes the inventory of a running server; it is read again at the next question. */
function writeInventory(server: Server, text: string): void {
  writeFileSync(join(server.folder, 'inventory.yaml'), text);
}

const GROUPS = 'groups:\n  web: 192.0.2.1-9\n  web-eu: 192.0.2.20-29\n  db: 192.0.2.8-9\n';

test.describe('groups', () => {
  test.beforeEach(async ({ server }) => writeInventory(server, GROUPS));
  test.afterEach(async ({ server }) => writeInventory(server, 'groups: {}\n'));

  test('count, leave out, and run', async ({ console, page }) => {
    await page.reload();
    await console.targets.fill('@web,!@db');
    await expect(page.getByText(/^7 hosts/).first()).toBeVisible();
    await console.command.fill('hostname');
    await console.run.click();
    await page.waitForURL(/\/runs\//);
    await console.finished();
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuemax', '7');
  });

  test('are offered while one types, and taken by keyboard alone', async ({ console, page }) => {
    await page.reload();
    await console.targets.focus();
    await page.keyboard.type('192.0.2.50, @w');
    const list = page.getByRole('listbox', { name: 'Groups' });
    await expect(list.getByRole('option')).toHaveText(['@web9 hosts', '@web-eu10 hosts']);
    await expect(list.getByRole('option', { selected: true })).toHaveText(/^@web9/);
    await page.keyboard.press('ArrowDown');
    await expect(list.getByRole('option', { selected: true })).toHaveText(/^@web-eu/);
    await page.keyboard.press('Enter');
    await expect(console.targets).toHaveValue('192.0.2.50, @web-eu');
    await expect(list).toBeHidden();
    await expect(page.getByText(/^11 hosts/).first()).toBeVisible();
    await page.keyboard.type(',!@d');
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(console.targets).toHaveValue('192.0.2.50, @web-eu,!@d\n');
  });

  test('that do not exist name the nearest one, a click away', async ({ console, page }) => {
    await page.reload();
    await console.targets.fill('@wbe, 192.0.2.50');
    await expect(page.getByText('No group is called wbe.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Change to @web' }).click();
    await expect(console.targets).toHaveValue('@web, 192.0.2.50');
    await expect(page.getByText(/^10 hosts/).first()).toBeVisible();
  });

  test('that have changed since are shown again before anything runs', async ({ console, page, server }) => {
    await page.reload();
    await console.targets.fill('@db');
    await console.command.fill('hostname');
    await expect(page.getByText(/^2 hosts/).first()).toBeVisible();
    writeInventory(server, 'groups:\n  db: 192.0.2.30-34\n');
    await console.run.click();
    await expect(page.getByRole('alert')).toContainText('The groups have just changed.');
    await expect(page.getByText(/^5 hosts/).first()).toBeVisible();
    expect(page.url()).not.toContain('/runs/');
    await console.run.click();
    await page.waitForURL(/\/runs\//);
  });

  test('of an inventory with a mistake say where it is', async ({ console, page, server }) => {
    writeInventory(server, 'groups:\n  web: 10.0.0.300\n');
    await page.reload();
    await console.targets.fill('@web');
    await expect(page.getByText(/Groups cannot be used/).first()).toBeVisible();
    await expect(page.getByText(/inventory\.yaml, line 2, column 15/).first()).toBeVisible();
    await expect(console.run).toBeDisabled();
  });
});

test('every remark is told, one after the other and beside its part', async ({ console, page }) => {
  await console.targets.fill('192.0.2.1-9, 192.0.2.3, web01-web20, !web9');
  await expect(page.getByText('3 remarks')).toBeVisible();
  const table = page.getByRole('table', { name: 'Preview' });
  await expect(table.getByText('All of this is already listed.')).toBeVisible();
  await expect(table.getByText('web01-web20 is read as one host name.')).toBeVisible();
  await expect(table.getByText('This excludes nothing that is selected.')).toBeVisible();
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.getByRole('button', { name: 'Change to web[01-20]' }).click();
  await expect(console.targets).toHaveValue('192.0.2.1-9, 192.0.2.3, web[01-20], !web9');
});

test('says what kinds of addresses are among the hosts, and the server refuses some', async ({
  console,
  page,
}) => {
  await console.targets.fill('192.0.2.1-3, web1, 169.254.169.254');
  await console.command.fill('uptime');
  const effect = page.getByText('includes 169.254.169.254, a cloud metadata address');
  await expect(effect).toBeVisible();
  await expect(page.getByText('3 documentation addresses, 1 name')).toBeVisible();
  await console.run.click();
  await expect(page.getByRole('alert')).toContainText('169.254.169.254 (cloud metadata)');
  expect(page.url()).not.toContain('/runs/');
  await console.targets.fill('192.0.2.1-3, web1');
  await expect(effect).toBeHidden();
});

test('10,000 pasted hosts are read beside the page, and Run waits for them', async ({
  console,
  page,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const hosts = Array.from({ length: 10_000 }, (_, at) => `10.${at >> 8}.${at & 255}.1`);
  await page.evaluate(async (text) => navigator.clipboard.writeText(text), hosts.join('\n'));
  await console.command.fill('uptime');
  await console.targets.focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByText(/^10,000 hosts/).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Type 10,000 to allow' })).toBeVisible();
  // Never the answer to an earlier text: one more host is over the limit, one mistake blocks.
  await page.keyboard.type(' 10.99.0.1');
  await expect(page.getByText('10,001 hosts.')).toBeVisible();
  await expect(console.run).toBeDisabled();
  await page.keyboard.type('999');
  await expect(page.getByText('1 mistake', { exact: true })).toBeVisible();
  await expect(console.run).toBeDisabled();
});

test('a paste that no server would take is not taken, and the field stays as it was', async ({
  console,
  page,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await page.evaluate(async () => navigator.clipboard.writeText('web1 '.repeat(60_000)));
  await console.targets.fill('192.0.2.1');
  await page.keyboard.press('Control+v');
  await expect(page.getByText('A text of 300,000 characters was not pasted.')).toBeVisible();
  await expect(console.targets).toHaveValue('192.0.2.1');
});

test('what is left out stands among the squares', async ({ console, page }) => {
  await console.targets.fill('192.0.2.1-4, !192.0.2.2');
  await page.getByRole('gridcell').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('gridcell')).toHaveAccessibleName('192.0.2.2, left out');
});

test('the focus goes along: to the page of the run, to the host, and back', async ({ console, page }) => {
  await console.targets.fill('192.0.2.1-3');
  await console.command.fill('hostname');
  await console.run.click();
  await page.waitForURL(/\/runs\//);
  await console.finished();
  const focused = async (): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? '');
  expect(await focused()).toBe('MAIN');
  await page.getByRole('gridcell').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '192.0.2.1' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: '192.0.2.1' })).toBeHidden();
  expect(await focused()).not.toBe('BODY');
});
