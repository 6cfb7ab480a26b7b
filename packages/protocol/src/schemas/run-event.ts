import { z } from 'zod';
import {
  ALGORITHM_LISTS,
  FAILURE_REASONS,
  LOGIN_METHODS,
  SKIP_REASONS,
  UNKNOWN_REASONS,
} from '../failures.ts';
import { MAX_EVIDENCE_CHARS } from '../limits.ts';
import { PLAIN_REASONS, STOP_WAYS } from '../process-mode.ts';

const count = z.int().min(0);
/** Wall clock for people, in ms since 1970; sums use the monotonic durations instead. */
const numbered = {
  seq: z.int().min(1).meta({ description: 'Number of the fact in its part, from 1, without a hole' }),
  atMs: count.meta({ description: 'When it was written, ms since 1970' }),
};
const ofHost = {
  ...numbered,
  host: count.meta({ description: "Index into the run's hosts" }),
  attempt: z
    .int()
    .min(1)
    .meta({ description: 'From 1; more than one only when a person ran the host again' }),
};

/** Where the time of an attempt went, in ms; a stage that was not reached is absent. */
export const stageDurations = z.object({
  queueMs: count.optional(),
  resolveMs: count.optional(),
  connectMs: count.optional(),
  bannerMs: count.optional(),
  kexMs: count.optional(),
  authMs: count.optional(),
  openMs: count.optional(),
  runMs: count.optional(),
});

/** What an attempt printed, without its bytes. */
export const outputSummary = z.object({
  stdoutBytes: count,
  stderrBytes: count,
  gapBytes: count.meta({ description: 'Bytes that were received but not kept' }),
  lines: count,
  excerpt: z
    .string()
    .meta({ description: 'The line worth showing: first of stdout, or last of stderr on failure; raw' }),
});

/** The key that a host proved to have, and why it was trusted: listed, recorded by this run, or not looked at. */
export const hostKeySeen = z.object({
  type: z.string(),
  fingerprint: z.string().meta({ description: 'SHA256:… as OpenSSH prints it' }),
  trust: z.enum(['known', 'recorded', 'unchecked']),
});

/**
 * How the command was started. `group`: in a process group of its own, by a small POSIX shell. `plain`: as it is, so a stop reaches
 * what the host's SSH server reaches, and the reason says why.
 */
export const processMode = z.object({
  mode: z.enum(['group', 'plain']),
  reason: z.enum(PLAIN_REASONS).optional(),
});

const ended = {
  durationMs: count.meta({
    description: 'From the start of connecting to the outcome; the queue is not in it',
  }),
  stages: stageDurations,
};
const endedAfterDispatch = { ...ended, output: outputSummary, process: processMode.optional() };
/** How the host was asked to end the command, and what it said. */
const endedByUs = {
  confirmed: z
    .boolean()
    .meta({ description: 'True when nothing of it runs there any more, as far as the host said' }),
  stopped: z.enum(STOP_WAYS).optional().meta({
    description:
      'How the end was asked for last: by `kill` of its process group, by a signal request, by closing the connection',
  }),
  evidence: z.string().max(MAX_EVIDENCE_CHARS).optional().meta({
    description: 'What `ps` showed of its processes before it was stopped; free of control characters',
  }),
};

const said = z.string().max(300);

/**
 * What the sentences about a failure can name, as far as it is known; texts of the host are visible characters only.
 * `offers` holds ways to log in, or, beside `list`, algorithms.
 */
export const failureFacts = z.object({
  method: z.enum(LOGIN_METHODS).optional().meta({ description: 'How the login was tried' }),
  keys: count.optional().meta({ description: 'Keys that the host was asked about' }),
  held: count.optional().meta({
    description: 'Keys that the agent holds, where the host hung up before it was asked about each',
  }),
  key: said.optional().meta({ description: 'Name of the key, where it was one' }),
  offers: z.array(said).optional().meta({ description: 'What the host would take instead' }),
  alsoWants: z.array(said).optional().meta({ description: 'What it wants after this login' }),
  asks: z.array(said).optional().meta({ description: 'Questions that only a person can answer' }),
  weak: said.optional().meta({ description: 'The signature that it takes for this key' }),
  agent: z.enum(['empty', 'silent']).optional(),
  legacy: z
    .literal(true)
    .optional()
    .meta({ description: 'The old algorithms of the legacy profile would fit' }),
  list: z.enum(ALGORITHM_LISTS).optional().meta({ description: 'Algorithms of which it had none in common' }),
});

/** The key that a host showed and that was not trusted. */
const refusedHostKey = z.object({
  type: z.string(),
  fingerprint: z.string(),
  expected: z.array(z.string()),
  key: z
    .string()
    .optional()
    .meta({ description: 'Base64 of the public key as in known_hosts; absent over 4 KiB' }),
});

/** The jump host on which the way to a host ended, and, for `jump/failed`, what went wrong with it. */
const failedJump = z.object({
  user: z.string(),
  host: z.string(),
  port: z.int(),
  reason: z.enum(FAILURE_REASONS).optional(),
  limitMs: count.optional(),
  detail: z.string().optional(),
  facts: failureFacts.optional(),
  hostKey: refusedHostKey.optional(),
});

/** At which stage an attempt was when a person took it back. */
export const cancelStage = z.enum(['connecting', 'running']);

/** How a run ended; `completed` says nothing about its hosts. */
export const runFinishReason = z.enum(['completed', 'cancelled', 'engine-lost', 'server-stopped', 'storage']);

const ofOutput = { type: z.literal('host-output'), ...ofHost, stream: z.enum(['stdout', 'stderr']) };

/** A numbered fact of a run. All of them in order are the run log; everything else is a fold over it. */
export const runEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-started'),
    ...numbered,
    hostCount: count,
    fanout: z.int().min(1),
    engine: z.string(),
  }),
  z.object({ type: z.literal('run-cancel-requested'), ...numbered, by: z.string() }),
  z.object({ type: z.literal('host-connecting'), ...ofHost }),
  z.object({
    type: z.literal('host-connected'),
    ...ofHost,
    address: z.string().meta({ description: 'The address that was dialled' }),
    server: z.string().meta({ description: "The host's SSH software, control characters removed" }),
    hostKey: hostKeySeen,
    login: z.string().meta({ description: 'What was accepted, e.g. "ops, key ed25519"' }),
    algorithms: z.string().optional(),
    jump: z.array(z.string()).optional().meta({
      description: 'Jump hosts on the way as `user@host:port`, the nearest first; absent without one',
    }),
    reused: z
      .literal(true)
      .optional()
      .meta({ description: 'The connection was kept from an earlier command, and its key is trusted still' }),
    stages: stageDurations,
  }),
  z.object({ type: z.literal('host-dispatched'), ...ofHost, token: z.string() }),
  z.object({ ...ofOutput, bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.object({ type: z.literal('host-output-progress'), ...ofHost, receivedBytes: count, keptBytes: count }),
  z.object({ type: z.literal('host-output-gap'), ...ofHost, stdoutBytes: count, stderrBytes: count }),
  z.object({
    type: z.literal('host-exited'),
    ...ofHost,
    ...endedAfterDispatch,
    status: z.int().min(0).nullable(),
    signal: z.string().nullable(),
    note: z.enum(['output-may-continue']).optional(),
  }),
  z.object({
    type: z.literal('host-failed'),
    ...ofHost,
    ...ended,
    reason: z.enum(FAILURE_REASONS),
    limitMs: count.optional(),
    detail: z.string().optional(),
    facts: failureFacts.optional(),
    hostKey: refusedHostKey.optional().meta({
      description: 'Only for verify/…: the key that was seen and the fingerprints that were trusted',
    }),
    jump: failedJump.optional().meta({ description: 'Only for jump/…' }),
  }),
  z.object({
    type: z.literal('host-timed-out'),
    ...ofHost,
    ...endedAfterDispatch,
    ...endedByUs,
    limitMs: count,
    limit: z.enum(['command', 'silence']).optional().meta({
      description: 'Which limit: of the whole command, which is also meant when absent, or without output',
    }),
  }),
  z.object({
    type: z.literal('host-unknown'),
    ...ofHost,
    ...endedAfterDispatch,
    reason: z.enum(UNKNOWN_REASONS),
    jump: failedJump
      .optional()
      .meta({ description: 'The jump host whose connection was lost, if it was one' }),
  }),
  z.object({
    type: z.literal('host-cancelled'),
    ...ofHost,
    ...endedAfterDispatch,
    ...endedByUs,
    stage: cancelStage,
  }),
  z.object({
    type: z.literal('host-skipped'),
    ...ofHost,
    reason: z.enum(SKIP_REASONS),
  }),
  z.object({ type: z.literal('run-finished'), ...numbered, reason: runFinishReason, durationMs: count }),
]);

/** A line of the NDJSON forms: the event with its output as `text` where that is valid UTF-8, else as `base64`. */
export const runEventJson = z.union([
  ...runEvent.options.filter(({ shape }) => shape.type.value !== 'host-output'),
  z.object({ ...ofOutput, text: z.string() }),
  z.object({ ...ofOutput, base64: z.base64() }),
]);

/** A line as readers get it who have no list of the run's hosts: the event, and whom its `host` means. */
export const runEventLine = z.intersection(
  runEventJson,
  z.object({ target: z.string().optional().meta({ description: 'The host as `targetLabel` writes it' }) }),
);

export type RunEvent = z.infer<typeof runEvent>;
export type RunEventType = RunEvent['type'];
/** A fact about one host. */
export type HostEvent = Extract<RunEvent, { host: number }>;
export type StageDurations = z.infer<typeof stageDurations>;
export type OutputSummary = z.infer<typeof outputSummary>;
export type FailureFacts = z.infer<typeof failureFacts>;
export type ProcessMode = z.infer<typeof processMode>;
export type FailedJump = z.infer<typeof failedJump>;
export type HostKeySeen = z.infer<typeof hostKeySeen>;
export type RunFinishReason = z.infer<typeof runFinishReason>;

/** Leaves out of each member of a union what only the log writer adds. */
type Unnumbered<E> = E extends RunEvent ? Omit<E, 'seq' | 'atMs'> : never;
/** A fact before the log writer has numbered and dated it. */
export type RunFact = Unnumbered<RunEvent>;
/** A fact about one host before it is numbered. */
export type HostFact = Extract<RunFact, { host: number }>;
/** The facts that end an attempt of a host: exactly one each. */
export type OutcomeType =
  | 'host-exited'
  | 'host-failed'
  | 'host-timed-out'
  | 'host-unknown'
  | 'host-cancelled'
  | 'host-skipped';
/** How an attempt of a host ended. */
export type OutcomeEvent = Extract<RunEvent, { type: OutcomeType }>;
