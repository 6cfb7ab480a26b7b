import { tryParse } from '@rollcall/ip-range';
import {
  DEFAULT_MAX_OUTPUT_BYTES,
  expandCommand,
  PLACEHOLDER_PATTERN,
  type PlaceholderProblem,
  type RunSpec,
  type RunTarget,
} from '@rollcall/protocol';
import { loginOf, type Options } from './options.ts';
import { specOfTask, type Task } from './task.ts';

/** What the first host is sent where that is not what was typed. */
export interface SentPreview {
  /** Why the run cannot be sent as it is written; then nothing is previewed. */
  problem: PlaceholderProblem | null;
  /** What becomes of the command, the folder (`workingFolder`) and each variable (its name) with placeholders in it. */
  changed: readonly { field: string; text: string }[];
  /** Placeholders of the inventory, `{var.NAME}`: their values are not known to the page, so they stand for themselves. */
  fromInventory: readonly string[];
  /** `{user}` and `{port}` where they are of the run: the inventory may give a host others, which the page does not know. */
  assumed: readonly string[];
  /** A script in which placeholders stand: it is sent as it is and finds the values in its environment. */
  inScript: boolean;
}

interface Asked {
  command: string;
  options: Options;
  task: Task;
}

const VARIABLE = /\{var\.([A-Za-z0-9_.-]+)\}/g;
const ANY = new RegExp(`(?<![{$])\\{(${PLACEHOLDER_PATTERN})\\}(?!\\})`);

/**
 * Fills in the placeholders as the engine does.
 * @param host the first host as the list of hosts has it, `user@host:port`; undefined while there is none
 */
export function previewSent({ command, options, task }: Asked, host: string | undefined): SentPreview {
  const spec: RunSpec = {
    targets: '',
    command,
    login: loginOf(options),
    port: options.port,
    hostKeys: options.hostKeys,
    fanout: options.fanout,
    connectTimeoutMs: options.connectTimeoutMs,
    commandTimeoutMs: options.commandTimeoutMs,
    maxOutputBytes: DEFAULT_MAX_OUTPUT_BYTES,
    ...(specOfTask(task) as Partial<RunSpec>),
  };
  const texts = [spec.script ? '' : command, spec.workingFolder ?? '', ...Object.values(spec.env ?? {})];
  const names = [
    ...new Set(texts.flatMap((text) => Array.from(text.matchAll(VARIABLE), ([, name]) => name!))),
  ];
  const vars = Object.fromEntries(names.map((name) => [name, `{var.${name}}`]));
  const target = targetOf(host);
  const expansion = expandCommand(spec, { ...target, vars }, 0);
  const inScript = spec.script !== undefined && ANY.test(command);
  const assumed = (['user', 'port'] as const)
    .filter((name) => target[name] === undefined && texts.some((text) => text.includes(`{${name}}`)))
    .map((name) => `{${name}}`);
  const known = { fromInventory: names.map((name) => `{var.${name}}`), assumed, inScript };
  if (!expansion.ok) return { ...known, problem: expansion.problem, changed: [] };
  const { task: sent } = expansion;
  const pairs = [
    { field: 'command', typed: command, text: sent.command },
    { field: 'workingFolder', typed: spec.workingFolder ?? '', text: sent.workingFolder ?? '' },
    ...Object.entries(spec.env ?? {}).map(([field, typed]) => ({
      field,
      typed,
      text: sent.env[field] ?? '',
    })),
  ];
  const changed = pairs.filter(({ typed, text }) => typed !== text);
  return { ...known, problem: null, changed: changed.map(({ field, text }) => ({ field, text })) };
}

function targetOf(host: string | undefined): RunTarget {
  const [target] = host === undefined ? [] : tryParse(host).set.inOrder();
  return target ?? { host: '' };
}
