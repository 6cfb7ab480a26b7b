import { MAX_EXPANDED_BYTES } from '../limits.ts';
import type { RunTarget } from '../schemas/http.ts';
import type { RunSpec } from '../schemas/run-spec.ts';
import { targetLabel } from '../target-label.ts';
import { utf8Bytes } from '../utf8-bytes.ts';
import type { PlaceholderProblem } from './placeholder-problem.ts';
import { nearestPlaceholder, PLACEHOLDER_PATTERN, placeholderValue } from './placeholders.ts';
import { shellQuote } from './quote.ts';
import { scanCommand } from './scan-command.ts';

/** What one host is sent, with every placeholder filled in. */
export interface ExpandedTask {
  command: string;
  workingFolder?: string;
  /** The variables that were asked for; before them, for a script, those of the host (`ROLLCALL_HOST`, …). */
  env: Record<string, string>;
}

/** The task of one host, or why the run cannot be sent as it is written. */
export type Expansion = { ok: true; task: ExpandedTask } | { ok: false; problem: PlaceholderProblem };

/** Text, or a placeholder whose value is one quoted word or goes in as it is. */
type Part = string | { name: string; isQuoted: boolean };
interface Field {
  path: string;
  parts: Part[];
}

/**
 * Fills in the placeholders of `command`, `workingFolder` and `env` for one host: what is previewed, audited and sent is this. In a
 * command line each value is one quoted word; a script is left as it is.
 * @param index as in events, from 0
 */
export function expandCommand(spec: RunSpec, target: RunTarget, index: number): Expansion {
  return createExpander(spec)(target, index);
}

/** `expandCommand` for many hosts: the text is read once. */
export function createExpander(spec: RunSpec): (target: RunTarget, index: number) => Expansion {
  const command = spec.script ? { path: 'command', parts: [spec.command] } : commandField(spec.command);
  if ('code' in command) return () => ({ ok: false, problem: command });
  const folder = rawField('workingFolder', spec.workingFolder ?? '');
  const variables = Object.entries(spec.env ?? {}).map(([name, text]) => rawField(`env.${name}`, text));

  return (target, index) => {
    const about = { spec, target, index };
    const filled = [command, folder, ...variables].map((field) => fill(field, about));
    const problem = filled.find((one) => typeof one !== 'string');
    if (problem !== undefined && typeof problem !== 'string') return { ok: false, problem };
    const [text, workingFolder, ...values] = filled as string[];
    const names = Object.keys(spec.env ?? {});
    return {
      ok: true,
      task: {
        command: text!,
        ...(spec.workingFolder === undefined ? {} : { workingFolder: workingFolder! }),
        env: {
          ...(spec.script ? hostVariables(about) : {}),
          ...Object.fromEntries(names.map((name, at) => [name, values[at]!])),
        },
      },
    };
  };
}

/** The first host whose task cannot be made, and why; undefined when all can. */
export function findPlaceholderProblem(
  spec: RunSpec,
  targets: Iterable<RunTarget>,
): PlaceholderProblem | undefined {
  const expand = createExpander(spec);
  let index = 0;
  for (const target of targets) {
    const expansion = expand(target, index++);
    if (!expansion.ok) return expansion.problem;
  }
  return undefined;
}

interface About {
  spec: RunSpec;
  target: RunTarget;
  index: number;
}

function commandField(command: string): Field | PlaceholderProblem {
  const parts: Part[] = [];
  for (const piece of scanCommand(command)) {
    if (piece.type === 'text') parts.push(piece.text);
    else if (piece.type === 'lonely-word') {
      const nearest = nearestPlaceholder(piece.word);
      if (nearest !== undefined)
        return { path: 'command', code: 'unknown', name: piece.word, nearest, at: piece.at };
      parts.push(`{${piece.word}}`);
    } else if (piece.place === 'word') parts.push({ name: piece.name, isQuoted: true });
    else return { path: 'command', code: 'misplaced', name: piece.name, place: piece.place, at: piece.at };
  }
  return { path: 'command', parts };
}

const RAW = new RegExp(`\\{\\{(${PLACEHOLDER_PATTERN})\\}\\}|\\{(${PLACEHOLDER_PATTERN})\\}`);

function rawField(path: string, text: string): Field {
  // split leaves text, escaped name, name, text, …
  const parts = text.split(RAW).flatMap((part, at): Part[] => {
    if (part === undefined) return [];
    if (at % 3 === 0) return [part];
    return [at % 3 === 1 ? `{${part}}` : { name: part, isQuoted: false }];
  });
  return { path, parts };
}

function fill({ path, parts }: Field, { spec, target, index }: About): string | PlaceholderProblem {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = placeholderValue(part.name, spec, target, index);
    if (value === undefined) {
      return { path, code: 'no-value', name: part.name, target: targetLabel(target) };
    }
    if (value.includes('\0')) return { path, code: 'nul', name: part.name, target: targetLabel(target) };
    text += part.isQuoted ? shellQuote(value) : value;
  }
  if (utf8Bytes(text) > MAX_EXPANDED_BYTES) return { path, code: 'too-long', target: targetLabel(target) };
  return text;
}

/** What a script finds in its environment in place of placeholders. */
function hostVariables({ spec, target, index }: About): Record<string, string> {
  const value = (name: string): string => placeholderValue(name, spec, target, index)!;
  const variables = Object.keys(target.vars ?? {}).map((name) => [
    `ROLLCALL_VAR_${name.replace(/[^A-Za-z0-9_]/g, '_')}`,
    value(`var.${name}`).replaceAll('\0', ''),
  ]);
  return {
    ROLLCALL_HOST: value('host'),
    ROLLCALL_INDEX: value('index'),
    ROLLCALL_USER: value('user'),
    ROLLCALL_PORT: value('port'),
    ...(Object.fromEntries(variables) as Record<string, string>),
  };
}
