import { z } from 'zod';
import { utf8Bytes } from '../utf8-bytes.ts';
import { MAX_ENV_BYTES, MAX_ENV_NAMES, MAX_INPUT_BYTES, MAX_JUMP_CHARS, MAX_JUMP_HOPS } from '../limits.ts';

const hasNul = (text: string): boolean => text.includes('\0');
const isOneLine = (text: string): boolean => !/[\0-\x1f\x7f]/.test(text);

/** The interpreters that a script may name without their path. */
export const INTERPRETERS = ['auto', 'sh', 'bash', 'python3', 'perl', 'ruby', 'node'] as const;

/**
 * Makes `command` the text of a script in place of a command line. `auto` takes the interpreter of its first line (`#!…`), and sh
 * where there is none. The text goes over the channel and is never a file on the host.
 */
export const script = z.strictObject({
  interpreter: z
    .union([
      z.enum(INTERPRETERS),
      z
        .string()
        .max(255)
        .regex(/^\/[^/\s'"\\]+(\/[^/\s'"\\]+)*$/, 'an interpreter is a name of the list or an absolute path'),
    ])
    .default('auto')
    .meta({ description: `One of ${INTERPRETERS.join(', ')}, or an absolute path on the hosts` }),
});

/** Where the command starts. May hold placeholders; a relative one starts at the home of the user. */
export const workingFolder = z
  .string()
  .min(1, 'the working folder is empty')
  .max(4_096)
  .refine(isOneLine, 'the working folder holds a control character');

/** Set for the command alone, after the login. Visible to whoever may look at the processes of that user: no place for secrets. */
export const environment = z
  .record(
    z
      .string()
      .max(128)
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable has letters, digits and _ only, and no digit first')
      .refine(
        (name) => !name.startsWith('ROLLCALL_'),
        'variables that begin with ROLLCALL_ are set by Rollcall',
      ),
    z.string().refine((value) => !hasNul(value), 'the value holds a NUL character'),
  )
  .refine((env) => Object.keys(env).length <= MAX_ENV_NAMES, `at most ${MAX_ENV_NAMES} variables`)
  .refine(
    (env) =>
      Object.entries(env).reduce((sum, [name, value]) => sum + name.length + utf8Bytes(value), 0) <=
      MAX_ENV_BYTES,
    `the variables are over ${MAX_ENV_BYTES} bytes`,
  );

/** Standard input, the same for every host: a text, or a file by its bytes. Ends with an end of file. */
export const taskInput = z.union([
  z.strictObject({
    text: z
      .string()
      .max(MAX_INPUT_BYTES)
      .refine((text) => utf8Bytes(text) <= MAX_INPUT_BYTES, `the input is over ${MAX_INPUT_BYTES} bytes`),
  }),
  z.strictObject({
    base64: z
      .base64()
      .refine(
        (text) => (text.length / 4) * 3 - padding(text) <= MAX_INPUT_BYTES,
        `the input is over ${MAX_INPUT_BYTES} bytes`,
      ),
    name: z.string().max(255).refine(isOneLine, 'the name of the file holds a control character'),
  }),
]);

const padding = (base64: string): number => (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);

/** `user@bastion:22,…`: the hosts that the connection goes through, the first one first. Read by @rollcall/ip-range. */
export const jumpHosts = z
  .string()
  .min(1)
  .max(MAX_JUMP_CHARS)
  .refine(isOneLine, 'the jump hosts hold a control character')
  .refine((text) => text.split(',').length <= MAX_JUMP_HOPS, `at most ${MAX_JUMP_HOPS} jump hosts`)
  .meta({ description: 'Hosts to go through, in order', example: 'ops@bastion.example:22' });

export type Script = z.infer<typeof script>;
export type TaskInput = z.infer<typeof taskInput>;
