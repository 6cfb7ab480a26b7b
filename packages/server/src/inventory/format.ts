import { MAX_JUMP_HOPS, readJump } from '@rollcall/protocol';
import { jumpHosts, userName } from '@rollcall/protocol/schemas';
import { z } from 'zod';
import { MAX_VAR_BYTES } from './format-words.ts';
import { NO_JUMP } from './settings.ts';

const variable = z
  .union([z.string(), z.number(), z.boolean()], 'A variable is a text, a number, true or false.')
  .refine(
    (value) => Buffer.byteLength(String(value)) <= MAX_VAR_BYTES,
    `A variable has ${MAX_VAR_BYTES} bytes at most.`,
  )
  .refine((value) => !String(value).includes('\0'), 'A variable cannot hold a NUL character.');

const variables = z
  .record(z.string(), variable, 'Write names with their values, as in { dc: fra, role: cache }.')
  .superRefine((vars, context) => {
    for (const name of Object.keys(vars))
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'The name of a variable has letters, digits and _ only, and no digit first.',
        });
  });

const PORT = 'Write a whole number from 1 to 65535.';

const settings = {
  user: z
    .string('Write a user name in quotes.')
    .superRefine((user, context) => {
      const [issue] = userName.safeParse(user).error?.issues ?? [];
      if (issue !== undefined) context.addIssue({ code: 'custom', message: issue.message });
    })
    .exactOptional(),
  port: z.int(PORT).min(1, PORT).max(65_535, PORT).exactOptional(),
  jump: z
    .string('Write the hops as a text, as in ops@bastion.example.com:22.')
    .refine(
      (text) => text === NO_JUMP || (jumpHosts.safeParse(text).success && readJump(text) !== undefined),
      {
        message: `Write up to ${MAX_JUMP_HOPS} hosts one after the other, as in ops@bastion1,bastion2:2222, or ${NO_JUMP}.`,
      },
    )
    .exactOptional(),
  identity: z
    .string('Write the name of a key.')
    .min(1, 'Write the name of a key.')
    .max(4096, 'Write the name of a key.')
    .exactOptional(),
  legacy: z.boolean('Write true or false.').exactOptional(),
  vars: variables.exactOptional(),
};

const RANGE = 'Write a host range in quotes, or a list of them.';

/** A range is a text, or a list of texts that are one range together. */
const range = z.preprocess(
  (value) => (Array.isArray(value) || value === undefined ? value : [value]),
  z.array(z.string(RANGE), RANGE),
);

const keysOf = (keys: object, otherwise: string): { error: z.core.$ZodErrorMap } => ({
  error: ({ code }) =>
    code === 'unrecognized_keys' ? `Known here: ${Object.keys(keys).join(', ')}.` : otherwise,
});

const groupKeys = { hosts: range, ...settings };
const group = z.preprocess(
  (value) => (typeof value === 'string' || Array.isArray(value) ? { hosts: value } : value),
  z.strictObject(groupKeys, keysOf(groupKeys, 'Write a host range, a list of them, or hosts: and settings.')),
);

const hostSettings = z.strictObject(
  settings,
  keysOf(settings, 'Write settings, as in { user: root, port: 2222 }.'),
);

/** A section that is not there, or has nothing in it yet. */
const section = <Entry extends z.ZodType>(entry: Entry, message: string) =>
  z.preprocess((value) => value ?? {}, z.record(z.string(), entry, message));

const sections = {
  groups: section(group, 'Write names with their host ranges, as in web: web[01-20].'),
  hosts: section(hostSettings, 'Write host ranges with settings, as in 10.0.0.1-9: { user: root }.'),
};

/** `inventory.yaml`, as docs/guide.md describes it. */
export const inventoryFile = z.strictObject(sections, keysOf(sections, 'Write groups: and hosts:.'));

/** A file of ClusterShell's groups.d. */
export const groupsFile = z.record(
  z.string(),
  z.record(z.string(), range, 'Write the groups of this source with their hosts, as in adm: node[1-3].'),
  'Write sources with their groups.',
);
