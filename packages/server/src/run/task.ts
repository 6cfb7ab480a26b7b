import { createExpander, findPlaceholderProblem, placeholderProblemText } from '@rollcall/protocol';
import type { RunSpec, RunTarget, TaskInput } from '@rollcall/protocol';
import { invariant } from './invariant.ts';
import type { HostRequest } from './ports.ts';
import { RunRefusedError } from './refusal.ts';

/** What runs on one host, with its placeholders filled in. */
export type HostTask = Pick<
  HostRequest,
  'command' | 'script' | 'workingFolder' | 'env' | 'input' | 'pty' | 'sudo' | 'plain' | 'silenceTimeoutMs'
>;

/** The task of each host of a run. */
export type TaskOf = (target: RunTarget, host: number) => HostTask;

/**
 * Looks whether every host has a value for every placeholder.
 * @throws RunRefusedError `invalid-command`
 */
export function checkTasks(spec: RunSpec, targets: Iterable<RunTarget>): void {
  const problem = findPlaceholderProblem(spec, targets);
  if (problem) throw new RunRefusedError('invalid-command', placeholderProblemText(problem, 'en'));
}

/** For a run that `checkTasks` has passed. All hosts share the bytes of the input. */
export function createTaskOf(spec: RunSpec, sudoPassword: string | undefined): TaskOf {
  const expand = createExpander(spec);
  const { script, pty, plain, silenceTimeoutMs } = spec;
  const shared = {
    script,
    pty,
    plain,
    silenceTimeoutMs,
    input: spec.input && inputBytes(spec.input),
    sudo: spec.sudo && { user: spec.sudo.user, password: sudoPassword },
  };
  return (target, host) => {
    const expansion = expand(target, host);
    invariant(expansion.ok, 'the placeholders of a run were looked at before it began');
    return { ...shared, ...expansion.task };
  };
}

function inputBytes(input: TaskInput): Uint8Array {
  return 'text' in input ? Buffer.from(input.text) : Buffer.from(input.base64, 'base64');
}
