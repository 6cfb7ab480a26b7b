import type { HostGroup } from '@rollcall/protocol';

/** A group that may be meant, as it is written behind the `@`. */
export interface GroupOption {
  /** `web`, or `racks:web` for one of a named source. */
  name: string;
  /** Hosts in decimal. */
  count: string;
}

/** What stands at the caret, and the groups that may be meant by it. */
export interface Completion {
  /** The stretch of the text that a choice replaces, its `@` included. */
  from: number;
  to: number;
  options: readonly GroupOption[];
}

/** Offered at most; more letters narrow it down. */
const MAX_OPTIONS = 50;
/** An `@` that begins a part of the list, not that of `user@host`. */
const REFERENCE = /(?:^|[\s,;|!&^(（，；、｜！＆＾])[@＠]([\p{L}\p{N}_.:-]*)$/u;
const REST = /^[\p{L}\p{N}_.:-]*/u;

/**
 * The groups that begin with what was typed behind the `@` before the caret, then those that hold it; null where no group
 * is being written, or where it is whole already.
 */
export function completionAt(text: string, caret: number, groups: readonly HostGroup[]): Completion | null {
  const typed = REFERENCE.exec(text.slice(Math.max(0, caret - 300), caret))?.[1];
  if (typed === undefined) return null;
  const needle = typed.toLowerCase();
  const named = groups.map(({ source, name, count }) => ({
    name: source === null ? name : `${source}:${name}`,
    count,
  }));
  const at = (option: GroupOption): number => option.name.toLowerCase().indexOf(needle);
  const options = [
    ...named.filter((option) => at(option) === 0),
    ...named.filter((option) => at(option) > 0),
  ].slice(0, MAX_OPTIONS);
  const whole = options.length === 1 && options[0]!.name === typed;
  if (options.length === 0 || whole) return null;
  const rest = REST.exec(text.slice(caret, caret + 300))![0].length;
  return { from: caret - typed.length - 1, to: caret + rest, options };
}
