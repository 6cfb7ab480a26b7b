import { expect, test } from './support/test.ts';

test('counts the hosts while one types', async ({ console, page }) => {
  await console.targets.fill('192.0.2.1-100, !192.0.2.13');
  await expect(page.getByText(/^99 hosts/).first()).toBeVisible();
});

test('points at the wrong character, says what to do, and mends it in one click', async ({
  console,
  page,
}) => {
  await console.targets.fill('10.0.0.100-1');
  await console.command.fill('uptime');
  await expect(console.targets).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/backwards/i).first()).toBeVisible();
  await expect(console.run).toBeDisabled();
  await page.getByRole('button', { name: /10\.0\.0\.1-100/ }).click();
  await expect(console.targets).toHaveValue('10.0.0.1-100');
  await expect(console.targets).not.toHaveAttribute('aria-invalid', 'true');
});

const mistakes: [string, RegExp][] = [
  ['10.0.0.300', /over 255/i],
  ['0.0.0.0/0', /4,294,967,296 hosts\. The limit here is 10,000/],
  [','.repeat(10_240), /Type the hosts/],
  ['-oProxyCommand=id', /-/],
];
for (const [targets, words] of mistakes) {
  test(`refuses ${targets.slice(0, 20)} with words and contacts nothing`, async ({
    console,
    page,
    server,
  }) => {
    const runs = async (): Promise<number> =>
      ((await (await server.api('/api/runs')).json()) as { runs: unknown[] }).runs.length;
    const before = await runs();
    await console.targets.fill(targets);
    await console.command.fill('uptime');
    await expect(page.getByText(words).first()).toBeVisible();
    await expect(console.run).toBeDisabled();
    await page.keyboard.press('Control+Enter');
    expect(await runs()).toBe(before);
  });
}

test('a thousand hosts and more want their number typed', async ({ console, page }) => {
  await console.targets.fill('127.1.0-3.1-250');
  await console.command.fill('uptime');
  await expect(console.run).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type 1,000 to allow' }).fill('1000');
  await expect(console.run).toBeEnabled();
});

test('runs with Ctrl+Enter', async ({ console, page }) => {
  await console.targets.fill('192.0.2.1-3');
  await console.command.fill('hostname');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/runs\//);
  await console.finished();
});
