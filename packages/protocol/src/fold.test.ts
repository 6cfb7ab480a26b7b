import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS } from './failures.ts';
import {
  applyEvent,
  doneCount,
  emptyRunState,
  failureState,
  hostStateOf,
  outcomeState,
  progress,
  type RunState,
} from './fold.ts';
import { CHIPS, HOST_STATE_LOOKS, HOST_STATES, isFailed } from './host-states.ts';
import { runEvent, type OutcomeEvent } from './schemas/run-event.ts';
import { runLog } from './testing/arbitrary-log.ts';

/** What must hold of the state after any prefix of a log. */
function checkState(state: RunState): void {
  const sum = CHIPS.reduce((total, chip) => total + state.counts[chip], 0);
  expect(sum, 'every host is counted once').toBe(state.hostCount);
  const recount = Object.fromEntries(CHIPS.map((chip) => [chip, 0])) as RunState['counts'];
  for (let host = 0; host < state.hostCount; host += 1) {
    const name = hostStateOf(state, host);
    recount[HOST_STATE_LOOKS[name].chip] += 1;
    expect(Boolean(state.hosts.get(host)?.outcome), `host ${host} is ${name}`).toBe(
      HOST_STATE_LOOKS[name].final,
    );
  }
  expect(state.counts).toEqual(recount);
}

describe('applyEvent', () => {
  it('gives a valid state after every prefix of every log', () => {
    fc.assert(
      fc.property(runLog, ({ hostCount, events }) => {
        const state = emptyRunState(hostCount);
        checkState(state);
        for (const event of events) {
          applyEvent(state, event);
          checkState(state);
          expect(state.seq).toBe(event.seq);
        }
        expect(state.phase).toBe('finished');
        expect(doneCount(state.counts)).toBe(hostCount);
      }),
    );
  });

  it('keeps exactly the bytes of the output facts', () => {
    fc.assert(
      fc.property(runLog, ({ hostCount, events }) => {
        const state = emptyRunState(hostCount);
        for (const event of events) applyEvent(state, event);
        const kept = events.reduce(
          (sum, event) => sum + (event.type === 'host-output' ? event.bytes.byteLength : 0),
          0,
        );
        expect([...state.hosts.values()].reduce((sum, host) => sum + host.keptBytes, 0)).toBe(kept);
      }),
    );
  });

  it('reads only facts that the schema admits', () => {
    fc.assert(
      fc.property(runLog, ({ events }) => events.every((event) => runEvent.safeParse(event).success)),
    );
  });

  it('forgets the first attempt of a host when a second begins', () => {
    const state = emptyRunState(1);
    const about = { host: 0, seq: 1, atMs: 1 };
    applyEvent(state, {
      type: 'host-failed',
      ...about,
      attempt: 1,
      durationMs: 1,
      stages: {},
      reason: 'connect/refused',
    });
    expect(state.counts['no-answer']).toBe(1);
    applyEvent(state, { type: 'host-connecting', ...about, seq: 2, attempt: 2 });
    expect(state.counts).toMatchObject({ 'no-answer': 0, connecting: 1 });
    expect(state.hosts.get(0)).toMatchObject({ attempt: 2 });
    expect(state.hosts.get(0)?.outcome).toBeUndefined();
  });
});

describe('outcomeState', () => {
  const base = { seq: 1, atMs: 1, host: 0, attempt: 1, durationMs: 1, stages: {} };
  const output = { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' };
  const rows: [string, OutcomeEvent, string][] = [
    [
      'only a received status of 0 is success',
      { type: 'host-exited', ...base, output, status: 0, signal: null },
      'success',
    ],
    ['status 1 is an answer', { type: 'host-exited', ...base, output, status: 1, signal: null }, 'non-zero'],
    [
      'a signal wins over a status',
      { type: 'host-exited', ...base, output, status: 0, signal: 'TERM' },
      'signal',
    ],
    [
      'no status at all is never success',
      { type: 'host-exited', ...base, output, status: null, signal: null },
      'non-zero',
    ],
    [
      'a lost connection is lost',
      { type: 'host-unknown', ...base, output, reason: 'connection-lost' },
      'lost',
    ],
    [
      'a dead engine leaves it unknown',
      { type: 'host-unknown', ...base, output, reason: 'engine-lost' },
      'unknown',
    ],
    [
      'a confirmed stop is cancelled',
      { type: 'host-cancelled', ...base, output, stage: 'running', confirmed: true },
      'cancelled',
    ],
    [
      'an unconfirmed stop may still run',
      { type: 'host-cancelled', ...base, output, stage: 'running', confirmed: false },
      'still-running',
    ],
  ];
  it.each(rows)('%s', (_, outcome, state) => {
    expect(outcomeState(outcome)).toBe(state);
  });

  it('gives every failure a state that counts as failed', () => {
    for (const reason of FAILURE_REASONS) expect(isFailed(failureState(reason)), reason).toBe(true);
  });

  it.each([
    ['auth/rejected', 'login-refused'],
    ['open/refused', 'command-refused'],
    ['exec/refused', 'command-refused'],
    ['banner/closed', 'unreachable'],
  ] as const)('shows %s as %s', (reason, state) => expect(failureState(reason)).toBe(state));

  it('has one byte for every state', () => {
    expect(new Set(HOST_STATES).size).toBe(HOST_STATES.length);
    expect(HOST_STATES.length).toBeLessThan(256);
  });
});

describe('progress', () => {
  it('says nothing about rate before there is something to go by, and never below zero', () => {
    const state = emptyRunState(100);
    expect(progress(state, 5)).toEqual({ done: 0, elapsedMs: 0, hostsPerSecond: null, leftMs: null });
    applyEvent(state, { type: 'run-started', seq: 1, atMs: 1_000, hostCount: 100, fanout: 10, engine: 'e' });
    expect(progress(state, 900).elapsedMs).toBe(0);
    for (let host = 0; host < 50; host += 1) {
      applyEvent(state, {
        type: 'host-skipped',
        seq: host + 2,
        atMs: 2_000,
        host,
        attempt: 1,
        reason: 'run-cancelled',
      });
    }
    expect(progress(state, 3_000)).toEqual({ done: 50, elapsedMs: 2_000, hostsPerSecond: 25, leftMs: 2_000 });
  });
});
