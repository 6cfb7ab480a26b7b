import { z } from 'zod';
import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_FANOUT,
  DEFAULT_MAX_OUTPUT_BYTES,
  DEFAULT_STAGE_LIMITS,
  MAX_COMMAND_BYTES,
  MAX_FANOUT,
  MAX_OUTPUT_BYTES,
  MAX_TARGETS_CHARS,
} from '../limits.ts';
import { environment, jumpHosts, script, taskInput, workingFolder } from './task.ts';
import { utf8Bytes } from '../utf8-bytes.ts';

/** A login name as hosts take it: no leading dash, nothing a shell or an option parser would read. */
export const userName = z
  .string()
  .min(1, { error: 'it is empty', abort: true })
  .max(32, 'a user name has 32 characters at most')
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.@-]*\$?$/,
    'a user name has letters, digits and . _ - only, and no dash first',
  )
  .meta({ description: 'Login name on the hosts' });

/** How every host is logged in to. Secrets travel beside it, in `RunSecrets`, and are never stored. */
export const login = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('key'),
    user: userName,
    identity: z
      .string()
      .min(1)
      .max(4096)
      .meta({ description: 'Name of a key that the server offers (GET /api/session)' }),
  }),
  z.strictObject({ method: z.literal('agent'), user: userName }),
  z.strictObject({ method: z.literal('password'), user: userName }),
]);

/** `strict`: unknown or changed keys end the host before login. `accept-new`: unknown keys are recorded and shown. */
export const hostKeyPolicy = z.enum(['strict', 'accept-new', 'insecure']);

const timeoutMs = (fallback: number) =>
  z
    .int()
    .min(0)
    .max(24 * 3_600_000)
    .default(fallback);

/** What was asked for. It is stored with the run and never changes. A field that is not listed is refused, not ignored. */
export const runSpec = z
  .strictObject({
    targets: z
      .string()
      .min(1, 'the host range is empty')
      .max(MAX_TARGETS_CHARS)
      .meta({ description: 'Host range as typed', example: '10.0.0.1-100' }),
    command: z
      .string()
      .min(1, { error: 'the command is empty', abort: true })
      .refine((text) => text.trim() !== '', 'the command is empty')
      .refine((text) => !text.includes('\0'), 'the command holds a NUL character')
      .refine(
        (text) => utf8Bytes(text) <= MAX_COMMAND_BYTES,
        `the command is over ${MAX_COMMAND_BYTES} bytes`,
      ),
    login,
    port: z.int().min(1).max(65_535).default(22),
    hostKeys: hostKeyPolicy.default('strict'),
    fanout: z.int().min(1).max(MAX_FANOUT).default(DEFAULT_FANOUT),
    connectTimeoutMs: z.int().min(100).max(600_000).default(DEFAULT_STAGE_LIMITS.connectMs),
    commandTimeoutMs: timeoutMs(DEFAULT_COMMAND_TIMEOUT_MS).meta({
      description: 'Whole command, in ms; 0 means no limit',
    }),
    maxOutputBytes: z.int().min(0).max(MAX_OUTPUT_BYTES).default(DEFAULT_MAX_OUTPUT_BYTES),
    script: script.optional(),
    workingFolder: workingFolder.optional(),
    env: environment.optional(),
    input: taskInput.optional(),
    pty: z.boolean().optional().meta({
      description:
        'Run on a terminal of 80 × 24: both output streams become one, and a hang-up reaches the command',
    }),
    sudo: z
      .strictObject({ user: userName })
      .optional()
      .meta({ description: 'Run as this user by sudo; a password for it is in `secrets`' }),
    jump: jumpHosts.optional(),
    silenceTimeoutMs: z
      .int()
      .min(0)
      .max(24 * 3_600_000)
      .optional()
      .meta({ description: 'Longest time without a byte of output, in ms; 0 or absent means no limit' }),
    legacy: z
      .boolean()
      .optional()
      .meta({ description: 'Also offer algorithms that are out of use, for old devices' }),
    plain: z.boolean().optional().meta({
      description:
        'Send the command line as it is, for devices and accounts with a shell of their own: no group, folder, variables, script or sudo',
    }),
  })
  .refine(
    ({ plain, script: asScript, workingFolder: folder, env, sudo }) =>
      !plain || (asScript ?? folder ?? env ?? sudo) === undefined,
    { path: ['plain'], error: 'a plain command has no script, working folder, environment or sudo' },
  );

/** Held in memory for one run, handed from process to process, never stored and never logged. */
export const runSecrets = z.strictObject({
  password: z.string().min(1).max(1024).optional().meta({
    description: 'For the login by password, or for hosts that want one after the key',
  }),
  code: z
    .string()
    .regex(/^[0-9A-Za-z-]{4,64}$/, 'a one-time code has 4 to 64 letters and digits')
    .optional()
    .meta({ description: 'One-time code for hosts that ask for one; given to each host once, for a minute' }),
  passphrase: z.string().min(1).max(1024).optional(),
  sudoPassword: z
    .string()
    .min(1)
    .max(1024)
    .refine((text) => !/[\0\n\r]/.test(text), 'a password is one line')
    .optional(),
});

/** Chosen by the asker, so that a repeat of the same request is harmless. */
export const runId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'a run id is a lower-case UUID')
  .meta({ description: 'UUID chosen by the client', example: '0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b' });

export type Login = z.infer<typeof login>;
export type HostKeyPolicy = z.infer<typeof hostKeyPolicy>;
/** A complete run spec, all defaults filled in. */
export type RunSpec = z.infer<typeof runSpec>;
/** A run spec as a caller may write it, defaults left out. */
export type RunSpecInput = z.input<typeof runSpec>;
export type RunSecrets = z.infer<typeof runSecrets>;
