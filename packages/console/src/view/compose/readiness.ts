import { MAX_COMMAND_BYTES, MAX_TARGETS_CHARS, type Session } from '@rollcall/protocol';
import { wrongFields, type Options } from './options.ts';
import { isCode, neededSecret, type Secrets } from './secrets.ts';
import { taskFaults, type Task } from './task.ts';
import type { Targets } from './targets.ts';

/** Why Run cannot be pressed. The first of the list that holds is shown. */
export type Reason =
  | { type: 'not-connected' }
  | { type: 'nothing-typed' }
  | { type: 'no-targets' }
  | { type: 'targets-too-long' }
  | { type: 'reading' }
  | { type: 'mistakes'; count: number }
  | { type: 'no-host' }
  | { type: 'too-many'; count: bigint; limit: number }
  | { type: 'no-command' }
  | { type: 'command-nul' }
  | { type: 'command-too-long' }
  | { type: 'placeholder' }
  | { type: 'options' }
  | { type: 'code' }
  | { type: 'secret'; need: 'password' | 'passphrase' }
  | { type: 'confirm'; count: number };

/** Everything that Run depends on. */
export interface Draft {
  targets: Targets;
  command: string;
  task: Task;
  /** Whether the run can be sent as it is written, its placeholders considered. */
  sendable: boolean;
  options: Options;
  secrets: Secrets;
  /** What was typed to allow a large run. */
  confirmation: string;
}

const encoder = new TextEncoder();

/** What the server would refuse about a command; null when it is fine. */
export function commandFault(command: string): 'command-nul' | 'command-too-long' | null {
  if (command.includes('\0')) return 'command-nul';
  if (command.length > MAX_COMMAND_BYTES / 3 && encoder.encode(command).byteLength > MAX_COMMAND_BYTES)
    return 'command-too-long';
  return null;
}

/** The count that has to be typed before this run; null for a run that needs none. */
export function countToType(targets: Targets, session: Session): number | null {
  const { confirmHostsFrom } = session.limits;
  if (targets.overLimit || targets.count < BigInt(confirmHostsFrom)) return null;
  return Number(targets.count);
}

/** Whether what was typed is that number: `1000`, `1,000`, `1 000`. */
export function isCount(typed: string, count: number): boolean {
  return typed.replace(/[\s,，_']/gu, '') === String(count);
}

/** The first reason against running, or null. */
export function whyNot(draft: Draft, session: Session, connected: boolean): Reason | null {
  return whyNotTargets(draft, connected) ?? whyNotRest(draft, session);
}

function whyNotTargets({ targets, command }: Draft, connected: boolean): Reason | null {
  if (!connected) return { type: 'not-connected' };
  if (targets.isEmpty) return { type: command.trim() === '' ? 'nothing-typed' : 'no-targets' };
  if (targets.text.length > MAX_TARGETS_CHARS) return { type: 'targets-too-long' };
  if (targets.state === 'reading') return { type: 'reading' };
  if (targets.mistakeCount > 0) return { type: 'mistakes', count: targets.mistakeCount };
  if (targets.count === 0n) return { type: 'no-host' };
  return null;
}

function whyNotRest(draft: Draft, session: Session): Reason | null {
  const { targets, command, task, sendable, options, secrets, confirmation } = draft;
  if (targets.overLimit) return { type: 'too-many', count: targets.count, limit: session.limits.maxHosts };
  if (command.trim() === '') return { type: 'no-command' };
  const fault = commandFault(command);
  if (fault) return { type: fault };
  if (wrongFields(options, session).length > 0) return { type: 'options' };
  if (Object.keys(taskFaults(task)).length > 0) return { type: 'options' };
  if (!sendable) return { type: 'placeholder' };
  const need = neededSecret(options, session);
  if (need !== null && secrets.login === '') return { type: 'secret', need };
  if (secrets.code !== '' && !isCode(secrets.code)) return { type: 'code' };
  const count = countToType(targets, session);
  if (count !== null && !isCount(confirmation, count)) return { type: 'confirm', count };
  return null;
}
