/** Runs one host to its end for tests, with short limits. Not part of the product. */
import { DEFAULT_STAGE_LIMITS, type StageLimits } from '@rollcall/protocol';
import type { HostKeyLedger, HostRequest, RunOnHost, SessionFact, TrustedKey } from '../run/ports.ts';

/** Long enough for a slow machine, short enough for a test that waits for one. */
export const SHORT_LIMITS: StageLimits = {
  resolveMs: 400,
  connectMs: 400,
  bannerMs: 400,
  kexMs: 400,
  authMs: 400,
  openMs: 400,
  execReplyMs: 400,
  closeMs: 300,
  cancelMs: 600,
};

/** Everything a host did, in order, output gathered per stream. */
export interface HostStory {
  facts: SessionFact[];
  types: string[];
  outcome: SessionFact;
  stdout: Buffer;
  stderr: Buffer;
  elapsedMs: number;
}

export type RequestOverrides = Partial<Omit<HostRequest, 'limits'>> & {
  host: string;
  limits?: Partial<StageLimits>;
};

/** A request with defaults for tests: password login, unchecked host keys, the limits of the product. */
export function hostRequest({ host, limits, ...overrides }: RequestOverrides): HostRequest {
  return {
    target: { host },
    port: 22,
    command: 'true',
    login: { method: 'password', user: 'ops', password: 'secret' },
    hostKeys: 'insecure',
    commandTimeoutMs: 0,
    token: 'token-of-this-attempt',
    admit: () => Promise.resolve(),
    signal: new AbortController().signal,
    ...overrides,
    limits: { ...DEFAULT_STAGE_LIMITS, ...limits },
  };
}

/**
 * Asks for facts until the outcome.
 * @param onFact called with each fact before the next one is asked for
 */
export async function runHost(
  run: RunOnHost,
  overrides: RequestOverrides,
  onFact: (fact: SessionFact) => void | Promise<void> = () => undefined,
): Promise<HostStory> {
  const startedAt = performance.now();
  const facts: SessionFact[] = [];
  const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  for await (const fact of run(hostRequest(overrides))) {
    if (fact.type === 'host-output') output[fact.stream].push(fact.bytes);
    facts.push(fact);
    await onFact(fact);
  }
  return {
    facts,
    types: facts.map((fact) => fact.type),
    outcome: facts.at(-1)!,
    stdout: Buffer.concat(output.stdout),
    stderr: Buffer.concat(output.stderr),
    elapsedMs: performance.now() - startedAt,
  };
}

/** A ledger in memory; `recorded` is what was put into it. */
export function memoryLedger(
  trusted: readonly TrustedKey[] = [],
  revoked: readonly TrustedKey[] = [],
): HostKeyLedger & { recorded: TrustedKey[] } {
  const recorded: TrustedKey[] = [];
  return {
    recorded,
    find: async () => ({ trusted: [...trusted, ...recorded], revoked: [...revoked] }),
    record: async ({ type, key }) => void recorded.push({ type, key }),
  };
}
