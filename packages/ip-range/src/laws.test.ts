import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostRangeError } from './errors.ts';
import { HostSet } from './host-set.ts';
import { parse, tryParse } from './parse/parse.ts';

const octet = fc.integer({ min: 0, max: 255 });
const small = fc.integer({ min: 0, max: 6 });

/** `a-b` with its ends in order. */
const span = (max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);

const octetSet = fc.oneof(
  { weight: 4, arbitrary: octet.map(String) },
  { weight: 2, arbitrary: span(255) },
  fc
    .array(fc.oneof(octet.map(String), span(255)), { minLength: 1, maxLength: 3 })
    .map((items) => items.join(',')),
  fc.constant('*'),
);
const nearby = fc.tuple(small, octet).map(([third, last]) => `10.0.${third}.${last}`);
const ipv4 = fc.oneof(
  nearby,
  fc.tuple(nearby, nearby).map(([a, b]) => (numberOf(a) <= numberOf(b) ? `${a}-${b}` : `${b}-${a}`)),
  fc.tuple(nearby, fc.integer({ min: 20, max: 32 })).map(([a, bits]) => `${a}/${bits}`),
  fc.tuple(small, octetSet).map(([third, last]) => `10.0.${third}.${last}`),
  fc.tuple(span(3), octetSet).map(([third, last]) => `10.0.${third}.${last}`),
);
const ipv6 = fc.oneof(
  fc.integer({ min: 0, max: 65_535 }).map((n) => `2001:db8::${n.toString(16)}`),
  fc.tuple(small, small).map(([a, b]) => `2001:db8::${Math.min(a, b)}-${Math.max(a, b)}`),
  fc.tuple(small, fc.constantFrom('', '%eth0', '%br-lan')).map(([n, zone]) => `fe80::${n}${zone}`),
  fc.integer({ min: 120, max: 128 }).map((bits) => `2001:db8::/${bits}`),
);
const bracket = fc.oneof(
  span(12).map((range) => `[${range}]`),
  fc.tuple(small, small).map(([a, b]) => `[0${Math.min(a, b)}-0${Math.max(a, b)}]`),
  fc
    .array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 4 })
    .map((list) => `[${list.join(',')}]`),
  fc.constantFrom('[a-c]', '[0-9/3]', '7', '07', ''),
);
const name = fc
  .tuple(
    fc.constantFrom('web', 'r', 'db-'),
    bracket,
    fc.constantFrom('n', '.dc', 'x'),
    bracket,
    fc.constantFrom('', 'e', '.example'),
  )
  .map((parts) => parts.join(''))
  .filter((text) => tryParse(text).ok);
const ported = fc
  .tuple(fc.oneof(name, nearby), fc.constantFrom(22, 2222))
  .map(([host, port]) => `${host}:${port}`);
const item = fc.oneof(ipv4, ipv4, name, name, ipv6, ported);
const list = fc.array(item, { minLength: 1, maxLength: 8 }).map((items) => items.join(','));
const spec = fc
  .tuple(list, fc.array(item, { maxLength: 3 }))
  .map(([all, excluded]) => [all, ...excluded.map((text) => `!${text}`)].join('\n'));

function numberOf(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

/** A thousand texts take seconds where many programs share the processors. */
const timeout = 60_000;

describe('laws', { timeout }, () => {
  it('reading the fold gives the set back', () => {
    fc.assert(
      fc.property(spec, (text) => {
        expect(parse(parse(text).fold()).equals(parse(text))).toBe(true);
      }),
    );
  });

  it('the fold is stable, and the same however the set was written', () => {
    fc.assert(
      fc.property(spec, (text) => {
        const set = parse(text);
        const folded = set.fold();
        expect(parse(folded).fold()).toBe(folded);
        if (set.size < 5000n) expect(HostSet.of([...set].reverse()).fold()).toBe(folded);
      }),
      { numRuns: 60 },
    );
  });

  it('the fold of separate items is not longer than they are', () => {
    const plain = fc.oneof(
      nearby,
      fc.tuple(small, span(255)).map(([third, range]) => `10.0.${third}.${range}`),
      ipv6,
    );
    fc.assert(
      fc.property(fc.uniqueArray(plain, { minLength: 1, maxLength: 12 }), (items) => {
        const text = items.join(',');
        expect(parse(text).fold().length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('the size is the number of hosts that iteration gives, all different and all contained', () => {
    fc.assert(
      fc.property(spec, (text) => {
        const set = parse(text);
        fc.pre(set.size < 4000n);
        const all = [...set];
        expect(BigInt(all.length)).toBe(set.size);
        expect(new Set(all).size).toBe(all.length);
        for (const host of all.slice(0, 200)) expect(set.contains(host)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('the written order has the same hosts as the numeric order', () => {
    fc.assert(
      fc.property(spec, (text) => {
        const set = parse(text);
        fc.pre(set.size < 4000n);
        const written = [...set.inOrder()].map(({ host, port }) =>
          port === undefined ? host : host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
        );
        expect(written.sort()).toEqual([...set].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('contains agrees with the ranges that were written', () => {
    fc.assert(
      fc.property(fc.array(ipv4, { minLength: 1, maxLength: 6 }), nearby, (items, host) => {
        const set = parse(items.join(';'));
        const all = new Set(items.flatMap((text) => parse(text).toArray()));
        expect(set.contains(host)).toBe(all.has(host));
        expect(set.size).toBe(BigInt(all.size));
      }),
      { numRuns: 40 },
    );
  });

  it('cidrs cover exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ipv4, ipv6), { minLength: 1, maxLength: 5 }), (items) => {
        const set = parse(items.filter((text) => !text.includes('%')).join(','));
        expect(parse([...set.cidrs()].join(' ')).equals(set)).toBe(true);
      }),
    );
  });

  it('sets follow the algebra of sets', () => {
    fc.assert(
      fc.property(list, list, list, (x, y, z) => {
        const [a, b, c] = [parse(x), parse(y), parse(z)];
        expect(a.union(b).equals(b.union(a))).toBe(true);
        expect(a.intersection(b).equals(b.intersection(a))).toBe(true);
        expect(
          a
            .union(b)
            .union(c)
            .equals(a.union(b.union(c))),
        ).toBe(true);
        expect(a.intersection(b.union(c)).equals(a.intersection(b).union(a.intersection(c)))).toBe(true);
        expect(a.difference(b).equals(a.difference(a.intersection(b)))).toBe(true);
        expect(a.difference(b).union(a.intersection(b)).equals(a)).toBe(true);
        expect(a.symmetricDifference(b).equals(a.union(b).difference(a.intersection(b)))).toBe(true);
        expect(a.overlaps(b)).toBe(!a.intersection(b).isEmpty);
        expect(parse(`(${x})&(${y})`).equals(a.intersection(b))).toBe(true);
        expect(parse(`(${x})^(${y})`).equals(a.symmetricDifference(b))).toBe(true);
        expect(a.union(b).size + a.intersection(b).size).toBe(a.size + b.size);
      }),
      { numRuns: 60 },
    );
  });

  it('patterns that stay products equal the same ones as ranges', () => {
    fc.assert(
      fc.property(list, list, (x, y) => {
        const limits = { ranges: 2 };
        const loose = tryParse(x, { limits });
        fc.pre(loose.ok);
        expect(loose.set.equals(parse(x))).toBe(true);
        expect(loose.set.union(parse(y)).equals(parse(x).union(parse(y)))).toBe(true);
        expect(loose.set.difference(parse(y)).size).toBe(parse(x).difference(parse(y)).size);
      }),
      { numRuns: 60 },
    );
  });

  it('exclusions take away exactly what they name', () => {
    fc.assert(
      fc.property(list, list, (x, y) => {
        fc.pre(!x.includes(':') && !y.includes(':'));
        const excluded = parse(
          `${x} ${y
            .replaceAll(/,(?=[a-z]|10\.)/g, ' ')
            .split(' ')
            .map((text) => `!${text}`)
            .join(' ')}`,
        );
        expect(excluded.equals(parse(x).difference(parse(y)))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any text', { timeout }, () => {
  const alphabet = fc.constantFrom(...'0159.,-*/[]{}:;!#@%& \n()^|~<>=x_aZé\u200b１，–'.split(''));
  const noise = fc.oneof(
    fc.array(alphabet, { maxLength: 60 }).map((chars) => chars.join('')),
    fc.string({ maxLength: 80, unit: 'grapheme' }),
    fc.tuple(spec, fc.nat(), alphabet).map(([text, at, char]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + char + text.slice(place + 1);
    }),
  );

  it('is read, or refused with issues that lie inside it', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const result = tryParse(text);
        const issues = result.ok ? result.warnings : [...result.errors, ...result.warnings];
        if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
        for (const { index, length, line, column, message } of issues) {
          expect(index).toBeGreaterThanOrEqual(0);
          expect(length).toBeGreaterThanOrEqual(0);
          expect(index + length).toBeLessThanOrEqual(text.length);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/undefined/);
        }
        for (const { index, length, text: own } of result.items)
          expect(text.slice(index, index + length)).toBe(own);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes parse throw nothing but HostRangeError, which can draw itself', () => {
    fc.assert(
      fc.property(noise, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(HostRangeError);
          expect((error as HostRangeError).format()).toContain('^');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('that is read folds to a text that means the same', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const result = tryParse(text);
        fc.pre(result.ok);
        expect(parse(result.set.fold()).equals(result.set)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
