import { describe, expect, it } from 'vitest';
import { pageCost } from '../tools/page-cost.ts';

describe('size, minified and gzipped, ipaddr.js outside', () => {
  it.each([
    { names: 'parse', limit: 21_500 },
    { names: 'parse, tryParse, HostSet, classify, formatIssue', limit: 23_500 },
  ])('of $names stays under $limit bytes', async ({ names, limit }) => {
    const { bytes } = await pageCost(names);
    expect(bytes).toBeLessThan(limit);
    // A limit far above the truth guards nothing.
    expect(bytes).toBeGreaterThan(limit * 0.9);
  });

  it('leaves the Chinese sentences out of the main entry, and the warnings out of parse', async () => {
    const everything = await pageCost('parse, tryParse, HostSet, classify, formatIssue');
    expect(everything.files.filter((file) => file.includes('/messages/zh'))).toEqual([]);
    expect(everything.files.some((file) => file.endsWith('/parse/remarks.ts'))).toBe(true);
    const { files } = await pageCost('parse');
    expect(files.filter((file) => file.endsWith('/parse/remarks.ts'))).toEqual([]);
  });
});
