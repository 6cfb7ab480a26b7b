import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORRECTIONS } from '../packages/console/src/view/compose/testing/corrections.ts';
import { expect, test } from './support/test.ts';

test('each correction that is offered is one click away, and leaves targets that can be run', async ({
  console,
  page,
  server,
}) => {
  writeFileSync(join(server.folder, 'inventory.yaml'), 'groups:\n  web: 192.0.2.1-9\n');
  await page.reload();
  await console.command.fill('uptime');
  const rows = Object.entries(CORRECTIONS).flatMap(([code, all]) => all.map((row) => ({ code, row })));
  for (const { code, row } of rows) {
    const [typed, corrected] = row;
    await test.step(`${code}: ${typed}`, async () => {
      await console.targets.fill(typed);
      await page.getByRole('button', { name: /^(Change to|Remove it)/ }).click();
      await expect(console.targets).toHaveValue(corrected);
      await expect(console.targets).toBeFocused();
      await expect(console.targets).not.toHaveAttribute('aria-invalid', 'true');
      await expect(console.run).toBeEnabled();
    });
  }
});
