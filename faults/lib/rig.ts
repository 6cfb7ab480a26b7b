import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, type FleetProcess, type HostLedger, type ScenarioName } from '@rollcall/demo-fleet';
import type { RunTarget } from '@rollcall/protocol';
import { readIdentity } from '../../packages/server/src/ssh/index.ts';
import type { SqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import { startSshd, type Sshd, type SshdOptions } from '../../packages/server/src/testing/sshd.ts';
import type { ReadyLogin } from '../../packages/server/src/run/ports.ts';
import { carryOut, type RunPlan, type Story } from './carry-out.ts';
import { compare, words, type Expected } from './compare.ts';
import { createPace, type Pace } from './pace.ts';
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
   * Runs these hosts, in random order, a few at a time among healthy ones; checks what is expected of each, and that it was
   * executed once at most. The stories come in the order of the hosts.
   */
  run(asked: readonly Asked[], plan?: RigPlan): Promise<Story[]>;
  /** Does `once` for each repetition, one after the other. */
  repeated<T>(once: (at: number) => Promise<readonly T[]>): Promise<T[]>;
  /** `repeat` hosts of one scenario, `y` from 1, each at an address of its own. */
  hosts(name: ScenarioName, x: number, expected: Expected, times?: number): Asked[];
  sshd(options?: SshdOptions): Promise<{ sshd: Sshd; login: ReadyLogin }>;
  ledger(address: string): Promise<HostLedger | undefined>;
}

/** How a row runs its hosts. */
export interface RigPlan extends Partial<RunPlan> {
  /** Without healthy hosts, all in one run: the row is about load, or waits for all to end. */
  readonly alone?: true;
  /** Faulty hosts in one run; {@link AT_ONCE} unless they mostly wait. */
  readonly atOnce?: number;
}

/** Healthy hosts of each run, and their scenario: 0.1 s before each answer, a command of 1 s. */
const HEALTHY = 30;
const HEALTHY_ADDRESS = addressOf('slow', 1, 10);
/** Faulty hosts beside them: more would be a load of their own, whatever their fault. */
const AT_ONCE = 10;

/** A rig, and what only the suite itself needs of it. */
export interface OwnRig extends Rig {
  readonly problems: string[];
  readonly pace: Pace;
  /** A run of the healthy hosts alone; gives the ms of each. */
  healthy(): Promise<number[]>;
  end(): Promise<void>;
}

export function createRig(
  world: { fleet: FleetProcess; store: SqliteStore; onBug: (bug: unknown) => void },
  asked: { seed: number; repeat: number; long: boolean },
): OwnRig {
  const { fleet, store, onBug } = world;
  const problems: string[] = [];
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
    check,
    ledger,
    onEnd: (clean) => void cleaners.push(clean),
    hosts: (name, x, expected, count = asked.repeat) =>
      Array.from({ length: count }, (_, y) => ({ host: addressOf(name, x, y + 1), expected })),
    async run(faulty, { alone, atOnce = alone ? Infinity : AT_ONCE, ...plan } = {}) {
      const of = new Map<Asked, Story>();
      const order = random.shuffled(faulty);
      for (let at = 0; at < order.length; at += atOnce) {
        const part = order.slice(at, at + atOnce);
        if (alone) await runPart(part, [], plan, of);
        else await rig.pace.beside(() => runPart(part, healthy, plan, of));
      }
      for (const asked of faulty) await compare(of.get(asked)!, asked.expected, { check, ledger });
      return faulty.map((asked) => of.get(asked)!);
    },
    async repeated(once) {
      const all = [];
      for (let at = 0; at < asked.repeat; at += 1) all.push(...(await once(at)));
      return all;
    },
    healthy: () => runPart([], healthy, {}, new Map()),
    pace: createPace(() => rig.healthy()),
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

  /** Runs these together, notes how the faulty ones ended, and gives the ms of each healthy one, which must end well. */
  async function runPart(
    faulty: readonly Asked[],
    beside: readonly RunTarget[],
    plan: Partial<RunPlan>,
    of: Map<Asked, Story>,
  ): Promise<number[]> {
    for (const { host, address = host } of faulty) times.set(address, (times.get(address) ?? 0) + 1);
    const targets = random.shuffled<RunTarget | Asked>([...faulty, ...beside]);
    const bare = targets.map((target) => bareTarget(target));
    const stories = await carryOut(store, { targets: bare, port: fleet.port, onBug, ...plan });
    const healthyMs: number[] = [];
    for (const [at, target] of targets.entries()) {
      const story = stories[at]!;
      if ('expected' in target) of.set(target, story);
      else healthyMs.push(noteHealthy(story));
    }
    return healthyMs;
  }

  function noteHealthy({ target, outcome, tookMs }: Story): number {
    check(outcome.type === 'host-exited' && outcome['status'] === 0, `${target.host}: ${words(outcome)}`);
    return tookMs;
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
