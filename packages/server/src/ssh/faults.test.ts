import { addressOf, startFleet, type Fleet, type ScenarioName } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SessionFact } from '../run/ports.ts';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, SHORT_LIMITS, type RequestOverrides } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const run = createRunOnHost({
  ledger: memoryLedger(),
  knownHosts: parseKnownHosts([]),
  clock: systemClock,
  busyPausesMs: [],
});
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

interface Row {
  scenario: ScenarioName;
  x?: number;
  request?: Partial<RequestOverrides>;
  /** Part of the outcome. */
  outcome: { type: SessionFact['type'] } & Record<string, unknown>;
}

const failed = (reason: string, detail?: string | RegExp) => ({
  type: 'host-failed' as const,
  reason,
  ...(detail === undefined ? {} : { detail: expect.stringMatching(detail) }),
});
const unknown = (reason: string) => ({ type: 'host-unknown' as const, reason });

/** A host does one thing wrong; the sentence is what a person must be told. */
const BEFORE_DISPATCH: Row[] = [
  {
    scenario: 'silent-after-accept',
    outcome: { ...failed('banner/timeout'), limitMs: SHORT_LIMITS.bannerMs },
  },
  { scenario: 'closes-after-accept', outcome: failed('banner/closed') },
  { scenario: 'not-ssh', x: 0, outcome: failed('banner/not-ssh', /^"HTTP\/1\.1 400 Bad Request/) },
  { scenario: 'not-ssh', x: 1, outcome: failed('banner/not-ssh', /^"220 /) },
  { scenario: 'not-ssh', x: 2, outcome: failed('banner/not-ssh', /^"\\x15\\x03/) },
  { scenario: 'not-ssh', x: 3, outcome: failed('banner/not-ssh', /^"/) },
  { scenario: 'endless-banner', x: 0, outcome: failed('banner/not-ssh', /^"/) },
  { scenario: 'endless-banner', x: 1, outcome: failed('banner/not-ssh', /^"/) },
  { scenario: 'endless-banner', x: 2, outcome: failed('banner/not-ssh', /^"/) },
  {
    scenario: 'silent-in-handshake',
    x: 0,
    outcome: { ...failed('kex/timeout'), limitMs: SHORT_LIMITS.kexMs },
  },
  { scenario: 'silent-in-handshake', x: 1, outcome: failed('kex/timeout') },
  { scenario: 'silent-in-handshake', x: 2, outcome: failed('kex/timeout') },
  { scenario: 'silent-in-handshake', x: 3, outcome: failed('auth/timeout') },
  { scenario: 'bad-signature', outcome: failed('kex/protocol', /signature/) },
  {
    scenario: 'nothing-in-common',
    x: 0,
    outcome: failed(
      'kex/no-common-algorithm',
      /^key exchange: the host offers sntrup761x25519-sha512, mlkem768/,
    ),
  },
  {
    scenario: 'nothing-in-common',
    x: 1,
    outcome: failed('kex/no-common-algorithm', /^host key: the host offers ssh-dss$/),
  },
  {
    scenario: 'nothing-in-common',
    x: 2,
    outcome: failed('kex/no-common-algorithm', /ssh-ed25519-cert-v01@openssh\.com/),
  },
  {
    scenario: 'nothing-in-common',
    x: 3,
    outcome: failed('kex/no-common-algorithm', /^cipher: the host offers 3des-cbc, arcfour128$/),
  },
  {
    scenario: 'nothing-in-common',
    x: 4,
    outcome: failed('kex/no-common-algorithm', /^compression: the host offers zlib/),
  },
  { scenario: 'login-refused', outcome: failed('auth/rejected', /^the password$/) },
  { scenario: 'login-silent', outcome: { ...failed('auth/timeout'), limitMs: SHORT_LIMITS.authMs } },
  {
    scenario: 'keyboard-interactive',
    x: 1,
    outcome: failed('auth/no-method', /"Password: ", "Verification code: "/),
  },
  {
    scenario: 'keyboard-interactive',
    x: 2,
    outcome: failed('auth/no-method', /asks "\\x1b\]0;owned\\x07\\x1b\[2JYour name/),
  },
  { scenario: 'endless-prompts', outcome: failed('auth/no-method', /"Question 1: "/) },
  { scenario: 'password-expired', outcome: failed('auth/password-change') },
  { scenario: 'two-step-login', outcome: failed('auth/no-method', /also wants keyboard-interactive/) },
  { scenario: 'channel-refused', outcome: failed('open/refused') },
  { scenario: 'channel-forbidden', outcome: failed('open/refused') },
  { scenario: 'channel-silent', outcome: { ...failed('open/timeout'), limitMs: SHORT_LIMITS.openMs } },
];

describe('a host that fails before the command was sent', () => {
  test.each(BEFORE_DISPATCH)(
    '$scenario $x: $outcome.reason',
    async ({ scenario, x = 0, request, outcome }) => {
      const host = addressOf(scenario, x);
      const story = await runHost(run, { host, port: fleet.port, limits: SHORT_LIMITS, ...request });
      expect(story.outcome).toMatchObject(outcome);
      expect(story.types).not.toContain('host-dispatched');
      expect(fleet.ledger(host)[0]?.execs ?? []).toEqual([]);
      expect(story.elapsedMs).toBeLessThan(3_000);
    },
  );
});

const AFTER_DISPATCH: Row[] = [
  { scenario: 'exec-refused', outcome: failed('exec/refused') },
  { scenario: 'exec-silent', outcome: unknown('no-reply') },
  { scenario: 'no-exit-status', outcome: unknown('no-status') },
  {
    scenario: 'channel-left-open',
    x: 3,
    outcome: { type: 'host-exited', status: 3, signal: null, note: 'output-may-continue' },
  },
  { scenario: 'fin-in-output', x: 1, outcome: unknown('connection-lost') },
  { scenario: 'rst-in-output', x: 1, outcome: unknown('connection-lost') },
  { scenario: 'two-statuses', outcome: { type: 'host-exited', status: 3, signal: null } },
  { scenario: 'exit-signal', x: 6, outcome: { type: 'host-exited', status: null, signal: 'KILL' } },
  { scenario: 'exit-status', x: 255, outcome: { type: 'host-exited', status: 255, signal: null } },
  {
    scenario: 'hang-ignoring-signals',
    request: { commandTimeoutMs: 300 },
    outcome: { type: 'host-timed-out', limitMs: 300, confirmed: false },
  },
];

describe('a host that does something odd with the command', () => {
  test.each(AFTER_DISPATCH)(
    '$scenario $x: $outcome.type $outcome.reason',
    async ({ scenario, x = 0, request, outcome }) => {
      const host = addressOf(scenario, x);
      const story = await runHost(run, { host, port: fleet.port, limits: SHORT_LIMITS, ...request });
      expect(story.outcome).toMatchObject(outcome);
      expect(story.types.indexOf('host-dispatched')).toBe(2);
      expect(fleet.ledger(host)[0]!.execs).toHaveLength(1);
      expect(story.elapsedMs).toBeLessThan(3_000);
    },
  );
});
