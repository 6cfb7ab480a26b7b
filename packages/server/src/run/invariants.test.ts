import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { systemClock } from './clock.ts';
import {
  aborted,
  cancelled,
  checkFinished,
  checkLog,
  createRun,
  exited,
  failed,
  fakeHosts,
  output,
  startEngine,
  storedLog,
  turns,
  type CoreStore,
} from './engine.suite.ts';
import { StorageError, type HostRequest, type SessionFact } from './ports.ts';
import { createRecovery } from './recovery.ts';

const FATES = ['exit', 'fail', 'refuse', 'unknown', 'throw', 'nothing', 'hang', 'time-out'] as const;
interface Plan {
  fate: (typeof FATES)[number];
  dialTurns: number;
  runTurns: number;
  pieces: number;
}
const plan: fc.Arbitrary<Plan> = fc.record({
  fate: fc.constantFrom(...FATES),
  dialTurns: fc.nat(6),
  runTurns: fc.nat(6),
  pieces: fc.nat(4),
});

/** Hosts that do what their plans say, and all end when they are told to stop. */
function plannedHosts(plans: readonly Plan[]) {
  const planOf = ({ target }: HostRequest): Plan => plans[Number(target.host.slice(1))]!;
  return fakeHosts(
    async function* (request): AsyncGenerator<SessionFact, void> {
      const { fate, runTurns, pieces } = planOf(request);
      for (let piece = 0; piece < pieces; piece += 1) yield output(`line ${piece}\n`);
      await turns(runTurns);
      if (fate === 'hang') await aborted(request.signal);
      if (request.signal.aborted) return void (yield cancelled('running', runTurns % 2 === 0));
      if (fate === 'throw') throw new Error('a session broke');
      if (fate === 'nothing') return;
      if (fate === 'unknown')
        yield { type: 'host-unknown', reason: 'connection-lost', durationMs: 1, stages: {} };
      else if (fate === 'time-out')
        yield { type: 'host-timed-out', limitMs: 5, confirmed: true, durationMs: 5, stages: {} };
      else yield exited(runTurns);
    },
    async (request) => {
      const { fate, dialTurns } = planOf(request);
      await turns(dialTurns);
      return fate === 'refuse' ? failed('connect/refused') : undefined;
    },
  );
}

/** A store that refuses some commits, and from a certain one on is the store of a process that was killed. */
function mortalStore(store: CoreStore, dies: number, refuses: (commit: number) => boolean) {
  let commits = 0;
  let dead = false;
  const never = new Promise<never>(() => undefined);
  const mortal: CoreStore = {
    ...store,
    getRun: (id) => (dead ? never : store.getRun(id)),
    heartbeat: (id, atMs) => (dead ? never : store.heartbeat(id, atMs)),
    remove: (id) => (dead ? never : store.remove(id)),
    appendEvents: async (batches, durable) => {
      commits += 1;
      if (commits > dies) dead = true;
      if (dead) return never;
      if (refuses(commits)) throw new StorageError('locked', 'a backup holds the database');
      return store.appendEvents(batches, durable);
    },
  };
  return { mortal, isDead: () => dead, kill: () => void (dead = true) };
}

describe('the invariants of a log', () => {
  it('hold over random schedules, failures, cancellations, refused commits and kills', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          plans: fc.array(plan, { minLength: 1, maxLength: 12 }),
          fanout: fc.integer({ min: 1, max: 6 }),
          stopAfter: fc.nat(40),
          stopBy: fc.constantFrom('cancel', 'shutdown', 'kill' as const),
          dies: fc.integer({ min: 0, max: 25 }),
          refused: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 1 }),
        }),
        async ({ plans, fanout, stopAfter, stopBy, dies, refused }) => {
          const store = await openSqliteStore({ folder: ':memory:' });
          const hosts = plannedHosts(plans);
          const killed = stopBy === 'kill' ? dies : Infinity;
          const { mortal, isDead, kill } = mortalStore(store, killed, (commit) => refused.includes(commit));
          const seen = new Map<string, number>();
          const engine = await startEngine(mortal, hosts.runOnHost, {
            onBug: () => undefined,
            onReached: (run, _part, seq) => seen.set(run, seq),
          });
          const id = await createRun(store, plans.length, { fanout, maxOutputBytes: 12 });
          await engine.start(id, {});
          await turns(stopAfter);
          if (stopBy === 'cancel') engine.cancel(id, 'owner');
          if (stopBy === 'shutdown') await engine.shutdown(0);
          const hangs = plans.some(({ fate }) => fate === 'hang');
          if (stopBy !== 'kill') await engine.idle();
          else if (!hangs) await Promise.race([engine.idle(), until(isDead)]);
          else await turns(120);
          // A host that hangs never brings it to the commit at which it was to die.
          if (stopBy === 'kill' && hangs) kill();

          // A process that is killed now leaves this behind.
          const left = await storedLog(store, id);
          checkLog(left, plans.length);
          expect(seen.get(id) ?? 0, 'what was shown is stored').toBeLessThanOrEqual(left.length);
          for (const [host, executions] of hosts.executions) {
            expect(executions, 'at most once').toBe(1);
            const index = Number(host.slice(1));
            const isDispatched = left.some(
              (event) => event.type === 'host-dispatched' && event.host === index,
            );
            expect(isDispatched, 'durable before exec').toBe(true);
          }

          const executed = new Map(hosts.executions);
          await createRecovery({
            store,
            registry: store,
            isAlive: () => false,
            clock: systemClock,
            onReached: () => undefined,
          })();
          await checkFinished(store, id);
          expect((await storedLog(store, id)).slice(0, left.length)).toEqual(left);
          if (isDead()) expect(hosts.executions).toEqual(executed);
          if (stopBy !== 'kill') await engine.shutdown(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turns(1);
}
