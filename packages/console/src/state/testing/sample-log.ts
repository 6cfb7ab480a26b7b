import type { OutcomeEvent, RunEvent } from '@rollcall/protocol';

type Unnumbered<E> = E extends RunEvent ? Omit<E, 'seq' | 'atMs'> : never;

/** Numbers facts from 1 and dates them, `stepMs` apart. */
export function numbered(facts: readonly Unnumbered<RunEvent>[], startMs = 0, stepMs = 1): RunEvent[] {
  return facts.map((fact, index) => ({ ...fact, seq: index + 1, atMs: startMs + index * stepMs }));
}

/** A success of host `host`. */
export function exited(
  host: number,
  status = 0,
  more: Partial<Extract<OutcomeEvent, { type: 'host-exited' }>> = {},
): Extract<OutcomeEvent, { type: 'host-exited' }> {
  return {
    type: 'host-exited',
    seq: 1,
    atMs: 0,
    host,
    attempt: 1,
    status,
    signal: null,
    durationMs: 420,
    stages: { runMs: 400 },
    output: { stdoutBytes: 6, stderrBytes: 0, gapBytes: 0, lines: 1, excerpt: 'Linux' },
    ...more,
  };
}

/** A host that could not be asked. */
export function failed(
  host: number,
  more: Partial<Extract<OutcomeEvent, { type: 'host-failed' }>> = {},
): Extract<OutcomeEvent, { type: 'host-failed' }> {
  return {
    type: 'host-failed',
    seq: 1,
    atMs: 0,
    host,
    attempt: 1,
    reason: 'connect/timeout',
    limitMs: 10_000,
    durationMs: 10_000,
    stages: {},
    ...more,
  };
}

/** The whole log of a run in which every host answers but each `failEvery`th. */
export function wholeLog(hostCount: number, failEvery = 7): RunEvent[] {
  const facts: Unnumbered<RunEvent>[] = [{ type: 'run-started', hostCount, fanout: 16, engine: 'engine' }];
  for (let host = 0; host < hostCount; host += 1) {
    const of = { host, attempt: 1 };
    facts.push({ type: 'host-connecting', ...of });
    if (host % failEvery === failEvery - 1) {
      facts.push(failed(host));
      continue;
    }
    facts.push(
      { type: 'host-dispatched', ...of, token: `t${host}` },
      { type: 'host-output', ...of, stream: 'stdout', bytes: new TextEncoder().encode(`host ${host}\n`) },
      exited(host, host % 5 === 4 ? 1 : 0),
    );
  }
  facts.push({ type: 'run-finished', reason: 'completed', durationMs: 1_000 });
  return numbered(facts);
}
