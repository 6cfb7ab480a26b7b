import {
  MAX_INPUT_BYTES,
  utf8Bytes,
  type RunSpec,
  type RunSpecInput,
  type TaskInput,
} from '@rollcall/protocol';
import { envFault, filledRows, type EnvFault, type EnvRow } from './env-rows.ts';
import { isUserName } from './options.ts';

/** What runs beside its text, and how. It belongs to one command, so no browser remembers it. */
export interface Task {
  /** Null for a command line, else one of `INTERPRETERS` or an absolute path. */
  interpreter: string | null;
  /** Empty for the home of the user. */
  workingFolder: string;
  env: readonly EnvRow[];
  /** Null for none. */
  input: TaskInput | null;
  pty: boolean;
  /** Whom sudo makes of the user; empty without sudo. */
  sudoUser: string;
  plain: boolean;
}

export const NO_TASK: Task = {
  interpreter: null,
  workingFolder: '',
  env: [],
  input: null,
  pty: false,
  sudoUser: '',
  plain: false,
};

/** The interpreters of the list, in the order in which they are offered. */
export const INTERPRETERS = ['auto', 'sh', 'bash', 'python3', 'perl', 'ruby', 'node'] as const;

/** Whether an interpreter is one of the list. */
export function isListed(interpreter: string): boolean {
  return (INTERPRETERS as readonly string[]).includes(interpreter);
}

/** The task as it will be sent: a plain command has no script, folder, variables or sudo, whatever stands in their fields. */
export function effectiveTask(task: Task): Task {
  if (!task.plain) return task;
  return { ...task, interpreter: null, workingFolder: '', env: [], sudoUser: '' };
}

type TaskSpec = Pick<RunSpecInput, 'script' | 'workingFolder' | 'env' | 'input' | 'pty' | 'sudo' | 'plain'>;

/** The part of a spec that a task is; what is as usual is left out. */
export function specOfTask(task: Task): TaskSpec {
  const { interpreter, workingFolder, env, input, pty, sudoUser, plain } = effectiveTask(task);
  const rows = filledRows(env);
  return {
    ...(interpreter === null ? {} : { script: { interpreter } }),
    ...(workingFolder === '' ? {} : { workingFolder }),
    ...(rows.length === 0 ? {} : { env: Object.fromEntries(rows.map(({ name, value }) => [name, value])) }),
    ...(input === null ? {} : { input }),
    ...(pty ? { pty } : {}),
    ...(sudoUser === '' ? {} : { sudo: { user: sudoUser } }),
    ...(plain ? { plain } : {}),
  };
}

/** The task of an earlier run. */
export function taskOfSpec(spec: RunSpec): Task {
  return {
    interpreter: spec.script?.interpreter ?? null,
    workingFolder: spec.workingFolder ?? '',
    env: Object.entries(spec.env ?? {}).map(([name, value]) => ({ name, value })),
    input: spec.input ?? null,
    pty: spec.pty ?? false,
    sudoUser: spec.sudo?.user ?? '',
    plain: spec.plain ?? false,
  };
}

/** What the server would refuse, by field. */
export interface TaskFaults {
  interpreter?: 'interpreter';
  workingFolder?: 'folder' | 'folder-long';
  env?: EnvFault;
  input?: 'input-too-large';
  sudo?: 'sudo-user';
}

/** The mistakes of a task; without keys when there is none. */
export function taskFaults(task: Task): TaskFaults {
  const { interpreter, workingFolder, env, input, sudoUser } = effectiveTask(task);
  const wrongEnv = envFault(env);
  return {
    ...(interpreter === null || isInterpreter(interpreter) ? {} : { interpreter: 'interpreter' }),
    ...(hasControl(workingFolder) ? { workingFolder: 'folder' } : {}),
    ...(workingFolder.length > 4_096 ? { workingFolder: 'folder-long' } : {}),
    ...(wrongEnv ? { env: wrongEnv } : {}),
    ...(input !== null && 'text' in input && utf8Bytes(input.text) > MAX_INPUT_BYTES
      ? { input: 'input-too-large' }
      : {}),
    ...(sudoUser === '' || isUserName(sudoUser) ? {} : { sudo: 'sudo-user' }),
  };
}

const isInterpreter = (text: string): boolean =>
  isListed(text) || (text.length <= 255 && /^\/[^/\s'"\\]+(\/[^/\s'"\\]+)*$/.test(text));

// oxlint-disable-next-line no-control-regex -- what is looked for are control characters
const hasControl = (text: string): boolean => /[\0-\x1f\x7f]/.test(text);
