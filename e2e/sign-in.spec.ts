import { expect, test } from './support/test.ts';

test('without a session there is only the way in; a used code opens nothing', async ({
  browser,
  server,
  console: _signedIn,
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${server.url}/history`);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goto(server.link);
  await page.goto(`${server.url}/sign-in`);
  const used = new URL(server.link).hash.replace('#code=', '');
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }));
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('textbox').fill(used);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/wrong or used/i).first()).toBeVisible();
  await context.close();
});

test('the code leaves the address bar', async ({ console, page }) => {
  await expect(console.targets).toBeVisible();
  expect(page.url()).not.toContain('code');
});
