// 10,000 light hosts through the server with one browser open.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import playwright from '../e2e/playwright.config.ts';
import { startServer } from '../e2e/support/program.ts';
import { startFleetProcess } from '@rollcall/demo-fleet';
import { addresses, fleetKnownHosts, writeKey } from './lib/fleet.ts';
import { processTree, watchMemory, commandLine } from './lib/process-tree.ts';
import { writeReport } from './lib/report.ts';

const HOSTS = Number(process.env['HOSTS'] ?? 10_000);
const FANOUT = 256;

/** What the page notes of itself: when the first line came, when the run was over for it, its longest task. */
interface PageNotes {
  firstLineAtMs: number | null;
  lastLineAtMs: number | null;
  longestTaskMs: number;
  longTasks: number;
}

/** Runs in the page before its own scripts. */
function noteInPage(): void {
  const notes: PageNotes = { firstLineAtMs: null, lastLineAtMs: null, longestTaskMs: 0, longTasks: 0 };
  Object.assign(globalThis, { notes });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      notes.longTasks += 1;
      notes.longestTaskMs = Math.max(notes.longestTaskMs, entry.duration);
    }
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    const rows = document.querySelector('.xterm-rows')?.textContent ?? '';
    if (notes.firstLineAtMs === null && rows.includes('→')) notes.firstLineAtMs = Date.now();
    if (notes.lastLineAtMs === null && / ── .* (in|用时) [\d.]/.test(rows)) notes.lastLineAtMs = Date.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Which of the server's processes it is, from the words it was started with. */
function processName(words: string): string {
  return words.includes('engine-main') ? 'engine' : 'web';
}

async function typeRun(page: Page, range: string): Promise<number> {
  await page.getByRole('textbox', { name: /^Targets/ }).fill(range);
  await page.getByRole('textbox', { name: /^Command/ }).fill('uptime');
  await page.getByRole('button', { name: /^Change/ }).click();
  await page.getByRole('spinbutton', { name: /^At once/ }).fill(String(FANOUT));
  await page.getByRole('textbox', { name: /^Type .* to allow/ }).fill(String(HOSTS));
  const pressedAtMs = Date.now();
  await page.getByRole('button', { name: /^Run/ }).click();
  return pressedAtMs;
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const fleet = await startFleetProcess();
const [knownHostsFile, keyFile] = [join(folder, 'known_hosts'), join(folder, 'key')];
writeFileSync(knownHostsFile, fleetKnownHosts(fleet.port, fleet.hostKey));
writeKey(keyFile);
process.env['ROLLCALL_PROBE'] = folder;
process.env['NODE_OPTIONS'] = `--import ${join(import.meta.dirname, 'lib/loop-probe.ts')}`;
const server = await startServer({ args: ['--identity', keyFile, '--known-hosts', knownHostsFile] });
delete process.env['NODE_OPTIONS'];

const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await page.addInitScript(noteInPage);
  await page.goto(server.link);
  await page.getByRole('textbox', { name: /^Targets/ }).waitFor();
  const ours = (): number[] =>
    processTree(server.child.pid!).filter((pid) => !commandLine(pid).includes('demo-fleet'));
  const idleMiB = watchMemory(ours);
  for (const pid of ours()) process.kill(pid, 'SIGUSR2');
  const memory = watchMemory(ours);
  idleMiB.stop();
  const { range } = addresses(1, HOSTS);
  const pressedAtMs = await typeRun(page, `${range.trim()}:${fleet.port}`);
  await page.waitForURL(/runs\//);
  const id = /runs\/([0-9a-f-]+)/.exec(page.url())![1]!;
  await page.waitForFunction(
    () => (globalThis as unknown as { notes: { lastLineAtMs: number | null } }).notes.lastLineAtMs !== null,
    null,
    { timeout: 600_000 },
  );
  const notes = (await page.evaluate(() => (globalThis as unknown as { notes: unknown }).notes)) as PageNotes;
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const heapMiB = await page.evaluate(
    () =>
      ((performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0) /
      2 ** 20,
  );
  const { peakMiB, each } = memory.stop();
  const run = (await (await server.api(`/api/runs/${id}`)).json()) as {
    counts: Record<string, number>;
    durationMs: number;
    finishedAtMs: number;
  };
  await page.screenshot({ path: join(import.meta.dirname, '../docs/images/ten-thousand.png') });
  await server.stop();
  const loops = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map(
      (name) =>
        JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
          args: string[];
          p50: number;
          p99: number;
          max: number;
        },
    );
  const seconds = run.durationMs / 1000;
  const rows = [
    ['outcomes', `${Object.values(run.counts).reduce((a, b) => a + b, 0)} (${JSON.stringify(run.counts)})`],
    ['run', `${seconds.toFixed(1)} s, ${(HOSTS / seconds).toFixed(0)} hosts/s`],
    ['engine + web RSS, peak of the sum', `${peakMiB.toFixed(0)} MiB`],
    ...[...each].map(([name, size]): [string, string] => [
      `— ${processName(name)}`,
      `${size.toFixed(0)} MiB`,
    ]),
    ...loops.map((loop): [string, string] => [
      `event-loop delay of ${processName(loop.args.join(' '))}`,
      `p50 ${loop.p50.toFixed(1)} ms, p99 ${loop.p99.toFixed(1)} ms, max ${loop.max.toFixed(0)} ms`,
    ]),
    [
      'first line in the browser after Run',
      `${((notes.firstLineAtMs ?? Infinity) - pressedAtMs).toFixed(0)} ms`,
    ],
    [
      'last line in the browser after the last host',
      `${((notes.lastLineAtMs ?? Infinity) - run.finishedAtMs).toFixed(0)} ms`,
    ],
    [
      'longest task of the page',
      `${notes.longestTaskMs.toFixed(0)} ms (${notes.longTasks} tasks over 50 ms)`,
    ],
    ['page', `${elements} elements, ${heapMiB.toFixed(0)} MiB heap`],
  ];
  const body = [
    `${HOSTS} hosts of the demo fleet (another process) at fan-out ${FANOUT}, started from the console in headless Chromium on the same machine.`,
    '',
    '| | |\n|---|---|',
    ...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
  ].join('\n');
  writeReport('ten-thousand', '10,000 hosts with one browser open', body, { Chromium: browser.version() });
} finally {
  await browser.close();
  await server.stop();
  await fleet.close();
  rmSync(folder, { recursive: true });
}
