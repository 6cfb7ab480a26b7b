import fc from 'fast-check';
import { FAILURE_REASONS, UNKNOWN_REASONS } from '../failures.ts';
import type { HostFact, OutputSummary, RunEvent, RunFact } from '../schemas/run-event.ts';

const output: OutputSummary = { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' };
const ended = { durationMs: 5, stages: {} };

/** What is known where the command had a process group of its own. */
const GROUP_STOPPED = {
  limit: 'silence',
  stopped: 'process-group',
  evidence: 'PID COMMAND\n7 sleep',
  process: { mode: 'group' },
} as const;

/** The facts of one attempt, in order, ending with one outcome. */
function attempt(host: number): fc.Arbitrary<HostFact[]> {
  const about = { host, attempt: 1 };
  const connecting: HostFact = { type: 'host-connecting', ...about };
  const connected: HostFact = {
    type: 'host-connected',
    ...about,
    address: '127.0.0.1',
    server: 'OpenSSH_9.2',
    hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:x', trust: 'known' },
    login: 'ops, key ed25519',
    stages: { connectMs: 1 },
  };
  const dispatched: HostFact = { type: 'host-dispatched', ...about, token: 't' };
  const failed = fc
    .constantFrom(...FAILURE_REASONS)
    .map((reason): HostFact[] => [connecting, { type: 'host-failed', ...about, ...ended, reason }]);
  const last = fc.oneof(
    fc
      .integer({ min: 0, max: 255 })
      .map((status): HostFact => ({ type: 'host-exited', ...about, ...ended, output, status, signal: null })),
    fc.constant<HostFact>({ type: 'host-exited', ...about, ...ended, output, status: null, signal: 'KILL' }),
    fc.boolean().map((confirmed): HostFact => ({
      type: 'host-timed-out',
      ...about,
      ...ended,
      output,
      limitMs: 9,
      confirmed,
      ...(confirmed
        ? GROUP_STOPPED
        : { stopped: 'connection', process: { mode: 'plain', reason: 'server' } }),
    })),
    fc.boolean().map((confirmed): HostFact => ({
      type: 'host-cancelled',
      ...about,
      ...ended,
      output,
      stage: 'running',
      confirmed,
    })),
    fc
      .constantFrom(...UNKNOWN_REASONS)
      .map((reason): HostFact => ({ type: 'host-unknown', ...about, ...ended, output, reason })),
  );
  const chunks = fc.array(
    fc.record({
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
      bytes: fc.uint8Array({ maxLength: 8 }),
    }),
    {
      maxLength: 4,
    },
  );
  const ran = fc
    .tuple(chunks, last)
    .map(([parts, outcome]): HostFact[] => [
      connecting,
      connected,
      dispatched,
      ...parts.map((part): HostFact => ({ type: 'host-output', ...about, ...part })),
      outcome,
    ]);
  const skipped = fc.constant<HostFact[]>([{ type: 'host-skipped', ...about, reason: 'run-cancelled' }]);
  return fc.oneof(
    { weight: 1, arbitrary: failed },
    { weight: 4, arbitrary: ran },
    { weight: 1, arbitrary: skipped },
  );
}

/** Interleaves the lists, keeping the order inside each; `picks` says which goes next. */
function interleave(lists: readonly HostFact[][], picks: readonly number[]): HostFact[] {
  const rest = lists.map((list) => [...list]);
  const merged: HostFact[] = [];
  for (let turn = 0; rest.some((list) => list.length > 0); turn += 1) {
    const open = rest.filter((list) => list.length > 0);
    merged.push(open[(picks[turn % picks.length] ?? 0) % open.length]!.shift()!);
  }
  return merged;
}

/** A whole, valid run log of up to six hosts: numbered from 1, every host with one outcome, finished. */
export const runLog: fc.Arbitrary<{ hostCount: number; events: RunEvent[] }> = fc
  .integer({ min: 1, max: 6 })
  .chain((hostCount) =>
    fc
      .record({
        attempts: fc.tuple(...Array.from({ length: hostCount }, (_, host) => attempt(host))),
        picks: fc.array(fc.nat({ max: 97 }), { minLength: 1, maxLength: 20 }),
      })
      .map(({ attempts, picks }) => {
        const facts: RunFact[] = [
          { type: 'run-started', hostCount, fanout: 2, engine: 'engine' },
          ...interleave(attempts, picks),
          { type: 'run-finished', reason: 'completed', durationMs: 7 },
        ];
        return {
          hostCount,
          events: facts.map((fact, index): RunEvent => ({ ...fact, seq: index + 1, atMs: 1_000 + index })),
        };
      }),
  );
