import type { OfferedKey } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import { chosenOf, findings, isFine, matching, newestRun, ticked, toggleAll } from './choice.ts';
import { foldPlaces, keyId, placeLabel } from './places.ts';

function offered(last: number, more: Partial<OfferedKey> = {}): OfferedKey {
  return {
    host: `10.0.4.${last}`,
    port: 22,
    fingerprint: `SHA256:${last}`,
    type: 'ssh-ed25519',
    bits: null,
    firstSeenAtMs: 1,
    lastSeenAtMs: last,
    run: `run ${last}`,
    refused: null,
    knownFor: null,
    secondSource: null,
    expected: [],
    blocked: null,
    ...more,
  };
}
const agrees = { list: 'fleet', agrees: true };
const short = offered(9, { refused: 'short-rsa' });

describe('the choice', () => {
  const keys = [offered(1), offered(2), short];

  it('ticks a group and unticks it again, without what policy refuses', () => {
    const all = toggleAll(new Set(), keys);
    expect([...all]).toEqual([keyId(keys[0]!), keyId(keys[1]!)]);
    expect(ticked(all, keys)).toBe('all');
    expect(toggleAll(all, keys).size).toBe(0);
    expect(ticked(new Set(), [short])).toBe('none');
  });

  it('ticks the rest of a group of which some are ticked', () => {
    const some = toggleAll(new Set(), [keys[0]!]);
    expect(ticked(some, keys)).toBe('some');
    expect(ticked(toggleAll(some, keys), keys)).toBe('all');
  });

  it('does not hold a key that the host has changed meanwhile', () => {
    const choice = toggleAll(new Set(), keys);
    const now = [offered(1, { fingerprint: 'SHA256:other' }), offered(2), short];
    expect(chosenOf(choice, now).map(({ host }) => host)).toEqual(['10.0.4.2']);
  });
});

describe('what to know before approving', () => {
  const types = (keys: OfferedKey[]): string[] => findings(keys).map(({ type }) => type);

  it('nods at keys that a list has, one for each host', () => {
    const found = findings([offered(1, { secondSource: agrees }), offered(2, { secondSource: agrees })]);
    expect(found).toEqual([
      { type: 'agrees', list: 'fleet', count: 2 },
      { type: 'unique' },
      { type: 'types', types: [{ type: 'ssh-ed25519', bits: null }] },
    ]);
    expect(found.every(isFine)).toBe(true);
  });

  it('points at every key that wants a second look', () => {
    expect(types([offered(1), offered(2, { secondSource: agrees })])).toContain('no-source');
    expect(types([offered(1, { secondSource: { ...agrees, agrees: false } })])).toContain('differs');
    expect(types([offered(1, { fingerprint: 'x' }), offered(2, { fingerprint: 'x' })])).toContain('shared');
    const elsewhere = types([offered(1, { knownFor: 'web-88' })]);
    expect(elsewhere).toContain('known-elsewhere');
    expect(elsewhere).not.toContain('unique');
  });
});

it('repeats the newest run that was shown one of the keys', () => {
  expect(newestRun([offered(1), offered(3), offered(2)])).toBe('run 3');
  expect(newestRun([])).toBeNull();
});

it('names hosts as one types them', () => {
  expect(placeLabel({ host: '::1', port: 2222 })).toBe('[::1]:2222');
  expect(foldPlaces([offered(1), offered(2), offered(4)])).toBe('10.0.4.1-2,4');
  expect(foldPlaces([{ host: '*.lab', port: 22 }, offered(1)])).toBe('*.lab, 10.0.4.1');
});

it('searches host names in any case, and fingerprints as they are', () => {
  const keys = [offered(1, { fingerprint: 'SHA256:AbC' }), offered(12), offered(2, { host: 'web-1' })];
  const found = (filter: string): string[] => matching(keys, filter).map(({ host }) => host);
  expect(found(' 4.1 ')).toEqual(['10.0.4.1', '10.0.4.12']);
  expect(found('WEB')).toEqual(['web-1']);
  expect(found('AbC')).toEqual(['10.0.4.1']);
  expect(found('abc')).toEqual([]);
  expect(found('')).toHaveLength(3);
});
