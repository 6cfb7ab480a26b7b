import { expect, test } from './support/test.ts';

test('a run stands in the history and opens by its URL, also one from the terminal', async ({
  console,
  page,
  server,
}) => {
  const run = await console.start('192.0.2.1-3', 'echo from-the-console', {});
  await console.finished();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'History' }).click();
  await page.getByText('echo from-the-console').first().click();
  await page
    .getByRole('link', { name: /Open run/ })
    .or(page.getByRole('button', { name: /Open run/ }))
    .click();
  await expect(page).toHaveURL(new RegExp(run));
  await console.finished();

  const { rollcall } = await import('./support/program.ts');
  const ran = await rollcall([
    'run',
    '--demo',
    '--data',
    server.folder,
    '192.0.2.1-3',
    'echo from-the-terminal',
  ]);
  expect(ran.status).toBe(0);
  await page.goto('/history');
  await expect(page.getByText('echo from-the-terminal').first()).toBeVisible();
});
