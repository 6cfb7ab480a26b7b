import { z } from 'zod';
import { LOCALES } from '../locale.ts';
import { PROBLEM_CODES } from '../problems.ts';
import { CHIPS, HOST_STATES, type Chip, type HostState } from '../host-states.ts';
import { runFinishReason } from './run-event.ts';
import { runId, runSecrets, runSpec, userName } from './run-spec.ts';
import { jumpHosts } from './task.ts';

const count = z.int().min(0);

/** One mistake in a host range, pointing into the text. Mirrors `Issue` of @rollcall/ip-range. */
export const rangeIssue = z.object({
  code: z.string(),
  message: z.string(),
  index: count,
  length: count,
  line: count,
  column: count,
  hint: z.string().optional(),
  suggestion: z.string().optional(),
});

/** RFC 9457 problem details; `code` is stable, the texts are for people. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string().optional(),
  /** Which field was wrong, as a path into the request. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Only for `invalid-host-range`: each mistake with its place in the text. */
  issues: z.array(rangeIssue).optional(),
});

/** What starts a run. */
export const putRunBody = z.strictObject({
  spec: runSpec,
  secrets: runSecrets.optional(),
  /** What the person saw before pressing Run; another count on the server refuses the run. */
  expectedHosts: count.optional(),
});

/** How many hosts are in each state's chip; zero ones are present. */
export const chipCounts = z.record(z.enum(CHIPS), count);

/** `queued` until an engine has claimed the run. */
export const runPhase = z.enum(['queued', 'running', 'finished']);

/** A run as lists show it: what was asked for, and how far it is. */
export const runSummary = z.object({
  id: runId,
  spec: runSpec,
  phase: runPhase,
  hostCount: count,
  counts: chipCounts,
  createdAtMs: count,
  createdBy: z.string(),
  origin: z.enum(['console', 'cli', 'api']),
  startedAtMs: count.nullable(),
  finishedAtMs: count.nullable(),
  finishReason: runFinishReason.nullable(),
  durationMs: count.nullable(),
  /** Last seq per part. */
  reached: z.record(z.string(), count),
});

/** A page of runs; `next` is null on the last one. */
export const runList = z.object({ runs: z.array(runSummary), next: z.string().nullable() });

/** A host as it was written, with the settings that only it has; absent ones are those of the run. */
export const runTarget = z.object({
  host: z.string(),
  port: z.int().optional(),
  user: z.string().optional(),
  jump: jumpHosts.optional(),
  identity: z.string().optional().meta({ description: 'Name of a key that the server offers' }),
  legacy: z.boolean().optional(),
  address: z.string().optional().meta({ description: 'Where it is dialled in place of `host`' }),
  keyName: z
    .string()
    .optional()
    .meta({ description: 'Name under which its host key is filed, as HostKeyAlias' }),
  connectTimeoutMs: z.int().min(100).max(600_000).optional(),
  vars: z.record(z.string(), z.string()).optional().meta({
    description: 'Values of `{var.NAME}` for this host, from the inventory',
  }),
});

/** The hosts of a run in the order in which they are called; events name them by index. Never changes. */
export const runTargets = z.object({ targets: z.array(runTarget) });

/** A host with its state; what is not known, or not yet, is null. */
export const hostRow = z.object({
  index: count,
  host: z.string(),
  state: z.enum(HOST_STATES),
  exitStatus: z.int().nullable(),
  signal: z.string().nullable(),
  durationMs: count.nullable(),
  reason: z.string().nullable(),
  excerpt: z.string(),
});
export const hostRows = z.object({ hosts: z.array(hostRow), total: count, next: count.nullable() });

export const rangePreviewBody = z.object({ targets: z.string().max(1024 * 1024) });
export const rangePreview = z.object({
  count: z.string().meta({ description: 'Number of hosts in decimal; may be over 2^53' }),
  overLimit: z.boolean(),
  fold: z.string(),
  first: z.array(z.string()).meta({ description: 'The first hosts in the order of calling, at most 100' }),
  errors: z.array(rangeIssue),
  warnings: z.array(rangeIssue),
});

/** A named group of hosts, as the inventory has it now. */
export const hostGroup = z.object({
  source: z
    .string()
    .nullable()
    .meta({ description: 'null for inventory.yaml; else `@source:name` names it' }),
  name: z.string(),
  hosts: z.string().meta({ description: 'Host range, folded' }),
  count: z.string().meta({ description: 'Number of hosts in decimal; may be over 2^53' }),
});

/** Why no group can be used now: what is wrong in which file, and what to write. Line and column count from 1. */
export const inventoryProblem = z.object({
  message: z.string(),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
});

/** All groups that a range may name; none while there is a problem. */
export const hostGroups = z.object({
  groups: z.array(hostGroup),
  problem: inventoryProblem.nullable(),
});

/** A key that the server can read, offered by name. */
export const identity = z.object({
  name: z.string(),
  type: z.string(),
  fingerprint: z.string().nullable(),
  encrypted: z.boolean(),
});

/** What a signed-in page has to know of this server before the first run. */
export const session = z.object({
  user: z.string(),
  version: z.string(),
  protocol: z.int(),
  locale: z.enum(LOCALES).nullable(),
  limits: z.object({ maxHosts: count, maxFanout: count, confirmHostsFrom: count }),
  defaults: z.object({ user: userName, fanout: count, connectTimeoutMs: count, commandTimeoutMs: count }),
  identities: z.array(identity),
  agent: z.boolean(),
  /** Present when the embedded demo fleet answers. */
  demo: z.object({ targets: z.string(), identity: z.string(), user: userName }).nullable(),
});

/** Numbers in a query string are text; these read them. */
const queryNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const runsQuery = z.object({
  limit: queryNumber(1, 100).default(50),
  before: z.string().min(1).max(100).optional().meta({ description: '`next` of the page before' }),
});

export const hostsQuery = z.object({
  state: z
    .enum([...new Set([...CHIPS, ...HOST_STATES])] as [Chip | HostState, ...(Chip | HostState)[]])
    .optional()
    .meta({
      description: 'A counter such as `no-answer` with all its states, or one state such as `unreachable`',
    }),
  limit: queryNumber(1, 1_000).default(100),
  after: queryNumber(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({ description: '`next` of the page before' }),
});

export const outputQuery = z.object({ stream: z.enum(['stdout', 'stderr', 'both']).default('stdout') });

export const eventsQuery = z.object({
  after: queryNumber(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .meta({ description: 'Last seq that is already known' }),
  follow: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '`true`: the answer goes on until the run has finished' }),
});

export const signInBody = z.object({ code: z.string().min(1).max(256) });
/** Whether runs can be started; `degraded` means that the engine is away. */
export const health = z.object({ status: z.enum(['ok', 'degraded']), version: z.string() });

export type Problem = z.infer<typeof problem>;
export type RangeIssue = z.infer<typeof rangeIssue>;
export type PutRunBody = z.infer<typeof putRunBody>;
export type RunPhase = z.infer<typeof runPhase>;
export type ChipCounts = z.infer<typeof chipCounts>;
export type RunSummary = z.infer<typeof runSummary>;
export type RunList = z.infer<typeof runList>;
export type RunTarget = z.infer<typeof runTarget>;
export type RunTargets = z.infer<typeof runTargets>;
export type HostRow = z.infer<typeof hostRow>;
export type HostRows = z.infer<typeof hostRows>;
export type RangePreview = z.infer<typeof rangePreview>;
export type HostGroup = z.infer<typeof hostGroup>;
export type InventoryProblem = z.infer<typeof inventoryProblem>;
export type HostGroups = z.infer<typeof hostGroups>;
export type Identity = z.infer<typeof identity>;
export type Session = z.infer<typeof session>;
export type Health = z.infer<typeof health>;
