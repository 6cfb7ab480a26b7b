import type { HostKeyRef } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import type { DecisionRecord, NamedEntry } from '../host-keys/ports.ts';
import { connectedWith, refusedKey, testKey, testRsaKey, type TestKey } from '../testing/host-keys.ts';
import { batch, sampleRun, started, type Store } from './samples.suite.ts';

const by = (kind: DecisionRecord['kind'], more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  kind,
  atMs: 9_000,
  by: 'owner',
  hosts: 'some',
  note: 'racks in hall 4',
  ...more,
});
const ref = (host: string, { fingerprint }: TestKey, port = 22): HostKeyRef => ({ host, port, fingerprint });
const entry = (line: number, host: string, key: TestKey): NamedEntry => ({ line, host, port: 22, ...key });
const ALL = { limit: 100, after: 0 };

/** The ledger of host keys: what hosts offered, what people decided, and that neither overwrites the other. */
export function hostKeysContract(store: () => Store): void {
  /** A run on 192.0.2.1 and following in which each host has shown the fact at its index. */
  const shown = async (...facts: Parameters<typeof batch>[2]): Promise<string> => {
    const run = sampleRun(facts.length);
    await store().createRun(run);
    await store().appendEvents([batch(run.id, 1, [started, ...facts])], false);
    return run.id;
  };
  const offers = async (kind: 'new' | 'changed', more = {}) =>
    (await store().listOffers({ kind, ...ALL, ...more })).offers;
  const hostsOf = (rows: readonly { host: string }[]): string[] => rows.map(({ host }) => host);
  const trusted = async () => (await store().listKeys({ state: 'trusted', ...ALL })).keys;
  const trust = async (host: number, key: TestKey) => {
    await shown(
      ...Array.from({ length: host }, (_, index) => refusedKey(index, testKey(`other ${index}`))),
      refusedKey(host, key),
    );
    expect(await store().approve([ref(`192.0.2.${host + 1}`, key)], by('approved'))).toEqual([]);
  };

  describe('runs and the ledger', () => {
    it('finds the recorded key of a host and port; the first record stands', async () => {
      const first = { host: 'Web-1', port: 22, ...testKey('a'), atMs: 1, by: 'run 1' };
      await store().record(first);
      await store().record({ ...first, atMs: 2, by: 'run 2' });
      await store().record({ ...first, ...testKey('b'), atMs: 3 });
      await store().record({ ...first, port: 2222, ...testKey('c') });
      const { type, key } = testKey('a');
      expect(await store().find('web-1', 22)).toEqual({ trusted: [{ type, key }], revoked: [] });
      expect((await store().find('web-2', 22)).trusted).toEqual([]);
      expect((await trusted())[0]).toMatchObject({ host: 'web-1', decidedBy: 'run 1', decidedAtMs: 1 });
    });

    it('collects what unknown hosts show, the newest of each', async () => {
      const run = await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('b')));
      const again = await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('c')));
      expect(await offers('new')).toMatchObject([
        { host: '192.0.2.1', port: 22, ...testKey('a'), run: again, firstSeenAtMs: 1_002, expected: [] },
        { host: '192.0.2.2', ...testKey('c'), run: again },
      ]);
      expect(await offers('new', { run })).toEqual([]);
      expect((await store().keyCounts()).waiting).toBe(2);
    });

    it('files the key of a jump host under the jump host', async () => {
      const fact = refusedKey(0, testKey('bastion'));
      if (fact.type !== 'host-failed') throw new Error('no refusal');
      const { hostKey, ...rest } = fact;
      const jump = { user: 'ops', host: 'Bastion', port: 2222, reason: fact.reason, hostKey };
      await shown({ ...rest, reason: 'jump/failed', jump });
      expect(await offers('new')).toMatchObject([{ host: 'bastion', port: 2222, ...testKey('bastion') }]);
    });

    it('leaves out a key that was not kept', async () => {
      const fact = refusedKey(0, testKey('a'));
      if (fact.type === 'host-failed') delete fact.hostKey!.key;
      await shown(fact);
      expect(await offers('new')).toEqual([]);
    });

    it('notes when a trusted key was seen, and drops what waits for that host', async () => {
      await trust(0, testKey('a'));
      await shown(refusedKey(0, testKey('b'), [testKey('a').fingerprint]));
      expect(hostsOf(await offers('changed'))).toEqual(['192.0.2.1']);
      await shown(connectedWith(0, testKey('a')));
      expect(await offers('changed')).toEqual([]);
      expect((await trusted())[0]).toMatchObject({ firstSeenAtMs: 1_002, lastSeenAtMs: 1_002 });
    });

    it('tells for whom else an offered key is trusted', async () => {
      await trust(0, testKey('a'));
      await shown(refusedKey(0, testKey('x'), ['y']), refusedKey(1, testKey('a')));
      expect((await offers('new'))[0]).toMatchObject({ host: '192.0.2.2', knownFor: '192.0.2.1' });
    });

    it('has hosts in the order of their numbers, in pages, by part of a name or fingerprint', async () => {
      await shown(...Array.from({ length: 12 }, (_, host) => refusedKey(host, testKey(host))));
      const page = await store().listOffers({ kind: 'new', limit: 3, after: 8 });
      expect({ hosts: hostsOf(page.offers), total: page.total }).toEqual({
        hosts: ['192.0.2.9', '192.0.2.10', '192.0.2.11'],
        total: 12,
      });
      expect(hostsOf(await offers('new', { search: '2.1' }))).toEqual(
        [1, 10, 11, 12].map((last) => `192.0.2.${last}`),
      );
      expect(hostsOf(await offers('new', { search: testKey(4).fingerprint.slice(7, 20) }))).toEqual([
        '192.0.2.5',
      ]);
      expect(await offers('new', { search: '%' })).toEqual([]);
    });
  });

  describe('decisions', () => {
    it('approves exactly what was shown, and says so', async () => {
      await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('b')));
      const keys = [ref('192.0.2.1', testKey('a')), ref('192.0.2.2', testKey('b'))];
      expect(await store().approve(keys, by('approved'))).toEqual([]);
      expect(await offers('new')).toEqual([]);
      expect((await store().find('192.0.2.2', 22)).trusted).toEqual([
        { type: 'ssh-ed25519', key: testKey('b').key },
      ]);
      expect((await trusted())[0]).toMatchObject({
        ...ref('192.0.2.1', testKey('a')),
        state: 'trusted',
        decidedBy: 'owner',
        decidedAtMs: 9_000,
        note: 'racks in hall 4',
      });
      expect(await store().listDecisions(5)).toMatchObject([
        { kind: 'approved', count: 2, by: 'owner', hosts: 'some', note: 'racks in hall 4', atMs: 9_000 },
      ]);
    });

    it('approves nothing when one key is another meanwhile, short, or nobody showed it', async () => {
      await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('b')), refusedKey(2, testRsaKey(1024)));
      const keys = [
        ref('192.0.2.1', testKey('a')),
        ref('192.0.2.2', testKey('shown before')),
        ref('192.0.2.3', testRsaKey(1024)),
        ref('192.0.2.4', testKey('a')),
      ];
      expect(await store().approve(keys, by('approved'))).toEqual(keys.slice(1));
      expect(await trusted()).toEqual([]);
      expect(await store().listDecisions(5)).toEqual([]);
    });

    it('never lets a changed key in by approving; only replacing does, one host at a time', async () => {
      await trust(0, testKey('a'));
      await shown(refusedKey(0, testKey('b'), [testKey('a').fingerprint]));
      const changed = ref('192.0.2.1', testKey('b'));
      expect(await offers('changed')).toMatchObject([
        {
          ...changed,
          expected: [{ fingerprint: testKey('a').fingerprint, approvedBy: 'owner', type: 'ssh-ed25519' }],
        },
      ]);
      expect(await store().approve([changed], by('approved'))).toEqual([changed]);
      expect((await store().find('192.0.2.1', 22)).trusted).toMatchObject([{ key: testKey('a').key }]);
      expect(await store().replace(ref('192.0.2.1', testKey('c')), by('replaced'))).toHaveLength(1);
      expect(await store().replace(changed, by('replaced'))).toEqual([]);
      expect((await store().find('192.0.2.1', 22)).trusted).toEqual([
        { type: 'ssh-ed25519', key: testKey('b').key },
      ]);
      expect((await store().keyCounts()).changed).toBe(0);
    });

    it('keeps a key blocked until the host shows another', async () => {
      await shown(refusedKey(0, testKey('b'), ['old']));
      expect(await store().block([ref('192.0.2.1', testKey('b'))], by('blocked'))).toEqual([]);
      await shown(refusedKey(0, testKey('b'), ['old']));
      expect((await offers('changed'))[0]!.blocked).toEqual({ atMs: 9_000, by: 'owner' });
      expect((await store().keyCounts()).changed).toBe(0);
      await shown(refusedKey(0, testKey('c'), ['old']));
      expect((await offers('changed'))[0]!.blocked).toBeNull();
    });

    it('refuses a revoked key on every host, at once', async () => {
      await trust(0, testKey('a'));
      expect((await store().find('elsewhere', 22)).revoked).toEqual([]);
      expect(await store().revoke([ref('192.0.2.1', testKey('a'))], by('revoked'))).toEqual([]);
      expect(await store().find('elsewhere', 22)).toEqual({
        trusted: [],
        revoked: [{ type: 'ssh-ed25519', key: testKey('a').key }],
      });
      expect(await store().keyCounts()).toMatchObject({ trusted: 0, revoked: 1 });
      expect(await store().revoke([ref('192.0.2.1', testKey('a'))], by('revoked'))).toHaveLength(1);
    });

    it('forgets a key as if it had never been seen', async () => {
      await trust(0, testKey('a'));
      const key = ref('192.0.2.1', testKey('a'));
      expect(await store().forget([key], by('forgotten'))).toEqual([]);
      expect(await store().forget([key], by('forgotten'))).toEqual([key]);
      expect((await store().find('192.0.2.1', 22)).trusted).toEqual([]);
      expect((await store().listDecisions(1))[0]).toMatchObject({ kind: 'forgotten' });
    });

    it('forgets a revoked key as it was revoked: for every host', async () => {
      await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('a')));
      const both = [ref('192.0.2.1', testKey('a')), ref('192.0.2.2', testKey('a'))];
      await store().approve(both, by('approved'));
      await store().revoke([both[0]!], by('revoked'));
      expect(await store().keyCounts()).toMatchObject({ trusted: 0, revoked: 2 });
      expect(await store().forget(both, by('forgotten'))).toEqual([]);
      expect(await store().find('192.0.2.2', 22)).toEqual({ trusted: [], revoked: [] });
      await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('a')));
      await store().approve(both, by('approved'));
      await store().revoke([both[0]!], by('revoked'));
      await store().forget([both[1]!], by('forgotten'));
      expect(await store().keyCounts()).toMatchObject({ trusted: 0, revoked: 0 });
    });
  });

  describe('imports', () => {
    it('trusts the hosts that are new, and leaves every other as it was', async () => {
      await trust(0, testKey('a'));
      const result = await store().importKeys(
        {
          list: 'fleet',
          trust: [
            entry(1, '192.0.2.1', testKey('a')),
            entry(2, '192.0.2.1', testKey('other')),
            entry(3, 'new', testKey('n')),
            entry(4, 'new', testRsaKey(3072)),
          ],
          revoke: [],
          listed: [],
        },
        by('imported', { hosts: 'fleet', note: '' }),
      );
      expect(result).toMatchObject({ trusted: 2, already: 1, revoked: 0, differs: [{ line: 2 }] });
      expect((await store().find('192.0.2.1', 22)).trusted).toHaveLength(1);
      expect((await store().find('new', 22)).trusted).toHaveLength(2);
      expect((await trusted()).at(-1)).toMatchObject({
        host: 'new',
        firstSeenAtMs: null,
        decidedBy: 'owner',
      });
    });

    it('settles what waits: the same key is trusted, another one is a changed key', async () => {
      await shown(refusedKey(0, testKey('a')), refusedKey(1, testKey('b')));
      await store().importKeys(
        {
          list: 'fleet',
          trust: [entry(1, '192.0.2.1', testKey('a')), entry(2, '192.0.2.2', testKey('not b'))],
          revoke: [],
          listed: [],
        },
        by('imported'),
      );
      expect(await offers('new')).toEqual([]);
      expect(await offers('changed')).toMatchObject([
        { host: '192.0.2.2', expected: [{ fingerprint: testKey('not b').fingerprint }] },
      ]);
    });

    it('revokes what a list revokes, and never trusts it again by a list', async () => {
      await trust(0, testKey('a'));
      const lost = entry(1, '*.lab', testKey('a'));
      const revoking = { list: 'lost', trust: [], revoke: [lost], listed: [] };
      expect(await store().importKeys(revoking, by('imported'))).toMatchObject({ revoked: 1 });
      expect(await store().importKeys(revoking, by('imported'))).toMatchObject({ revoked: 0, already: 1 });
      const trusting = { list: 'old', trust: [entry(1, '192.0.2.9', testKey('a'))], revoke: [], listed: [] };
      expect(await store().importKeys(trusting, by('imported'))).toMatchObject({
        trusted: 0,
        isRevoked: [{ line: 1 }],
      });
      expect((await store().find('192.0.2.1', 22)).trusted).toEqual([]);
      expect((await store().find('any', 22)).revoked).toHaveLength(1);
    });

    it('keeps entries to compare with, by name and by key, until the list is imported anew', async () => {
      const listed = [
        { line: 1, name: 'web1', fingerprint: 'SHA256:1' },
        { line: 2, name: '|1|salt|hash', fingerprint: 'SHA256:2' },
      ];
      await store().importKeys({ list: 'fleet', trust: [], revoke: [], listed }, by('imported'));
      expect(await store().findListed(['web1'], ['SHA256:2'])).toEqual(
        listed.map((one) => ({ ...one, list: 'fleet' })),
      );
      await store().importKeys({ list: 'fleet', trust: [], revoke: [], listed: [] }, by('imported'));
      expect(await store().findListed(['web1'], ['SHA256:2'])).toEqual([]);
    });
  });
}
