import { applyEvent, emptyRunState, type Chip, type OutcomeEvent, type RunEvent } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exited, wholeLog } from '../state/testing/sample-log.ts';
import { StreamSource, type StreamChoice } from './stream-source.ts';

const ALL: StreamChoice = { fold: null, needle: '', chips: new Set<Chip>(), locale: 'en' };
const hostOf = (host: number) => ({ address: `10.0.0.${host}`, port: 22, user: 'ops' });

/** A fold that takes events in as the store of a run does. */
function foldOf(hostCount: number) {
  const run = { state: emptyRunState(hostCount), outcomes: [] as OutcomeEvent[] };
  const take = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      applyEvent(run.state, event);
      if ('host' in event && run.state.hosts.get(event.host)?.outcome === event) run.outcomes.push(event);
    }
  };
  return { run, take };
}

const choice = fc.record({
  fold: fc.constantFrom(null, true, false),
  needle: fc.constantFrom('', '0.1', 'non-zero', 'linux'),
  chips: fc.constantFrom(
    new Set<Chip>(),
    new Set<Chip>(['success']),
    new Set<Chip>(['no-answer', 'non-zero-exit']),
  ),
  locale: fc.constantFrom('en' as const, 'zh' as const),
});

describe('the source of a stream', () => {
  it('gives the same lines piece by piece as all at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 20 })),
        choice,
        (hosts, sizes, chosen) => {
          const log = wholeLog(hosts).map((event, index) => ({ ...event, atMs: index * 90 }));
          const { run, take } = foldOf(hosts);
          const source = new StreamSource(run, hostOf, chosen);
          const piecewise = [];
          let at = 0;
          for (const size of [...sizes, log.length]) {
            const events = log.slice(at, at + size);
            take(events);
            const lines = source.take(events);
            if (lines === 'anew') throw new Error('made anew');
            piecewise.push(...lines);
            at += size;
          }
          expect(source.waiting).toBe(false);
          expect(piecewise).toEqual(new StreamSource(run, hostOf, chosen).all());
        },
      ),
    );
  });

  it('folds by default above a thousand hosts', () => {
    expect(new StreamSource(foldOf(1_000).run, hostOf, ALL).folds).toBe(false);
    expect(new StreamSource(foldOf(1_001).run, hostOf, ALL).folds).toBe(true);
    expect(new StreamSource(foldOf(1_001).run, hostOf, { ...ALL, fold: false }).folds).toBe(false);
  });

  it('folds from the second on in which more than 200 outcomes came, and makes all lines again', () => {
    const { run, take } = foldOf(300);
    const source = new StreamSource(run, hostOf, ALL);
    const outcomes = Array.from({ length: 201 }, (_, host) => exited(host, 0, { atMs: 5_000 + host }));
    take(outcomes.slice(0, 200));
    expect(source.take(outcomes.slice(0, 200))).toHaveLength(200);
    take(outcomes.slice(200));
    expect(source.take(outcomes.slice(200))).toBe('anew');
    expect(source.all()).toMatchObject([{ type: 'outcome', outcome: { host: 0 } }]);
    expect(source.flush(6_300)).toMatchObject([{ type: 'folded', hosts: { length: 200 } }]);
  });

  it('shows each line to who searches a text', () => {
    const { run, take } = foldOf(1_500);
    take(Array.from({ length: 1_500 }, (_, host) => exited(host)));
    const source = new StreamSource(run, hostOf, ALL);
    expect(source.choose({ ...ALL, needle: '.77' }).every(({ type }) => type === 'outcome')).toBe(true);
    expect(source.choose({ ...ALL, needle: '.77' })).toHaveLength(1 + 10);
  });
});
