import type { Session } from '@rollcall/protocol';
import type { PutRun } from '../../api/runs.ts';
import type { CalledSpec } from '../ui/calling-words.ts';
import { specOfOptions } from './options.ts';
import type { Draft } from './readiness.ts';
import { neededSecret, secretsOf } from './secrets.ts';
import { specOfTask } from './task.ts';

/** One wish to run: the id stays the same as long as the same thing is asked for, so that asking again is harmless. */
export interface Attempt {
  id: string;
  body: PutRun;
}

/** What is asked for, as the server is told. */
export function specOf({ targets, command, options, task }: Omit<Draft, 'secrets'>): CalledSpec {
  return { targets: targets.text, command, ...specOfOptions(options), ...specOfTask(task) };
}

/** The request for a draft that is ready. */
export function runBody(draft: Draft, session: Session): PutRun {
  const { options, task } = draft;
  const need = neededSecret(options, session);
  const secrets = secretsOf(draft.secrets, { need, method: options.method, task });
  return {
    spec: specOf(draft),
    ...(secrets ? { secrets } : {}),
    expectedHosts: Number(draft.targets.count),
  };
}

/** The id for `body`: that of the attempt before when the spec is the same and its id was not refused, else a fresh one. */
export function attemptFor(body: PutRun, before: Attempt | null, freshId: () => string): Attempt {
  const same = before !== null && JSON.stringify(before.body.spec) === JSON.stringify(body.spec);
  return { id: same ? before.id : freshId(), body };
}

/** A random UUID (version 4), also where the page has no secure context and so no `crypto.randomUUID`. */
export function freshRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
