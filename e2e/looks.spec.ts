import { seriousFindings } from './support/axe.ts';
import { ConsolePage, expect, test } from './support/test.ts';

for (const theme of ['dark', 'light'] as const) {
  test(`nobody is kept out of the ${theme} pages`, async ({ console, page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await seriousFindings(page), 'composing').toEqual([]);
    await page.getByRole('button', { name: /^Change/ }).click();
    await page.getByRole('radio', { name: 'Script' }).check();
    await page.getByRole('combobox', { name: 'By sudo as' }).fill('root');
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByRole('radio', { name: 'A text' }).check();
    expect(await seriousFindings(page), 'all fields of a run').toEqual([]);
    await page.getByRole('button', { name: 'Back to the suggested ones' }).click();
    await page.getByRole('radio', { name: 'Command line' }).check();
    await console.start('192.0.2.1-20', 'uptime', {});
    await console.finished();
    expect(await seriousFindings(page), 'a finished run').toEqual([]);
    await page.getByRole('tab', { name: 'Hosts' }).click();
    await page.getByRole('grid', { name: 'Hosts' }).getByText('192.0.2.2', { exact: true }).click();
    await expect(page.getByRole('region', { name: 'Facts' })).toBeVisible();
    expect(await seriousFindings(page), 'an opened host').toEqual([]);
    await page.goto('/history');
    await expect(page.getByText('uptime').first()).toBeVisible();
    expect(await seriousFindings(page), 'the history').toEqual([]);
  });
}

test('a run that cannot be reached is grey, not faint', async ({ console, page, context }) => {
  await console.start('192.0.2.1-20', 'sleep 8', { atOnce: 4 });
  await expect(page.getByRole('button', { name: /[1-4] running/ })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/Connection lost/)).toBeVisible({ timeout: 20_000 });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await seriousFindings(page), colorScheme).toEqual([]);
  }
  await context.setOffline(false);
});

test('with forced colours, what is pressed and chosen has an edge', async ({ console, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const run = await console.start('192.0.2.1-3', 'uptime', {});
  await console.finished();
  await page.goto(`/runs/${run}?tab=hosts&host=192.0.2.2`);
  const row = page.getByRole('grid', { name: 'Hosts' }).getByRole('row', { selected: true });
  await expect(row).toContainText('192.0.2.2');
  await expect(row).toHaveCSS('outline-style', 'solid');
  await expect(page.getByRole('button', { name: 'Both' })).toHaveCSS('outline-style', 'solid');
  await expect(page.getByRole('button', { name: 'stderr' })).toHaveCSS('outline-style', 'none');
});

test('speaks Chinese from the first string on', async ({ browser, server }) => {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const console = new ConsolePage(page, server);
  await console.signIn();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expect(
    page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '历史' }),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: '主机范围' })).toBeVisible();
  await console.start('192.0.2.1-3', 'hostname', {});
  await console.finished();
  await expect(page.getByRole('log', { name: '实时输出' })).toContainText('成功');
  await expect(page.getByRole('button', { name: /3 成功/ })).toBeVisible();
  await context.close();
});

test('works on a telephone', async ({ console, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await console.start('192.0.2.1-20', 'uptime', {});
  await console.finished();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing sticks out',
  ).toBeLessThanOrEqual(390);
  await expect(page.getByRole('tab', { name: 'Mosaic' })).toBeVisible();
});

test('a telephone writes out what is remarked on targets', async ({ console, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await console.targets.fill('169.254.169.254, 10.0.0.99-12');
  const table = page.getByRole('region', { name: 'Preview' }).getByRole('table');
  for (const words of ['an address where clouds give out credentials.', 'runs backwards, from 99 to 12.']) {
    const cell = table.getByRole('cell').filter({ hasText: words });
    await expect(cell).toBeVisible();
    expect(await cell.evaluate((element) => element.scrollWidth <= element.clientWidth), words).toBe(true);
  }
});

test('all keys are on one screen', async ({ page, console }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${console.server.url}/history`);
  await expect(page.getByText('No run yet.').or(page.getByRole('list').first())).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'All keys' });
  await expect(dialog.getByText('keep chosen keys blocked')).toBeInViewport();
  expect(await dialog.evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(true);
});
