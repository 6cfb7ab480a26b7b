// node tools/screenshots.ts: takes the pictures of the README from the real console, in the middle of a demo run.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../e2e/playwright.config.ts';
import { startServer } from '../e2e/support/program.ts';

const folder = join(import.meta.dirname, '../docs/images');
mkdirSync(folder, { recursive: true });
const server = await startServer();
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'dark',
  });
  await page.goto(server.link);
  await page.getByRole('textbox', { name: 'Targets' }).fill('192.0.2.1-100');
  await page.getByRole('textbox', { name: 'Command' }).fill('uname -srvm && nginx -v && openssl version');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('spinbutton', { name: 'At once' }).fill('16');
  await page.getByRole('button', { name: /^Run/ }).click();
  const bar = page.getByRole('progressbar', { name: 'Run progress' });
  await bar.waitFor();
  await page.waitForFunction(
    () => Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) >= 64,
  );
  await page.screenshot({ path: join(folder, 'run.png') });
} finally {
  await browser.close();
  await server.stop();
}
