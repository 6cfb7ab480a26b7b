import { problem } from '@rollcall/protocol/schemas';
import { z } from 'zod';
import { PROBLEM_TYPE } from '../problem.ts';

const problemAnswer = (description: string) => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: problem } },
});

/** What every route may answer beside its success; spread into `response`. */
export const PROBLEM_ANSWERS = {
  '4xx': problemAnswer('What the caller got wrong, or what is not there; `code` says which'),
  '5xx': problemAnswer('What the server cannot do now; `code` says which'),
};

/** The `:id` of a run. Any text is looked up: one that is no id names no run. */
export const runParams = z.object({ id: z.string().max(100) });

/** An answer that is streamed and so not described by a schema of its own. */
export const streamed = (type: string, description: string, schema: z.ZodType = z.string()) => ({
  200: { description, content: { [type]: { schema } } },
});
