import { applyEvent, emptyRunState, hostStateOf, type Chip } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import { exited, failed } from '../../state/testing/sample-log.ts';
import { addressRanks, movedRows, orderHosts, type ListedHosts } from './host-order.ts';

const names = ['10.0.0.10', '10.0.0.9', 'web-10', 'web-9', '10.0.0.1'];
const nameOf = (host: number): string => names[host]!;

function listed(): ListedHosts {
  const state = emptyRunState(names.length);
  const events = [
    exited(0, 0, { durationMs: 100 }),
    exited(1, 3, { durationMs: 300 }),
    failed(2, { reason: 'verify/host-key-changed', durationMs: 50 }),
    exited(3, 0, { durationMs: 200, output: { ...exited(3).output, excerpt: 'Debian 12' } }),
  ];
  for (const event of events) applyEvent(state, event);
  return { state, shown: state.states, nameOf, addressRank: addressRanks(names.length, nameOf) };
}

const none = { chips: new Set<Chip>(), needle: '' };

describe('the order of hosts', () => {
  it('by address counts numbers by value, addresses before names', () => {
    expect([...orderHosts(listed(), none, 'address')].map(nameOf)).toEqual([
      '10.0.0.1',
      '10.0.0.9',
      '10.0.0.10',
      'web-9',
      'web-10',
    ]);
  });

  it('has the worst first, equal ones by address', () => {
    const hosts = listed();
    expect([...orderHosts(hosts, none, 'worst')].map((host) => hostStateOf(hosts.state, host))).toEqual([
      'key-changed',
      'non-zero',
      'queued',
      'success',
      'success',
    ]);
  });

  it('has the slowest first, hosts without a time last', () => {
    expect([...orderHosts(listed(), none, 'time')]).toEqual([1, 3, 0, 2, 4]);
  });

  it.each([
    [{ chips: new Set<Chip>(['success']), needle: '' }, [0, 3]],
    [{ chips: new Set<Chip>(), needle: 'WEB' }, [3, 2]],
    [{ chips: new Set<Chip>(), needle: 'debian' }, [3]],
    [{ chips: new Set<Chip>(['success']), needle: '10.0.0' }, [0]],
    [{ chips: new Set<Chip>(), needle: 'nothing' }, []],
  ])('keeps only what %o asks for', (filter, expected) => {
    expect([...orderHosts(listed(), filter, 'address')]).toEqual(expected);
  });

  it('says how many rows changed place', () => {
    expect(movedRows(Int32Array.of(1, 2, 3), Int32Array.of(1, 3, 2))).toBe(2);
    expect(movedRows(Int32Array.of(1, 2), Int32Array.of(1, 2, 3))).toBe(1);
  });

  it('names every host once', () => {
    const count = 3_000;
    const state = emptyRunState(count);
    for (let host = 0; host < count; host += 3) applyEvent(state, exited(host, host % 2));
    const of = (host: number): string => `10.0.${host >> 8}.${host & 255}`;
    const hosts = { state, shown: state.states, nameOf: of, addressRank: addressRanks(count, of) };
    for (const sort of ['worst', 'address', 'time'] as const)
      expect(new Set(orderHosts(hosts, none, sort)).size).toBe(count);
  });
});
