// Repaints of the mosaic of 10,000 hosts in Chromium: what one frame of a run costs, and all of it at once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import playwright from '../e2e/playwright.config.ts';
import type { RepaintTimes } from './lib/mosaic-page.ts';
import { median } from './lib/measure.ts';
import { writeReport } from './lib/report.ts';

const HOSTS = 10_000;
const ROUNDS = 200;

/** Hosts that change in one frame; null for all of the picture. */
const FRAMES: [string, number | null][] = [
  ['1 host changes', 1],
  ['16 hosts change, as in a run of 1,000 hosts/s', 16],
  ['256 hosts change, a whole fan-out', 256],
  ['all 10,000 at once, as when a stored run is opened', null],
];

/** The page's script in one piece, from the sources of the console. */
async function script(): Promise<string> {
  const entry = join(import.meta.dirname, 'lib/mosaic-page.ts');
  const [bundle] = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'mosaic' } },
  })) as Rolldown.RolldownOutput[];
  return bundle!.output[0].code;
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1]!;

const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const tokens = join(import.meta.dirname, '../packages/console/src/styles/tokens.css');
  await page.addStyleTag({ content: readFileSync(tokens, 'utf8') });
  await page.addScriptTag({ content: await script() });
  const rows: string[] = [];
  for (const [what, changed] of FRAMES) {
    const { callsMs, pixelsMs } = await page.evaluate(
      ([count, some, rounds]) =>
        (
          globalThis as unknown as {
            repaint: (count: number, changed: number | null, rounds: number) => RepaintTimes;
          }
        ).repaint(count, some, rounds),
      [HOSTS, changed, ROUNDS] as const,
    );
    const cells = [median(callsMs), median(pixelsMs), percentile(pixelsMs, 0.95)];
    rows.push(`| ${what} | ${cells.map((ms) => ms.toFixed(2)).join(' | ')} |`);
  }
  const body = [
    `The mosaic of ${HOSTS} hosts in tiles of 256, 888 px wide, ${ROUNDS} repaints of each kind after as many uncounted ones, headless Chromium without a GPU: the worst case, since every pixel is made by the processor. "Calls" is the time on the main thread until the canvas has its orders, "pixels" until it can be read back.`,
    '',
    '| in one frame | calls, median ms | pixels, median ms | pixels, 95th of 100 ms |',
    '|---|---:|---:|---:|',
    ...rows,
  ].join('\n');
  writeReport('mosaic', 'Repaints of the mosaic', body, { Chromium: browser.version() });
} finally {
  await browser.close();
}
