import { CHIPS, type Chip } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, searchOf, toggled, type RunTab } from './run-search.ts';

const targets = [{ host: '10.0.0.1' }, { host: 'web', port: 2222 }, { host: 'fd00::1', port: 22 }];

describe('the URL of a run page', () => {
  it.each([
    [{}, { tab: 'stream', host: null, chips: [] }],
    [{ tab: 'hosts' }, { tab: 'hosts', host: null, chips: [] }],
    [{ host: 'web:2222' }, { tab: 'hosts', host: 1, chips: [] }],
    [
      { tab: 'nonsense', host: '10.9.9.9' },
      { tab: 'stream', host: null, chips: [] },
    ],
    [{ state: 'failed' }, { tab: 'stream', host: null, chips: ['non-zero-exit', 'timed-out', 'no-answer'] }],
    [{ state: 'success,oops,queued' }, { tab: 'stream', host: null, chips: ['success', 'queued'] }],
  ])('%j says %j', (search, { chips, ...rest }) => {
    expect(placeOf(search, targets, 'stream')).toEqual({ ...rest, chips: new Set(chips) });
  });

  it('says again what it was read from', () => {
    const place = fc.record({
      tab: fc.constantFrom<RunTab>('mosaic', 'stream', 'hosts'),
      host: fc.option(fc.nat(targets.length - 1)),
      chips: fc.subarray<Chip>([...CHIPS]).map((chips) => new Set(chips)),
    });
    fc.assert(
      fc.property(place, fc.constantFrom<RunTab>('mosaic', 'stream'), (each, usual) => {
        expect(placeOf(searchOf(each, targets, usual), targets, usual)).toEqual(each);
      }),
    );
  });

  it('leaves out what is usual and calls the failures together by one name', () => {
    expect(searchOf({ tab: 'stream', host: null, chips: new Set() }, targets, 'stream')).toEqual({});
    const chips = new Set<Chip>(['no-answer', 'timed-out', 'non-zero-exit', 'queued']);
    expect(searchOf({ tab: 'hosts', host: 1, chips }, targets, 'stream')).toEqual({
      tab: 'hosts',
      host: 'web:2222',
      state: 'failed,queued',
    });
  });

  it('turns a chip on and off', () => {
    const on = toggled(new Set(), 'success');
    expect([...on]).toEqual(['success']);
    expect([...toggled(on, 'success')]).toEqual([]);
  });
});
