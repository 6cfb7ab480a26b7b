import {
  countWords,
  findPlaceholderProblem,
  placeholderProblemText,
  PROBLEM_ADVICE,
  readJump,
  type Locale,
  type ProblemCode,
  type PutRunBody,
  type RunSecrets,
  type RunTarget,
  type Words,
} from '@rollcall/protocol';
import type { SignedIn } from '../access/access.ts';
import { invariant } from '../run/invariant.ts';
import { wordsOf } from '../run/in-chinese.ts';
import { identitiesOf } from '../run/logins.ts';
import { StorageError, type StoredRun } from '../run/ports.ts';
import { RunRefusedError } from '../run/refusal.ts';
import { oncePerHost } from '../run/targets.ts';
import { refusedJumps, specialWords, type SpecialHosts } from '../run/target-policy.ts';
import type { WebServerDeps } from './ports.ts';
import { ProblemError } from './problem.ts';
import { planRange, type Plan } from './range.ts';

/** A run that is stored and handed to the engine. */
export interface StartedRun {
  run: StoredRun;
  /** False when the same run was already there. */
  created: boolean;
}

/** Who asks, and in which language to say what is wrong. */
export interface Asker {
  signedIn: SignedIn;
  locale: Locale;
}

type Start = (id: string, body: PutRunBody, asker: Asker) => Promise<StartedRun>;

/**
 * Starts runs. Everything that can be wrong is found before the run is stored, and nothing is contacted here.
 * Asking again with the same id and spec starts nothing twice, also at the same moment; only a run that no engine
 * has taken yet (the engine was away, say) is handed over again. Secrets are passed on and kept nowhere.
 * @throws ProblemError for everything but a bug
 */
export function createRunStarter(deps: WebServerDeps): Start {
  const underWay = new Map<string, Promise<unknown>>();
  return async (id, body, asker) => {
    // The same id twice at once: one after the other, so that the second sees what became of the first.
    while (underWay.has(id)) await underWay.get(id);
    const start = startRun(deps, id, body, asker);
    underWay.set(
      id,
      start.catch(() => undefined),
    );
    return start.finally(() => underWay.delete(id));
  };
}

async function startRun(
  deps: WebServerDeps,
  id: string,
  body: PutRunBody,
  { signedIn, locale }: Asker,
): Promise<StartedRun> {
  const { store, engine } = deps;
  const { spec, secrets = {} } = body;
  // A repeat of an earlier request has passed all checks: an answer to it depends on nothing that has changed since, be it an
  // engine or the inventory.
  const known = await store.getTargets(id);
  const targets = known ?? (await newTargets(deps, body, locale));
  if (!known) await checkNew(deps, body, { targets, locale });
  const run = { id, spec, targets, createdBy: signedIn.user, createdAtMs: deps.clock.now() };
  const stored = await store.createRun({ ...run, origin: signedIn.via === 'token' ? 'api' : 'console' });
  if (stored === 'different') throw new ProblemError('run-id-taken');
  const before = await stateOf(store, id);
  if (before.phase === 'queued' && before.engine === null) {
    if (known && !engine.alive) throw new ProblemError('engine-unavailable');
    await handOver(deps, id, secrets);
  }
  return { run: await stateOf(store, id), created: stored === 'created' };
}

async function stateOf(store: WebServerDeps['store'], id: string): Promise<StoredRun> {
  const run = await store.getRun(id);
  invariant(run !== null, 'a run that was stored can be read');
  return run;
}

/** The hosts of a range as the inventory is now, when there are as many as there may and should be. */
async function newTargets(
  { inventory, configure, allowSpecial, limits: { maxHosts } }: WebServerDeps,
  { spec, expectedHosts }: PutRunBody,
  locale: Locale,
): Promise<RunTarget[]> {
  const context = { inventory: await inventory.current(), maxHosts, locale, allowSpecial };
  const plan = planRange(spec.targets, context);
  if (!plan.ok) throw planProblem(plan, maxHosts);
  const targets = oncePerHost(plan.targets, spec.port);
  const count = targets.length;
  if (expectedHosts !== undefined && expectedHosts !== count)
    throw new ProblemError('host-count-differs', {
      detail: {
        en: `You saw ${countWords(expectedHosts, 'en')} hosts, the server counts ${countWords(count, 'en')}. Look at the range again.`,
        zh: `页面显示 ${countWords(expectedHosts, 'zh')} 台主机，服务器统计为 ${countWords(count, 'zh')} 台。请重新检查主机范围。`,
      },
    });
  const problem = findPlaceholderProblem(spec, targets);
  if (problem) {
    const message = placeholderProblemText(problem, locale);
    throw new ProblemError('invalid-command', { errors: [{ path: `spec.${problem.path}`, message }] });
  }
  const configured = refusing(() => configure(targets, spec));
  const jumps = refusedJumps(configured, spec.jump, allowSpecial);
  if (jumps.length > 0) throw new ProblemError('special-addresses', { detail: notCalled(jumps) });
  return configured;
}

/** What the ssh_config refuses, as a problem. */
function refusing<T>(configure: () => T): T {
  try {
    return configure();
  } catch (error) {
    if (!(error instanceof RunRefusedError)) throw error;
    throw refused(error);
  }
}

function planProblem(plan: Extract<Plan, { ok: false }>, maxHosts: number): ProblemError {
  switch (plan.code) {
    case 'invalid-host-range':
      return new ProblemError(plan.code, {
        errors: plan.issues.map(({ message }) => ({ path: 'spec.targets', message })),
        issues: plan.issues,
      });
    case 'no-hosts':
      return new ProblemError(plan.code);
    case 'too-many-hosts':
      return new ProblemError(plan.code, { detail: tooMany(plan.count, maxHosts) });
    case 'special-addresses':
      return new ProblemError(plan.code, { detail: notCalled(plan.refused) });
  }
}

function notCalled(refused: readonly SpecialHosts[]): Record<Locale, string> {
  return {
    en: `${specialWords(refused, 'en')}. Leave them out with !, or start the server with --allow-special.`,
    zh: `${specialWords(refused, 'zh')}。请用 ! 排除，或以 --allow-special 启动服务器。`,
  };
}

function tooMany(count: bigint, limit: number): Record<Locale, string> {
  const hosts = count.toLocaleString('en-US');
  return {
    en: `${hosts} hosts. The limit here is ${countWords(limit, 'en')}.`,
    zh: `共 ${hosts} 台主机，此处上限为 ${countWords(limit, 'zh')} 台。`,
  };
}

/** What only a new run has to pass: policy, limits, login, and an engine to run it. */
async function checkNew(
  deps: WebServerDeps,
  { spec, secrets = {} }: PutRunBody,
  { targets, locale }: { targets: readonly RunTarget[]; locale: Locale },
): Promise<void> {
  if (spec.hostKeys === 'insecure')
    throw new ProblemError('policy-not-allowed', {
      detail: {
        en: 'Host keys are always checked here. Use strict or accept-new.',
        zh: '此处始终校验主机密钥，请使用 strict 或 accept-new。',
      },
    });
  if (spec.fanout > deps.limits.maxFanout)
    throw new ProblemError('invalid-request', {
      errors: [{ path: 'spec.fanout', message: `${AT_MOST[locale]} ${deps.limits.maxFanout}` }],
    });
  if (spec.jump !== undefined && readJump(spec.jump) === undefined)
    throw new ProblemError('invalid-request', {
      errors: [{ path: 'spec.jump', message: JUMP_WANTED[locale] }],
    });
  const wrong = await deps.logins.check(spec.login, secrets);
  if (wrong) throw new ProblemError(wrong);
  for (const identity of identitiesOf(spec.login, targets)) {
    const code = await deps.logins.check({ method: 'key', user: spec.login.user, identity }, secrets);
    if (code) throw new ProblemError(code, { detail: keyOfInventory(identity, code) });
  }
  if (!deps.engine.alive) throw new ProblemError('engine-unavailable');
}

const AT_MOST: Words = { en: 'at most', zh: '最多' };

const JUMP_WANTED: Words = {
  en: 'single hosts are wanted, one after the other, as in ops@bastion1,bastion2:2222',
  zh: '请依次写出单台主机，例如 ops@bastion1,bastion2:2222',
};

/** Whose key it is, and what to do about it: it cannot be chosen for the run. */
function keyOfInventory(identity: string, code: ProblemCode): Words {
  const advice = KEY_ADVICE[code] ?? PROBLEM_ADVICE[code];
  return {
    en: `The inventory gives some of these hosts the key ${identity}. ${advice.en}`,
    zh: `主机清单为其中部分主机指定了密钥 ${identity}。${advice.zh}`,
  };
}

const KEY_ADVICE: Partial<Record<ProblemCode, Words>> = {
  'unknown-identity': {
    en: 'Add it to the keys that the server offers, or change it in inventory.yaml.',
    zh: '请把它加入服务器提供的密钥，或修改 inventory.yaml。',
  },
  'passphrase-needed': {
    en: 'Give the passphrase of this key, or name one without in inventory.yaml.',
    zh: '请输入该密钥的口令，或在 inventory.yaml 中改用没有口令的密钥。',
  },
};

function refused({ code, detail }: RunRefusedError): ProblemError {
  return new ProblemError(code, detail === undefined ? {} : { detail: wordsOf(detail) });
}

async function handOver(deps: WebServerDeps, id: string, secrets: RunSecrets): Promise<void> {
  try {
    await deps.engine.dispatch(id, secrets);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    if (error instanceof RunRefusedError && error.code !== 'engine-unavailable') throw refused(error);
    deps.log.error({ err: error, run: id }, 'the engine did not take a run');
    throw new ProblemError('engine-unavailable', {
      detail: {
        en: 'The run is stored but has not started, and no host was contacted. Send it again, or start the server again.',
        zh: '本次运行已保存但未开始，未联系任何主机。请重新发送，或重启服务器。',
      },
    });
  }
}
