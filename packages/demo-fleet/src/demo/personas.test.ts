import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEMO_HOSTS, QUIRKS } from './personas.ts';

test('a hundred machines, each with an address and a name of its own', () => {
  expect(DEMO_HOSTS).toHaveLength(100);
  expect(DEMO_HOSTS.map(({ address }) => address)).toEqual(
    Array.from({ length: 100 }, (_, index) => `192.0.2.${index + 1}`),
  );
  expect(new Set(DEMO_HOSTS.map(({ name }) => name)).size).toBe(100);
  expect(new Set(DEMO_HOSTS.map(({ role }) => role))).toEqual(new Set(['web', 'app', 'db', 'cache', 'lb']));
});

test('good machines answer within 40 to 800 ms, most of them fast; the slow one takes 1.5 s a step', () => {
  const steps = DEMO_HOSTS.filter(({ quirk }) => quirk !== 'slow').map(({ stepDelayMs }) => stepDelayMs * 3);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(39);
  expect(Math.max(...steps)).toBeLessThanOrEqual(801);
  expect(Math.max(...steps)).toBeGreaterThan(600);
  expect(steps.filter((ms) => ms < 250).length).toBeGreaterThan(50);
  expect(DEMO_HOSTS.find(({ quirk }) => quirk === 'slow')?.stepDelayMs).toBe(1500);
});

test('the table in the README tells who misbehaves', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| 192\.0\.2\.(\d+) \| (\S+) \| `([a-z-]+)` \|/gm)];
  const documented = Object.fromEntries(rows.map(([, number, , quirk]) => [number, quirk]));
  expect(documented).toEqual(QUIRKS);
  for (const [, number, name] of rows) expect(DEMO_HOSTS[Number(number) - 1]?.name).toBe(name);
});
