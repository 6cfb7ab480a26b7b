import type { HostKeyPolicy, Login, RunSpec, Session } from '@rollcall/protocol';
import type { CalledSpec } from '../ui/calling-words.ts';
import { jumpFault } from './jump.ts';

/** How hosts are logged in to and how long they may take: everything of a run but what and where. */
export interface Options {
  user: string;
  method: Login['method'];
  /** Name of the key; only looked at with method `key`. */
  identity: string;
  /** Where no port is written in the targets. */
  port: number;
  fanout: number;
  connectTimeoutMs: number;
  /** 0 means no limit. */
  commandTimeoutMs: number;
  hostKeys: Exclude<HostKeyPolicy, 'insecure'>;
  /** `user@bastion:22,…`; empty for the straight way. */
  jump: string;
  /** Longest time without output; 0 means no limit. */
  silenceTimeoutMs: number;
  /** Also algorithms that are out of use. */
  legacy: boolean;
}

const SSH_PORT = 22;

/** What a server suggests: in the demo its own login, else the first key it can read, the agent, or a password. */
export function defaultOptions(session: Session): Options {
  const { defaults, demo, identities, agent } = session;
  const identity = demo?.identity ?? identities[0]?.name ?? '';
  return {
    user: demo?.user ?? defaults.user,
    method: identity !== '' ? 'key' : agent ? 'agent' : 'password',
    identity,
    port: SSH_PORT,
    fanout: defaults.fanout,
    connectTimeoutMs: defaults.connectTimeoutMs,
    commandTimeoutMs: defaults.commandTimeoutMs,
    hostKeys: 'strict',
    jump: '',
    silenceTimeoutMs: 0,
    legacy: false,
  };
}

const isMethod = (value: unknown): value is Login['method'] =>
  value === 'key' || value === 'agent' || value === 'password';

/** Takes over what still fits this server: a key that it no longer offers, or a number out of range, is left out. */
export function adaptOptions(wished: Partial<Record<keyof Options, unknown>>, session: Session): Options {
  const base = defaultOptions(session);
  const own: Options = {
    ...base,
    user: typeof wished.user === 'string' && isUserName(wished.user) ? wished.user : base.user,
    port: numberOr(wished.port, base.port),
    fanout: numberOr(wished.fanout, base.fanout),
    connectTimeoutMs: numberOr(wished.connectTimeoutMs, base.connectTimeoutMs),
    commandTimeoutMs: numberOr(wished.commandTimeoutMs, base.commandTimeoutMs),
    hostKeys: wished.hostKeys === 'accept-new' ? 'accept-new' : 'strict',
    jump: typeof wished.jump === 'string' ? wished.jump : base.jump,
    silenceTimeoutMs: numberOr(wished.silenceTimeoutMs, base.silenceTimeoutMs),
    legacy: wished.legacy === true,
  };
  for (const field of wrongFields(own, session)) Object.assign(own, { [field]: base[field] });
  const { method, identity } = wished;
  if (!isMethod(method) || (method === 'agent' && !session.agent)) return own;
  if (method !== 'key') return { ...own, method };
  const offered = session.identities.find(({ name }) => name === identity);
  return offered ? { ...own, method, identity: offered.name } : own;
}

const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);

/** What is remembered in this browser: choices only, a password or passphrase is no part of `Options`. */
export function parseOptions(stored: string | null, session: Session): Options {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return adaptOptions(typeof value === 'object' && value !== null ? value : {}, session);
  } catch {
    return defaultOptions(session);
  }
}

/** The options of an earlier run, as far as this server offers them. */
export function optionsOfSpec(spec: RunSpec, session: Session): Options {
  const { login, ...rest } = spec;
  const identity = login.method === 'key' ? login.identity : '';
  return adaptOptions({ ...rest, user: login.user, method: login.method, identity }, session);
}

/** As the schema of the protocol has it: letters, digits and `. _ @ -`, no dash first, at most 32. */
export function isUserName(text: string): boolean {
  return text.length <= 32 && /^[A-Za-z0-9_][A-Za-z0-9_.@-]*\$?$/.test(text);
}

export type OptionField =
  | 'user'
  | 'port'
  | 'jump'
  | 'fanout'
  | 'connectTimeoutMs'
  | 'commandTimeoutMs'
  | 'silenceTimeoutMs';

const between = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** Bounds of the numbers, as the server checks them; times in ms. */
export const BOUNDS = {
  port: { min: 1, max: 65_535 },
  connectTimeoutMs: { min: 100, max: 600_000 },
  commandTimeoutMs: { min: 0, max: 24 * 3_600_000 },
  silenceTimeoutMs: { min: 0, max: 24 * 3_600_000 },
} as const;

/** The fields that the server would refuse. */
export function wrongFields(options: Options, session: Session): OptionField[] {
  const { port, connectTimeoutMs, commandTimeoutMs, silenceTimeoutMs } = BOUNDS;
  const right: Record<OptionField, boolean> = {
    user: isUserName(options.user),
    port: between(options.port, port.min, port.max),
    jump: jumpFault(options.jump) === null,
    fanout: between(options.fanout, 1, session.limits.maxFanout),
    connectTimeoutMs: between(options.connectTimeoutMs, connectTimeoutMs.min, connectTimeoutMs.max),
    commandTimeoutMs: between(options.commandTimeoutMs, commandTimeoutMs.min, commandTimeoutMs.max),
    silenceTimeoutMs: between(options.silenceTimeoutMs, silenceTimeoutMs.min, silenceTimeoutMs.max),
  };
  return (Object.keys(right) as OptionField[]).filter((field) => !right[field]);
}

/** The login of the spec. */
export function loginOf({ user, method, identity }: Options): Login {
  return method === 'key' ? { method, user, identity } : { method, user };
}

/** The part of a spec that the options are; the way and the silence only where they are not as usual. */
export function specOfOptions(options: Options): Omit<CalledSpec, 'targets' | 'command'> {
  const { port, fanout, connectTimeoutMs, commandTimeoutMs, hostKeys, jump, silenceTimeoutMs, legacy } =
    options;
  return {
    login: loginOf(options),
    port,
    hostKeys,
    fanout,
    connectTimeoutMs,
    commandTimeoutMs,
    ...(jump === '' ? {} : { jump }),
    ...(silenceTimeoutMs === 0 ? {} : { silenceTimeoutMs }),
    ...(legacy ? { legacy } : {}),
  };
}
