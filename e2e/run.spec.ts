import { doneCount, isOutcome, type RunSummary } from '@rollcall/protocol';
import { expect, runLog, test } from './support/test.ts';

const address = (host: number): string => `192.0.2.${host + 1}`;

test('a hundred hosts answer; a reload in the middle loses no line and doubles none', async ({
  console,
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1440, height: 2_800 });
  const run = await console.start('192.0.2.1-100', 'sleep 0.3; uptime', { atOnce: 16, commandTimeout: 6 });
  await expect.poll(() => console.done()).toBeGreaterThan(15);
  await page.reload();
  await expect.poll(() => console.done()).toBeGreaterThan(15);
  expect(await console.done(), 'the reload came in the middle').toBeLessThan(100);
  await console.finished();

  const outcomes = (await runLog(server, run)).filter(isOutcome);
  expect(new Set(outcomes.map(({ host }) => host)).size).toBe(100);
  expect(outcomes).toHaveLength(100);
  await expect.poll(() => console.streamAddresses()).toEqual(outcomes.map(({ host }) => address(host)));
  const summary = (await (await server.api(`/api/runs/${run}`)).json()) as RunSummary;
  expect(doneCount(summary.counts)).toBe(100);
  await expect(page.getByRole('button', { name: `${summary.counts.success} success` })).toBeVisible();
});

test('a run is stopped: hosts in flight end, queued hosts are never called', async ({
  console,
  page,
  server,
}) => {
  const run = await console.start('192.0.2.1-40', 'sleep 30', { atOnce: 8 });
  await expect(page.getByRole('button', { name: /[1-8] running/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop this run?' });
  await expect(dialog).toContainText(/in flight/);
  await dialog.getByRole('button', { name: 'Stop run' }).click();
  await console.finished(20_000);
  const log = await runLog(server, run);
  expect(log.at(-1)).toMatchObject({ type: 'run-finished', reason: 'cancelled' });
  expect(log.filter(isOutcome)).toHaveLength(40);
  expect(log.filter(({ type }) => type === 'host-skipped').length).toBeGreaterThan(20);
  expect(log.filter(({ type }) => type === 'host-dispatched').length).toBeLessThan(20);
});

test('a host is opened: its output, exit status and phases', async ({ console, page }) => {
  await console.start('192.0.2.1-3', 'echo first; echo second >&2; exit 3', {});
  await console.finished();
  await page.getByRole('tab', { name: 'Hosts' }).click();
  await page.getByRole('grid', { name: 'Hosts' }).getByText('192.0.2.2', { exact: true }).click();
  await expect(page).toHaveURL(/host=192\.0\.2\.2/);
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('first');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('second');
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText(/Exit status\s*3/);
  await expect(page.getByRole('region', { name: 'Phases' })).toContainText('Key exchange');
});

test('the filter by state leaves only those hosts', async ({ console, page }) => {
  await console.start('192.0.2.1-5', 'if hostname | grep -q 02; then exit 9; fi', {});
  await console.finished();
  await page.getByRole('tab', { name: 'Hosts' }).click();
  const hosts = page.getByRole('grid', { name: 'Hosts' });
  await expect(hosts.getByText('192.0.2.3', { exact: true })).toBeVisible();
  await page
    .getByRole('group', { name: 'Filter by state' })
    .getByRole('button', { name: /non-zero exit/ })
    .click();
  await expect(page).toHaveURL(/state=/);
  await expect(hosts.getByText('192.0.2.2', { exact: true })).toBeVisible();
  await expect(hosts.getByText('192.0.2.3', { exact: true })).toHaveCount(0);
});

test('the connection is lost and comes back; nothing is missing', async ({
  console,
  page,
  context,
  server,
}) => {
  await page.setViewportSize({ width: 1440, height: 1_600 });
  const run = await console.start('192.0.2.1-50', 'sleep 0.5; hostname', { atOnce: 8, commandTimeout: 6 });
  await expect.poll(() => console.done()).toBeGreaterThan(5);
  await context.setOffline(true);
  await expect(page.getByText(/Connection lost/)).toBeVisible({ timeout: 20_000 });
  await context.setOffline(false);
  await console.finished();
  const outcomes = (await runLog(server, run)).filter(isOutcome);
  await expect.poll(() => console.streamAddresses()).toEqual(outcomes.map(({ host }) => address(host)));
});

test('an unknown run says so', async ({ console: _signedIn, page }) => {
  await page.goto('/runs/00000000-0000-4000-8000-000000000000');
  await expect(page.getByText(/no such run/i).first()).toBeVisible();
});

test('a host that does not answer says why, and what to try', async ({ console, page }) => {
  const id = await console.start('192.0.2.31', 'uptime');
  await console.finished();
  await page.goto(`/runs/${id}?tab=hosts&host=192.0.2.31`);
  const why = page.getByRole('region', { name: 'Explanation' });
  await expect(why).toContainText('What happened');
  await expect(why).toContainText('refused the connection');
  await expect(why).toContainText('Likely cause');
  await expect(why).toContainText('check that sshd runs on 192.0.2.31');
});
