import { z } from 'zod';

const count = z.int().min(0);
const ms = count.meta({ description: 'ms since 1970' });

/** A key as a person saw it: whose, and its fingerprint, which no other key has. */
export const hostKeyRef = z.object({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint is SHA256: and 43 characters')
    .meta({ description: 'SHA256:… as OpenSSH prints it' }),
});

const shownKey = hostKeyRef.extend({
  type: z.string(),
  bits: count.nullable().meta({ description: 'Of an RSA key; null for every other type' }),
});

/** A key that is expected of a host in place of the one that it showed; what is not known is null. */
export const expectedKey = z.object({
  fingerprint: z.string(),
  type: z.string().nullable(),
  approvedAtMs: ms.nullable(),
  approvedBy: z.string().nullable(),
  lastSeenAtMs: ms.nullable(),
});

/** The newest key that a host showed and that nobody has decided about; nothing was sent to the host. */
export const offeredKey = shownKey.extend({
  firstSeenAtMs: ms,
  lastSeenAtMs: ms,
  run: z.string().meta({ description: 'The newest run that was shown this key' }),
  refused: z.enum(['short-rsa']).nullable().meta({ description: 'Why policy does not let it be approved' }),
  knownFor: z.string().nullable().meta({ description: 'Another host that is trusted with this very key' }),
  secondSource: z
    .object({ list: z.string(), agrees: z.boolean() })
    .nullable()
    .meta({ description: 'What an imported list says about this host' }),
  expected: z.array(expectedKey).meta({ description: 'Empty at first contact' }),
  blocked: z
    .object({ atMs: ms, by: z.string() })
    .nullable()
    .meta({ description: 'A person has said that it stays blocked' }),
});

/** A key that was decided about: `trusted` for its host and port, `revoked` for every host. */
export const decidedKey = shownKey.extend({
  state: z.enum(['trusted', 'revoked']),
  firstSeenAtMs: ms.nullable().meta({ description: 'Null for one that was imported and not seen yet' }),
  lastSeenAtMs: ms.nullable(),
  decidedAtMs: ms,
  decidedBy: z.string(),
  note: z.string(),
});

/** What people decide about keys. */
export const HOST_KEY_DECISIONS = [
  'approved',
  'replaced',
  'blocked',
  'revoked',
  'forgotten',
  'imported',
] as const;

/** One decision, kept for ever. */
export const hostKeyDecision = z.object({
  id: count,
  atMs: ms,
  by: z.string(),
  kind: z.enum(HOST_KEY_DECISIONS),
  count: count.meta({ description: 'Keys' }),
  hosts: z.string().meta({ description: 'Host range; for `imported` the name of the list' }),
  note: z.string(),
});

/** How many keys are in each state; `waiting` and `changed` without those that are kept blocked. */
export const hostKeyCounts = z.object({ waiting: count, changed: count, trusted: count, revoked: count });

export const offeredKeys = z.object({
  keys: z.array(offeredKey),
  total: count,
  next: count.nullable().meta({ description: '`after` of the next page; null on the last one' }),
});
export const decidedKeys = z.object({ keys: z.array(decidedKey), total: count, next: count.nullable() });
export const hostKeyDecisions = z.object({ decisions: z.array(hostKeyDecision) });

const page = {
  search: z.string().max(255).optional().meta({ description: 'Part of a host name, address or fingerprint' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.coerce.number().int().min(0).default(0).meta({ description: '`next` of the page before' }),
};
export const offeredKeysQuery = z.object({
  state: z.enum(['waiting', 'changed']).default('waiting'),
  run: z.string().max(100).optional().meta({ description: 'Only keys last shown to this run' }),
  ...page,
});
export const decidedKeysQuery = z.object({
  state: z.enum(['trusted', 'revoked']).default('trusted'),
  ...page,
});

/** Keys decided about at once at most. */
export const MAX_KEYS_PER_DECISION = 50_000;
const note = z.string().max(500).default('').meta({ description: 'For the record' });

/** Exactly the keys that were shown. */
export const hostKeysBody = z.object({
  keys: z.array(hostKeyRef).min(1).max(MAX_KEYS_PER_DECISION),
  note,
});
/** A changed key is replaced for one host at a time. */
export const replaceHostKeyBody = z.object({ key: hostKeyRef, note });
export const decidedCount = z.object({ count: count.meta({ description: 'Keys decided about' }) });

export const importHostKeysBody = z.object({
  list: z.string().trim().min(1).max(100).meta({ description: 'Name of the list, e.g. its file name' }),
  text: z.string().max(8 * 1024 * 1024),
  trust: z
    .boolean()
    .default(true)
    .meta({ description: 'False: keep the list only as a second source to compare with' }),
});

/** Why a line of an imported list did not become a trusted or revoked key. */
export const IMPORT_REMARKS = [
  'bad-line',
  'cert-authority',
  'unusable-type',
  'short-rsa',
  'pattern',
  'hashed-name',
  'differs',
  'is-revoked',
] as const;

/** What became of an imported list, line by line: every key of it is in one of the counts or has a remark. */
export const importReport = z.object({
  lines: count.meta({ description: 'Lines with something on them, comments aside' }),
  trusted: count.meta({ description: 'Keys that are trusted from now on' }),
  already: count.meta({ description: 'Keys that were trusted or revoked before' }),
  revoked: count.meta({ description: 'Keys that are refused from now on' }),
  listed: count.meta({ description: 'Entries kept as a second source' }),
  remarks: z.array(z.object({ line: z.int().min(1), code: z.enum(IMPORT_REMARKS), text: z.string() })),
});

export type HostKeyRef = z.infer<typeof hostKeyRef>;
export type ExpectedKey = z.infer<typeof expectedKey>;
export type OfferedKey = z.infer<typeof offeredKey>;
export type DecidedKey = z.infer<typeof decidedKey>;
export type HostKeyDecisionKind = (typeof HOST_KEY_DECISIONS)[number];
export type HostKeyDecision = z.infer<typeof hostKeyDecision>;
export type HostKeyCounts = z.infer<typeof hostKeyCounts>;
export type OfferedKeys = z.infer<typeof offeredKeys>;
export type DecidedKeys = z.infer<typeof decidedKeys>;
export type ImportRemark = (typeof IMPORT_REMARKS)[number];
export type ImportReport = z.infer<typeof importReport>;
export type ImportHostKeysBody = z.input<typeof importHostKeysBody>;
