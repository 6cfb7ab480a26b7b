import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, type FleetProcess, type HostLedger, type ScenarioName } from '@rollcall/demo-fleet';
import type { RunTarget } from '@rollcall/protocol';
import { readIdentity } from '../../packages/server/src/ssh/index.ts';
import type { SqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import { startSshd, type Sshd, type SshdOptions } from '../../packages/server/src/testing/sshd.ts';
import type { ReadyLogin } from '../../packages/server/src/run/ports.ts';
import { carryOut, type RunPlan, type Story } from './carry-out.ts';
import { compare, words, type Expected } from './compare.ts';
import { createRandom, type Random } from './random.ts';

/** A host of the run that is looked at, and what it must end as. */
export interface Asked extends RunTarget {
  readonly expected: Expected;
}

/** What a row works with. Everything is given back when the row is over. */
export interface Rig {
  readonly fleet: FleetProcess;
  readonly random: Random;
  readonly repeat: number;
  readonly long: boolean;
  /** Notes a problem unless `holds`. */
  check(holds: boolean, problem: string): void;
  /** Done in reverse order when the row is over. */
  onEnd(clean: () => unknown): void;
  /**
   * One run of these hosts among healthy ones, in random order; checks what is expected of each, and that it was executed once
   * at most. `alone`: without healthy hosts.
   */
  run(asked: readonly Asked[], plan?: Partial<RunPlan> & { alone?: true }): Promise<Story[]>;
  /** `repeat` hosts of one scenario, `y` from 1, each at an address of its own. */
  hosts(name: ScenarioName, x: number, expected: Expected, times?: number): Asked[];
  sshd(options?: SshdOptions): Promise<{ sshd: Sshd; login: ReadyLogin }>;
  ledger(address: string): Promise<HostLedger | undefined>;
}

/** Healthy hosts of each run, and their scenario: 0.1 s before each answer, a command of 1 s. */
const HEALTHY = 30;
const HEALTHY_ADDRESS = addressOf('slow', 1, 10);

/** A rig, and what only the suite itself needs of it. */
export interface OwnRig extends Rig {
  readonly problems: string[];
  /** Durations of the healthy hosts, in ms. */
  readonly healthyMs: number[];
  /** The same hosts in a run of their own. */
  baseline(): Promise<number[]>;
  end(): Promise<void>;
}

export function createRig(
  world: { fleet: FleetProcess; store: SqliteStore; onBug: (bug: unknown) => void },
  asked: { seed: number; repeat: number; long: boolean },
): OwnRig {
  const { fleet, store, onBug } = world;
  const problems: string[] = [];
  const healthyMs: number[] = [];
  const cleaners: (() => unknown)[] = [];
  const random = createRandom(asked.seed);
  const times = new Map<string, number>();
  const check = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const ledger = async (address: string) => (await fleet.ledger(address))[0];
  const healthy = Array.from({ length: HEALTHY }, (_, at) => ({
    host: `healthy-${at + 1}`,
    address: HEALTHY_ADDRESS,
    port: fleet.port,
  }));

  const rig: OwnRig = {
    fleet,
    random,
    repeat: asked.repeat,
    long: asked.long,
    problems,
    healthyMs,
    check,
    ledger,
    onEnd: (clean) => void cleaners.push(clean),
    hosts: (name, x, expected, count = asked.repeat) =>
      Array.from({ length: count }, (_, y) => ({ host: addressOf(name, x, y + 1), expected })),
    async run(faulty, { alone, ...plan } = {}) {
      const targets = random.shuffled<RunTarget | Asked>([...faulty, ...(alone ? [] : healthy)]);
      for (const { host, address = host } of faulty) times.set(address, (times.get(address) ?? 0) + 1);
      const bare = targets.map((target) => bareTarget(target));
      const { stories } = await carryOut(store, { targets: bare, port: fleet.port, onBug, ...plan });
      const ofFaulty = new Map(targets.map((target, at) => [target, stories[at]!]));
      for (const [target, story] of ofFaulty) if (!('expected' in target)) noteHealthy(story);
      const found = faulty.map((target) => ofFaulty.get(target)!);
      for (const [at, story] of found.entries())
        await compare(story, faulty[at]!.expected, { check, ledger });
      return found;
    },
    async baseline() {
      const targets = healthy;
      const { stories } = await carryOut(store, { targets, port: fleet.port, onBug });
      return stories.map(({ tookMs }) => tookMs);
    },
    async sshd(options = {}) {
      const sshd = await startSshd({ hostKeyTypes: ['ed25519'], ...options });
      rig.onEnd(() => sshd.stop());
      return { sshd, login: { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName } };
    },
    async end() {
      for (const clean of cleaners.toReversed()) await clean();
      for (const { address, execs, open } of await settledLedger(fleet)) {
        const most = times.get(address);
        if (most === undefined) continue;
        check(execs.length <= most, `${address} executed ${execs.length} times, asked ${most} times`);
        check(open === 0, `${address} has ${open} connections open`);
      }
    },
  };

  function noteHealthy({ target, outcome, tookMs }: Story): void {
    healthyMs.push(tookMs);
    check(outcome.type === 'host-exited' && outcome['status'] === 0, `${target.host}: ${words(outcome)}`);
  }

  return rig;
}

/** What the hosts have seen, once none of them has a connection open, or after 5 s. */
async function settledLedger(fleet: FleetProcess): Promise<HostLedger[]> {
  const until = performance.now() + 5_000;
  for (;;) {
    const all = await fleet.ledger();
    if (all.every(({ open }) => open === 0) || performance.now() > until) return all;
    await delay(100);
  }
}

/** As the store takes it. */
function bareTarget(target: RunTarget | Asked): RunTarget {
  if (!('expected' in target)) return target;
  const { expected: _, ...bare } = target;
  return bare;
}
