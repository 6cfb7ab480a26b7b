import type { NameShape, Pattern } from '../sets/patterns.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { countOf, endsOf } from '../sets/order.ts';
import type { Shelves } from '../sets/shelf.ts';
import { digitsOf } from '../sets/digits.ts';
import { lineSize } from '../sets/line.ts';
import { withPort, zoneText } from '../sets/render.ts';
import { formatIpv4 } from './ipv4.ts';
import { formatIpv6 } from './ipv6.ts';
import { countNames } from './name.ts';

/** Hosts a pattern stands for. */
export function patternCount(pattern: Pattern): bigint {
  switch (pattern.kind) {
    case 'ipv4':
      return BigInt(lineSize(pattern.line));
    case 'octets':
      return pattern.box.reduce((size, line) => size * BigInt(lineSize(line)), 1n);
    case 'ipv6':
      return pattern.last - pattern.first + 1n;
    case 'names':
      return countNames(pattern.shapes);
    case 'set':
    case 'sets':
      return countOf(shelvesOf(pattern, 0));
  }
}

/** The hosts of one pattern as a set, made in no time: octet patterns stay products. */
export function shelvesOf(pattern: Pattern, port: number): Shelves {
  if (pattern.kind === 'set') return pattern.shelves;
  const builder = new ShelfBuilder();
  builder.add(pattern, port);
  return builder.build();
}

/** First and last host of a pattern, with their port; absent when a group is empty. */
export function patternEnds(pattern: Pattern, port: number): { first?: string; last?: string } {
  switch (pattern.kind) {
    case 'ipv4': {
      const low = lowest(pattern.line);
      const high = highest(pattern.line);
      const first = formatIpv4(low);
      return ends('ipv4', port, first, low === high ? first : formatIpv4(high));
    }
    case 'octets':
      return ends('ipv4', port, pattern.box.map(lowest).join('.'), pattern.box.map(highest).join('.'));
    case 'ipv6': {
      const zone = zoneText(pattern.zone);
      const first = formatIpv6(pattern.first) + zone;
      return ends(
        'ipv6',
        port,
        first,
        pattern.first === pattern.last ? first : formatIpv6(pattern.last) + zone,
      );
    }
    case 'names': {
      const first = nameAt(pattern.shapes[0] as NameShape, lowest);
      const single = countNames(pattern.shapes) === 1n;
      return ends('name', port, first, single ? first : nameAt(pattern.shapes.at(-1) as NameShape, highest));
    }
    case 'set':
    case 'sets':
      return endsOf(shelvesOf(pattern, port));
  }
}

function ends(
  kind: 'ipv4' | 'ipv6' | 'name',
  port: number,
  first: string,
  last: string,
): { first: string; last: string } {
  return { first: withPort({ kind, port }, first), last: withPort({ kind, port }, last) };
}

function lowest(line: readonly number[]): number {
  return line[0] as number;
}

function highest(line: readonly number[]): number {
  return (line.at(-1) as number) - 1;
}

function nameAt({ template, axes }: NameShape, pick: (line: readonly number[]) => number): string {
  if (axes.length === 0) return template;
  let name = '';
  for (const [i, text] of template.split('#').entries()) {
    name += i === 0 ? text : digitsOf(pick(axes[i - 1] as readonly number[])) + text;
  }
  return name;
}
