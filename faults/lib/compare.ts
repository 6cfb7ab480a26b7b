import { createHash } from 'node:crypto';
import { patternBytes, type HostLedger } from '@rollcall/demo-fleet';
import type { Story } from './carry-out.ts';

/** What a faulty host must end as. Absent parts are not looked at. */
export interface Expected {
  readonly type: string;
  readonly reason?: string;
  readonly status?: number | null;
  readonly signal?: string | null;
  readonly note?: string;
  readonly confirmed?: boolean;
  /** Must match the detail. */
  readonly detail?: RegExp;
  /** Fewest and most ms from the start of connecting to the outcome. */
  readonly tookMs?: readonly [number, number];
  /** The stored output has to be what the host sent, byte for byte, or only the beginning of it. */
  readonly bytes?: 'all' | 'beginning';
}

interface Witness {
  readonly check: (holds: boolean, problem: string) => void;
  readonly ledger: (address: string) => Promise<HostLedger | undefined>;
}

/** Checks what is stored of a host against what was expected, and against what the host itself has seen. */
export async function compare(story: Story, expected: Expected, witness: Witness): Promise<void> {
  const { bytes, tookMs, detail, ...parts } = expected;
  const { outcome, target } = story;
  const differs = Object.entries(parts).some(([key, value]) => outcome[key] !== value);
  witness.check(!differs, `${target.host}: ${words(outcome)}, expected ${JSON.stringify(parts)}`);
  const said = typeof outcome['detail'] === 'string' ? outcome['detail'] : '';
  witness.check(detail?.test(said) ?? true, `${target.host}: detail ${JSON.stringify(said)}`);
  if (tookMs !== undefined) {
    const [least, most] = tookMs;
    const isIn = story.tookMs >= least && story.tookMs <= most;
    witness.check(isIn, `${target.host}: ${story.tookMs} ms, expected ${least} to ${most}`);
  }
  if (bytes !== undefined) await compareBytes(story, bytes, witness);
}

async function compareBytes(
  { target, stdout, stderr }: Story,
  how: 'all' | 'beginning',
  { check, ledger }: Witness,
): Promise<void> {
  const sent = await ledger(target.address ?? target.host);
  for (const [name, got] of Object.entries({ stdout, stderr })) {
    const digest = sent?.[name as 'stdout' | 'stderr'] ?? { bytes: -1, sha256: '' };
    const isAll = digest.bytes === got.length && digest.sha256 === sha256(got);
    const isBeginning = got.length <= digest.bytes && got.equals(patternBytes(0, got.length));
    const holds = how === 'all' ? isAll : isBeginning;
    check(holds, `${target.host}: ${got.length} bytes of ${name} are stored, ${digest.bytes} were sent`);
  }
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An outcome, short. */
export function words(outcome: Story['outcome']): string {
  const parts = ['reason', 'status', 'signal', 'confirmed', 'detail'].filter(
    (key) => outcome[key] !== undefined,
  );
  return [outcome.type, ...parts.map((key) => `${key} ${JSON.stringify(outcome[key])}`)].join(' ');
}

/** Outcomes that rows expect. */
export const failed = (reason: string, more: Partial<Expected> = {}): Expected => ({
  type: 'host-failed',
  reason,
  ...more,
});

export const unknown = (reason: string, more: Partial<Expected> = {}): Expected => ({
  type: 'host-unknown',
  reason,
  ...more,
});

/** Taken back by a person, whether or not the host confirmed that. */
export const CANCELLED: Expected = { type: 'host-cancelled' };

export const exited = (status: number, more: Partial<Expected> = {}): Expected => ({
  type: 'host-exited',
  status,
  signal: null,
  ...more,
});
