import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatIpv6, parseIpv6 } from './parse/ipv6.ts';
import { parse, tryParse } from './parse/parse.ts';

const PYTHON = '/usr/bin/python3';

/** Runs a Python program with JSON on its input and gives back its JSON. */
function python(program: string, input: unknown): unknown {
  const result = spawnSync(PYTHON, ['-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 20_000,
  });
  if (result.status !== 0) throw new Error(result.stderr || String(result.error));
  return JSON.parse(result.stdout) as unknown;
}

/** A judge that is missing is a failure, not a silence. */
function needs(module: string, debianPackage: string): void {
  if (spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0) return;
  throw new Error(`These tests need ${module}. Install it with: apt-get install -y ${debianPackage}`);
}

/** The same samples in every run: a judge outside should not make the suite flicker. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 42 });

const octet = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 127, 128, 254, 255));
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const ipv6 = fc
  .array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn })), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((value, group) => (value << 16n) | group, 0n))
  // Python writes mapped addresses in hexadecimal only.
  .filter((value) => value >> 32n !== 0xffffn)
  .map(formatIpv6);

describe('Python ipaddress agrees', () => {
  beforeAll(() => needs('ipaddress', 'python3'));

  it('on blocks: first, last and count', () => {
    const blocks = sample(
      fc.oneof(
        fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
        fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
      ),
      400,
    );
    const program = `
import ipaddress, json, sys
out = []
for text in json.load(sys.stdin):
    net = ipaddress.ip_network(text, strict=False)
    out.append([str(net[0]), str(net[-1]), str(net.num_addresses)])
print(json.dumps(out))`;
    const ours = blocks.map((text) => {
      const set = parse(text);
      return [set.at(0), set.at(set.size - 1n), String(set.size)];
    });
    const mapped = (rows: unknown): unknown =>
      JSON.parse(JSON.stringify(rows).replaceAll(/::ffff:[\da-f]+:[\da-f]+/g, canonical));
    expect(mapped(ours)).toEqual(mapped(python(program, blocks)));
  });

  it('on netmasks', () => {
    const masks = Array.from({ length: 33 }, (_, bits) => bits);
    const program = `
import ipaddress, json, sys
print(json.dumps([str(ipaddress.ip_network('10.1.2.3/%d' % bits, strict=False).netmask) for bits in json.load(sys.stdin)]))`;
    const netmasks = python(program, masks) as string[];
    for (const bits of masks.slice(1)) {
      expect(parse(`10.1.2.3/${netmasks[bits] ?? ''}`).equals(parse(`10.1.2.3/${bits}`))).toBe(true);
    }
  });

  it('on the fewest blocks for a list of ranges', () => {
    const near = fc.integer({ min: 0x0a000000, max: 0x0a000fff });
    const pair = fc.tuple(near, near).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const lists = sample(fc.array(pair, { minLength: 1, maxLength: 6 }), 200);
    const program = `
import ipaddress, json, sys
out = []
for pairs in json.load(sys.stdin):
    nets = []
    for low, high in pairs:
        nets += ipaddress.summarize_address_range(ipaddress.IPv4Address(low), ipaddress.IPv4Address(high))
    out.append([str(net) for net in ipaddress.collapse_addresses(nets)])
print(json.dumps(out))`;
    const dotted = (value: number): string =>
      [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    const ours = lists.map((pairs) => [
      ...parse(pairs.map(([low, high]) => `${dotted(low)}-${dotted(high)}`).join(',')).cidrs(),
    ]);
    expect(ours).toEqual(python(program, lists));
  });

  it('on what is an address at all', () => {
    const alphabet = fc.constantFrom(...'0123456789abcfg:::...'.split(''));
    const noise = fc.array(alphabet, { minLength: 2, maxLength: 24 }).map((chars) => chars.join(''));
    const broken = fc.tuple(fc.oneof(ipv4, ipv6), fc.nat(), alphabet).map(([text, at, char]) => {
      const place = at % text.length;
      return text.slice(0, place) + char + text.slice(place + 1);
    });
    const texts = sample(fc.oneof(noise, broken, ipv4, ipv6), 3000).filter(
      (text) => !/:\d{1,5}$/.test(text) || text.includes('::') || text.split(':').length > 2,
    );
    const program = `
import ipaddress, json, sys
out = []
for text in json.load(sys.stdin):
    try:
        out.append(str(int(ipaddress.ip_address(text))))
    except ValueError:
        out.append(None)
print(json.dumps(out))`;
    const theirs = python(program, texts) as (string | null)[];
    for (const [i, text] of texts.entries()) {
      const result = tryParse(text);
      const [range] = result.set.ranges();
      const ours =
        result.ok && range !== undefined && range.kind !== 'name' && range.port === undefined
          ? numberOf(range.first)
          : null;
      expect([text, ours]).toEqual([text, theirs[i]]);
    }
    expect(theirs.filter((value) => value !== null).length).toBeGreaterThan(500);
  });
});

function canonical(hex: string): string {
  return formatIpv6(parseIpv6(hex) ?? 0n);
}

function numberOf(address: string): string {
  if (address.includes(':')) return String(parseIpv6(address));
  return String(address.split('.').reduce((value, part) => value * 256 + Number(part), 0));
}

describe('ClusterShell agrees', () => {
  beforeAll(() => needs('ClusterShell', 'clustershell'));

  const range = fc
    .tuple(
      fc.integer({ min: 0, max: 120 }),
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(0, 3),
      fc.constantFrom('', '', '/2', '/7'),
    )
    .map(([low, more, width, step]) => {
      const ends = [low, low + more].map((n) => String(n).padStart(width, '0'));
      return `${ends.join('-')}${step}`;
    });
  const bracket = fc.oneof(
    range.map((text) => `[${text}]`),
    fc
      .tuple(range, range)
      .filter(([a, b]) => a.startsWith('0') === b.startsWith('0'))
      .map((pair) => `[${pair.join(',')}]`),
    fc.integer({ min: 0, max: 40 }).map(String),
  );
  const item = fc
    .tuple(
      fc.constantFrom('web', 'r'),
      bracket,
      fc.constantFrom('', '.dc', 'n'),
      fc.oneof(bracket, fc.constant('')),
    )
    .map(([head, first, middle, second]) => (middle === '' ? head + first : head + first + middle + second));
  const lists = sample(
    fc.tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.array(item, { maxLength: 2 })),
    150,
  ).filter(([all]) => tryParse(all.join(',')).ok);

  it('is asked about enough', () => {
    expect(lists.length).toBeGreaterThan(100);
  });

  it('on the names that brackets, steps and exclusions stand for', () => {
    const program = `
import json, sys
from ClusterShell.NodeSet import NodeSet
out = []
for items, excluded in json.load(sys.stdin):
    nodes = NodeSet(','.join(items))
    for text in excluded:
        nodes.difference_update(NodeSet(text))
    out.append(sorted(nodes))
print(json.dumps(out))`;
    const theirs = python(program, lists) as string[][];
    const ours = lists.map(([all, excluded]) => {
      const set = parse([...all, ...excluded.map((text) => `!${text}`)].join(','));
      return [...set].sort();
    });
    expect(ours).toEqual(theirs);
  });

  it('on what a fold means, in both directions', () => {
    const folds = lists.map(([all]) => parse(all.join(',')).fold());
    const program = `
import json, sys
from ClusterShell.NodeSet import NodeSet
print(json.dumps([[sorted(NodeSet(text)), str(NodeSet(text))] for text in json.load(sys.stdin)]))`;
    const theirs = python(program, folds) as [string[], string][];
    for (const [i, fold] of folds.entries()) {
      const [names, folded] = theirs[i] as [string[], string];
      expect([...parse(fold)].sort()).toEqual(names);
      expect(parse(folded).equals(parse(fold))).toBe(true);
    }
  });
});
