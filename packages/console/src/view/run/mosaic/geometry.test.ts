import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupHosts, lastPart, prefixOf, sharedOctets } from './blocks.ts';
import { cellKind, layOut } from './geometry.ts';
import { cellBox, hostAtEnd, hostAtPoint, hostBeside } from './hit.ts';
import type { MosaicLayout } from './layout.ts';
import { layOutTile } from './tiles.ts';

const inOrder = (host: number): string => `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`;
const named = (host: number): string => `web-${String(host + 1).padStart(3, '0')}.example`;
const scattered = (host: number): string => `10.${host % 200}.${host % 251}.${host % 250}`;

const shape = fc.record({
  count: fc.constantFrom(1, 7, 100, 101, 400, 401, 1_600, 1_601, 10_000),
  width: fc.integer({ min: 200, max: 1_200 }),
  addressOf: fc.constantFrom(inOrder, named, scattered),
});

/** Every host has a cell of its own, inside, where the point test finds it again. */
function expectSound(layout: MosaicLayout, hosts: Iterable<number>): void {
  const taken = new Set<number>();
  for (const host of hosts) {
    const box = cellBox(layout, host)!;
    if (box.x < 0 || box.y < 0 || box.x + box.width > layout.width || box.y + box.height > layout.height)
      throw new Error(`host ${host} is drawn outside`);
    if (hostAtPoint(layout, box.x + box.width / 2, box.y + box.height / 2) !== host)
      throw new Error(`host ${host} is not found where it is drawn`);
    taken.add(layout.cellOf[host]!);
  }
  expect(taken.size).toBe([...hosts].length);
}

it('cells are as large as in the run, whatever is left out beside them', () => {
  expect(layOut(101, inOrder, 440).kind).toBe('glyph');
  expect(layOut(101, inOrder, 440, 100).kind).toBe('named');
});

describe('the layout of a mosaic', () => {
  it('gives every host a cell of its own that a point finds again', () => {
    fc.assert(
      fc.property(shape, ({ count, width, addressOf }) => {
        const layout = layOut(count, addressOf, width);
        expectSound(
          layout,
          Array.from({ length: count }, (_, host) => host),
        );
        expect(layout.blocks.flatMap(({ hosts }) => hosts)).toHaveLength(count);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [100, 'named', 38, 34],
    [101, 'glyph', 18, 18],
    [400, 'glyph', 18, 18],
    [401, 'square', 10, 10],
    [1_600, 'square', 10, 10],
    [1_601, 'dot', 4, 4],
  ] as const)('of %i hosts has cells of the kind %s, %i × %i', (count, kind, cellWidth, cellHeight) => {
    expect(cellKind(count)).toBe(kind);
    expect(layOut(count, inOrder, 416)).toMatchObject({ kind, cellWidth, cellHeight });
  });

  it('has ten cells of 38 px in a row of a side pane', () => {
    expect(layOut(100, (host) => `10.0.0.${host + 1}`, 416)).toMatchObject({
      columns: 10,
      rows: 10,
      width: 416,
      shared: '10.0.0',
    });
  });

  it.each([
    [358, 10, 32],
    [416, 10, 38],
    [560, 10, 46],
    [736, 20, 33],
    [924, 20, 42],
    [300, 7, 38],
  ])(
    'has named cells by tens where they fit: %i px, %i in a row, %i px each',
    (width, columns, cellWidth) => {
      expect(layOut(100, (host) => `10.0.0.${host + 1}`, width)).toMatchObject({ columns, cellWidth });
    },
  );

  it('has one tile for each /24, named by its third octet, ten in a row of a leading pane', () => {
    const layout = layOut(10_000, inOrder, 888);
    expect(layout.shared).toBe('10.0');
    expect(layout.blocks.map(({ label }) => label)).toEqual(
      Array.from({ length: 40 }, (_, at) => String(at)),
    );
    expect(layout.columns).toBe(160);
    expect(cellBox(layout, 256)!.x - cellBox(layout, 0)!.x).toBe(89);
  });

  it('keeps the place of an address within its tile, whatever hosts are left out', () => {
    const layout = layOut(2_000, (host) => inOrder(host * 2), 888);
    const [first, second] = [cellBox(layout, 0)!, cellBox(layout, 1)!];
    expect(second.x - first.x).toBe(10);
  });

  it('stands in order of calling when the subnets hold few hosts each', () => {
    const layout = layOut(5_000, scattered, 888);
    expect(layout.blocks.length).toBe(Math.ceil(5_000 / 256));
  });

  it('names sections of a small mosaic, unless there are too many', () => {
    const two = layOut(60, (host) => `10.0.${host % 2}.${host}`, 416);
    expect(two.blocks.map(({ label }) => label)).toEqual(['10.0.0', '10.0.1']);
    expect(two.shared).toBeNull();
    const many = layOut(60, (host) => `10.0.${host}.1`, 416);
    expect(many.blocks).toHaveLength(1);
  });

  it('opens one tile as large as the pane allows, with the same places', () => {
    const layout = layOut(10_000, inOrder, 888);
    const tile = layOutTile(layout.blocks[17]!, inOrder, 888, 560);
    expect(tile).toMatchObject({ columns: 16, rows: 16, kind: 'named' });
    expect(tile.height).toBeLessThanOrEqual(560);
    expect(layOutTile(layout.blocks[17]!, inOrder, 358, 900)).toMatchObject({ kind: 'glyph' });
    expectSound(tile, layout.blocks[17]!.hosts);
    expect(cellBox(tile, 0)).toBeNull();
  });
});

describe('the keyboard in a mosaic', () => {
  const layout = layOut(100, (host) => `10.0.0.${host + 1}`, 416);

  it.each([
    [0, 'right', 1],
    [9, 'right', 10],
    [10, 'left', 9],
    [5, 'down', 15],
    [15, 'up', 5],
    [0, 'left', 0],
    [95, 'down', 95],
  ] as const)('goes from %i %s to %i', (from, direction, to) => {
    expect(hostBeside(layout, from, direction)).toBe(to);
  });

  it('goes over empty places', () => {
    const holes = layOut(2_000, (host) => inOrder(host * 3), 888);
    expect(hostBeside(holes, 0, 'right')).toBe(1);
  });

  it('goes to the ends', () => {
    expect(hostAtEnd(layout, 'first', null)).toBe(0);
    expect(hostAtEnd(layout, 'last', null)).toBe(99);
    expect(hostAtEnd(layout, 'last', 42)).toBe(49);
  });
});

describe('the names of a mosaic', () => {
  it.each([
    ['10.0.0.7', '10.0.0', '7'],
    ['10.0.0.7:2222', '10.0.0', '7'],
    ['web-007.example', 'web-', '007'],
    ['node123456', 'node', '…456'],
    ['localhost', '', '…ost'],
    ['db', '', 'db'],
  ])('of %s are %s and %s', (address, prefix, part) => {
    expect(prefixOf(address)).toBe(prefix);
    expect(lastPart(address)).toBe(part);
  });

  it('share two octets or none', () => {
    expect(sharedOctets(groupHosts(600, inOrder))).toBe('10.0');
    expect(sharedOctets(groupHosts(600, scattered))).toBeNull();
    expect(sharedOctets(groupHosts(3, named))).toBeNull();
  });
});
