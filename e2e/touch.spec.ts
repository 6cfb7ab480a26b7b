import type { Page } from '@playwright/test';
import { seriousFindings } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Buttons, links, tabs and fields in sight that a finger of 44 px would miss somewhere; a frame of 1 px is forgiven. */
async function missed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const reach = 44 / 2 - 2;
    const navTop = innerHeight - 60;
    const names: string[] = [];
    for (const each of document.querySelectorAll('a, button, input, select, textarea, [role="tab"]')) {
      if (each.closest('[aria-hidden="true"]')) continue;
      const target = each.closest('label') ?? each;
      const { left, right, top, bottom } = target.getBoundingClientRect();
      const hidden = getComputedStyle(target).clipPath !== 'none' || right - left <= 1;
      if (hidden || top < 0 || (bottom > navTop && top < navTop) || bottom > innerHeight) continue;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const points = [
        [x, Math.max(0, y - reach)],
        [x, y + reach],
        [Math.max(0, x - reach), y],
        [Math.min(innerWidth - 1, x + reach), y],
      ] as const;
      if (points.every((point) => target.contains(document.elementFromPoint(...point)))) continue;
      names.push(`${each.tagName} ${each.getAttribute('aria-label') ?? each.textContent}`);
    }
    return names;
  });
}

test('everything can be hit with a finger', async ({ console, page }) => {
  await console.targets.fill('192.0.2.9-1');
  await console.command.fill('uptime');
  await expect(page.getByRole('button', { name: /^Change to/ })).toBeVisible();
  expect(await missed(page), 'a mistake').toEqual([]);
  const run = await console.start('192.0.2.31', 'uptime');
  await console.finished();
  expect(await missed(page), 'a run').toEqual([]);
  await page.goto(`/runs/${run}?tab=hosts&host=192.0.2.31`);
  await expect(page.getByRole('region', { name: 'Explanation' })).toBeVisible();
  expect(await missed(page), 'a host').toEqual([]);
  expect(await seriousFindings(page), 'a host').toEqual([]);
  await page.goto('/history');
  await expect(page.getByText('uptime').first()).toBeVisible();
  expect(await missed(page), 'the history').toEqual([]);
});

test('counts are whole, and the keys are shown to who asks for them', async ({ console, page }) => {
  await console.targets.fill('10.0.0.0/8');
  const count = page
    .getByRole('table', { name: 'Preview' })
    .getByRole('cell', { name: '16,777,216' })
    .first();
  await expect(count).toBeVisible();
  expect(await count.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await page.getByRole('heading', { name: 'Preview' }).click();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'All keys' }).getByText('F8').first()).toBeVisible();
});

test('lines and their numbers stand in rows of one height', async ({ console, page }) => {
  await page.setViewportSize({ width: 340, height: 844 });
  const run = await console.start('192.0.2.1', 'seq 1 9');
  await console.finished();
  await page.goto(`/runs/${run}?tab=hosts&host=192.0.2.1`);
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output.getByRole('log')).toContainText('9');
  const rows = await output
    .locator('.xterm-rows > div')
    .evaluateAll((all) => all.slice(0, 9).map((row) => row.getBoundingClientRect().height));
  for (const height of rows) expect(Math.abs(height - 20)).toBeLessThan(0.5);
});
