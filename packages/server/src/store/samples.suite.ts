import { randomUUID } from 'node:crypto';
import { runSpec } from '@rollcall/protocol/schemas';
import { emptyRunState, type RunEvent, type RunFact } from '@rollcall/protocol';
import type { AccessStore } from '../access/ports.ts';
import type { HostKeyStore } from '../host-keys/ports.ts';
import {
  type EngineRegistry,
  type HostKeyLedger,
  type LogBatch,
  type NewRun,
  type RunStore,
} from '../run/ports.ts';

/** Everything that a store implements. */
export type Store = RunStore &
  EngineRegistry &
  HostKeyLedger &
  HostKeyStore &
  AccessStore & { close(): Promise<void> };

export const WIDE = { maxBytes: 1 << 20, maxEvents: 10_000 };

/** A run of `hosts` hosts that differ from those of no other call. */
export function sampleRun(hosts = 3, changes: Partial<NewRun> = {}): NewRun {
  return {
    id: randomUUID(),
    spec: runSpec.parse({
      targets: `192.0.2.1-${hosts}`,
      command: 'uptime',
      login: { method: 'agent', user: 'ops' },
    }),
    targets: Array.from({ length: hosts }, (_, index) => ({ host: `192.0.2.${index + 1}` })),
    createdAtMs: 1_700_000_000_000,
    createdBy: 'owner',
    origin: 'console',
    ...changes,
  };
}

export const output = (host: number, text: string, stream: 'stdout' | 'stderr' = 'stdout'): RunFact => ({
  type: 'host-output',
  host,
  attempt: 1,
  stream,
  bytes: new TextEncoder().encode(text),
});
export const connecting = (host: number): RunFact => ({ type: 'host-connecting', host, attempt: 1 });
export const started: RunFact = { type: 'run-started', hostCount: 3, fanout: 2, engine: 'e1' };

/** `facts` numbered from `from`, as a batch. */
export function batch(run: string, from: number, facts: readonly RunFact[], part = 0): LogBatch {
  const events = facts.map((fact, at) => ({ ...fact, seq: from + at, atMs: 1_000 + from + at }));
  const { phase, counts } = emptyRunState(3);
  return {
    run,
    part,
    events,
    progress: { phase, counts, startedAtMs: null, finishedAtMs: null, finishReason: null, durationMs: null },
  };
}

export const seqs = (events: readonly RunEvent[]): number[] => events.map(({ seq }) => seq);
