import { PROBLEM_CODES } from '@rollcall/protocol';
import { runId, runSecrets } from '@rollcall/protocol/schemas';
import { z } from 'zod';

/** What the engine process is built from. */
export const engineSettings = z.object({
  /** Data folder. */
  folder: z.string(),
  /** Where hosts really are: the embedded demo fleet. */
  routes: z.array(z.tuple([z.string(), z.object({ host: z.string(), port: z.int() })])),
  /** Files and folders whose private keys are offered by name. */
  identities: z.array(z.string()),
  /** Files of OpenSSH's; each run reads them anew. */
  knownHosts: z.array(z.string()),
  /** Of the ssh-agent. */
  agentSocket: z.string().nullable(),
  /** How long the connection to a host is kept for the next run, in ms; absent: it is closed after each command. */
  keepConnectionsMs: z.int().min(0).optional(),
});

/** Number of a question, to find its answer. */
const ask = z.int();

/** What the server says to its engine process. Holds secrets: never log one. */
export const toEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('configure'), settings: engineSettings }),
  z.object({ type: z.literal('dispatch'), ask, run: runId, secrets: runSecrets }),
  z.object({ type: z.literal('cancel'), run: runId, by: z.string() }),
  z.object({ type: z.literal('shutdown'), graceMs: z.number().min(0) }),
]);

/** What the engine process says to its server. */
export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** It cannot be built; the process ends. */
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('begun'), ask }),
  z.object({ type: z.literal('refused'), ask, code: z.enum(PROBLEM_CODES), detail: z.string().optional() }),
  z.object({ type: z.literal('reached'), run: runId, seq: z.int() }),
  z.object({ type: z.literal('bug'), about: z.string(), text: z.string() }),
]);

export type EngineSettings = z.infer<typeof engineSettings>;
export type ToEngine = z.infer<typeof toEngine>;
export type FromEngine = z.infer<typeof fromEngine>;
