import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inventoryPlaces, openInventory } from './open-inventory.ts';
import type { Inventory } from './inventory.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-inventory-'));
  file = join(folder, 'inventory.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

const names = ({ groups }: Inventory): string[] =>
  groups.map(({ source, name }) => `${source ?? ''}:${name}`);

it('is read once, and again when the file was written, replaced or taken away', async () => {
  let reads = 0;
  const source = openInventory(inventoryPlaces(folder), () => (reads += 1));
  expect(names(await source.current())).toEqual([]);
  await writeFile(file, 'groups: { a: x }');
  const first = await source.current();
  expect(names(first)).toEqual([':a']);
  expect(await source.current()).toBe(first);
  expect(reads).toBe(2);

  await writeFile(join(folder, 'new'), 'groups: { b: x }');
  await utimes(join(folder, 'new'), 1, 1);
  await utimes(file, 1, 1);
  await source.current();
  // Of the same size and time: another file all the same.
  await rename(join(folder, 'new'), file);
  expect(names(await source.current())).toEqual([':b']);

  await rm(file);
  expect(names(await source.current())).toEqual([]);
});

it('goes from right to wrong and back with the file', async () => {
  const source = openInventory(inventoryPlaces(folder));
  await writeFile(file, 'groups: { a: x }');
  expect((await source.current()).problem).toBeNull();
  await writeFile(file, 'groups: { a: "x[" }');
  expect((await source.current()).problem?.problem('en')).toMatchObject({ file, line: 1, column: 16 });
  await writeFile(file, 'groups: { a: "x[1]" }');
  expect((await source.current()).problem).toBeNull();
});

it('reads the YAML files of folders in the order of their names, and files named by themselves', async () => {
  const groups = join(folder, 'groups.d');
  await mkdir(groups);
  for (const [name, text] of [
    ['b.yaml', 'two: { g: x2 }'],
    ['a.yaml', 'one: { g: x1 }'],
    ['c.yaml.rpmsave', 'three: ['],
  ] as const)
    await writeFile(join(groups, name), text);
  await writeFile(join(folder, 'more.yml'), 'four: { g: x4 }');
  const source = openInventory(inventoryPlaces(folder, [groups, join(folder, 'more.yml')]));
  expect(names(await source.current())).toEqual(['one:g', 'two:g', 'four:g']);
  await writeFile(join(groups, 'd.yaml'), 'five: { g: x5 }');
  expect(names(await source.current())).toEqual(['one:g', 'two:g', 'five:g', 'four:g']);
});

it.each([
  ['a folder', () => mkdir(file), /cannot be read/],
  ['bytes that are no UTF-8', () => writeFile(file, Buffer.from([0x67, 0xff, 0xfe])), /not UTF-8/],
  ['17 MiB', () => writeFile(file, Buffer.alloc(17 * 1024 * 1024, 0x23)), /larger than 16 MiB/],
])('refuses %s', async (_what, make, says) => {
  await make();
  const { problem } = await openInventory(inventoryPlaces(folder)).current();
  expect(problem?.problem('en')).toMatchObject({ file, line: 1, column: 1 });
  expect(problem?.problem('en').message).toMatch(says);
});

it('refuses a folder of groups that is not there any more', async () => {
  const { problem } = await openInventory(inventoryPlaces(folder, [join(folder, 'gone')])).current();
  expect(problem?.problem('en').message).toMatch(/cannot be read/);
});
