/** How a demo host misbehaves. */
export type Quirk =
  | 'none'
  | 'refuses'
  | 'refuses-login'
  | 'changed-key'
  | 'hangs'
  | 'slow'
  | 'disk-full'
  | 'old-kernel'
  | 'no-nginx'
  | 'drops-output';

/** What the machine is there for; the first part of its name. */
export type Role = 'web' | 'app' | 'db' | 'cache' | 'lb';

/** One machine of the demo: what does not change with time. */
export interface DemoHost {
  /** Such as `192.0.2.7`. */
  readonly address: string;
  /** The last part of the address, 1 to 100. */
  readonly number: number;
  /** Such as `web-07`. */
  readonly name: string;
  readonly role: Role;
  readonly quirk: Quirk;
  /** Waited before each of login, channel and command; a third of the host's 40 to 800 ms. */
  readonly stepDelayMs: number;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly diskUsedPercent: number;
  readonly kernel: { readonly release: string; readonly version: string };
}

/** Who misbehaves: eleven of a hundred. Kept in step with the table in README.md by its test. */
export const QUIRKS: Readonly<Record<number, Exclude<Quirk, 'none'>>> = {
  12: 'disk-full',
  23: 'changed-key',
  31: 'refuses',
  44: 'hangs',
  49: 'no-nginx',
  52: 'old-kernel',
  58: 'refuses-login',
  67: 'refuses',
  77: 'slow',
  84: 'drops-output',
  91: 'refuses',
};

const SLOW_STEP_MS = 1500;

const KERNEL = { release: '6.1.0-28-amd64', version: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)' };
const OLD_KERNEL = {
  release: '6.1.0-25-amd64',
  version: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.106-3 (2024-08-26)',
};

const HARDWARE: Record<
  Role,
  { readonly cores: number; readonly memoryMiB: number; readonly diskGiB: number }
> = {
  web: { cores: 4, memoryMiB: 7_941, diskGiB: 40 },
  app: { cores: 8, memoryMiB: 15_991, diskGiB: 80 },
  db: { cores: 16, memoryMiB: 64_292, diskGiB: 500 },
  cache: { cores: 4, memoryMiB: 32_093, diskGiB: 20 },
  lb: { cores: 2, memoryMiB: 3_923, diskGiB: 20 },
};

/** The hundred machines in the order of their addresses. */
export const DEMO_HOSTS: readonly DemoHost[] = Array.from({ length: 100 }, (_, index) => demoHost(index + 1));

function demoHost(number: number): DemoHost {
  const quirk = QUIRKS[number] ?? 'none';
  const role = roleOf(number);
  return {
    address: `192.0.2.${number}`,
    number,
    name: `${role}-${String(number).padStart(2, '0')}`,
    role,
    quirk,
    stepDelayMs: quirk === 'slow' ? SLOW_STEP_MS : Math.round(answerMs(number) / 3),
    ...HARDWARE[role],
    diskUsedPercent: quirk === 'disk-full' ? 100 : 18 + Math.floor(chance(number, 'disk') * 60),
    kernel: quirk === 'old-kernel' ? OLD_KERNEL : KERNEL,
  };
}

function roleOf(number: number): Role {
  if (number <= 2) return 'lb';
  if (number % 10 === 8) return 'db';
  if (number % 10 === 5) return 'cache';
  return number % 10 === 6 ? 'app' : 'web';
}

/** 40 to 800 ms, most of them near the low end, as answers in a data centre are. */
function answerMs(number: number): number {
  return 40 + 760 * chance(number, 'answer') ** 3;
}

/** A number from 0 (inclusive) to 1 that is always the same for a host and a purpose (FNV-1a). */
export function chance(number: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${purpose} ${number}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 32;
}
