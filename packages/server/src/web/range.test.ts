import type { Locale } from '@rollcall/protocol';
import { rangePreview } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import type { Inventory } from '../inventory/inventory.ts';
import { startHarness } from './harness.suite.ts';
import { planRange, previewRange } from './range.ts';

const noGroups: Inventory = {
  groups: [],
  rules: [],
  problem: null,
  places: { file: 'inventory.yaml', groupsFrom: [] },
};
const context = (maxHosts: number, locale: Locale = 'en') => ({
  inventory: noGroups,
  maxHosts,
  locale,
  allowSpecial: false,
});

describe('planRange', () => {
  it('gives the hosts in the order of calling, with port and user only where written', () => {
    expect(planRange('web1:2222, ops@10.0.0.2, 10.0.0.1', context(10))).toEqual({
      ok: true,
      targets: [{ host: 'web1', port: 2222 }, { host: '10.0.0.2', user: 'ops' }, { host: '10.0.0.1' }],
    });
  });

  it('counts what is too much without expanding it', () => {
    expect(planRange('::/0', context(10_000))).toEqual({
      ok: false,
      code: 'too-many-hosts',
      count: 2n ** 128n,
    });
    expect(planRange('10.0.0.1-4', context(4))).toMatchObject({ ok: true });
    expect(planRange('10.0.0.1-5', context(4))).toMatchObject({ ok: false, count: 5n });
  });

  it('refuses addresses that are no hosts unless they are allowed', () => {
    const text = '10.0.0.1, 169.254.169.254';
    expect(planRange(text, context(10))).toMatchObject({
      code: 'special-addresses',
      refused: [{ kind: 'metadata', count: 1n, first: '169.254.169.254' }],
    });
    expect(planRange(text, { ...context(10), allowSpecial: true })).toMatchObject({ ok: true });
  });

  it('tells apart nothing and a mistake', () => {
    expect(planRange(' ,, ', context(10))).toEqual({ ok: false, code: 'no-hosts' });
    expect(planRange('10.0.0.100-1', context(10))).toMatchObject({ code: 'invalid-host-range' });
  });
});

describe('previewRange', () => {
  it('names at most 100 hosts of any number', () => {
    const preview = rangePreview.parse(previewRange('10.0.0.0/8', context(10_000)));
    expect(preview).toMatchObject({ count: '16777216', overLimit: true, fold: '10.*.*.*', errors: [] });
    expect(preview.first).toHaveLength(100);
  });

  it('says what is wrong and still counts the rest, 50 mistakes at most', () => {
    const preview = previewRange(`${'300.1.1.1,'.repeat(1_000)}10.0.0.1`, context(10, 'zh'));
    expect(preview).toMatchObject({ count: '1', first: ['10.0.0.1'] });
    expect(preview.errors).toHaveLength(50);
    expect(preview.errors[0]!.message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is what the route answers, mistakes and all, with 200', async () => {
    const { api } = await startHarness();
    const answer = await api('/api/range/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ targets: '10.0.0.300' }),
    });
    expect(answer.status).toBe(200);
    expect(rangePreview.parse(await answer.json())).toEqual(previewRange('10.0.0.300', context(10_000)));
  });
});
