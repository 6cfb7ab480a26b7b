import { InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { parseDuration, parseSize } from './units.ts';

/** Makes the reader of a whole number in an option. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}

/** Makes the reader of a duration in ms; `zero` says what 0 means where it is allowed. */
export function duration(minMs: number, maxMs: number, zero?: string): (text: string) => number {
  return (text) => {
    const value = parseDuration(text);
    if (value !== null && ((value >= minMs && value <= maxMs) || (zero !== undefined && value === 0)))
      return value;
    const bounds = `from ${short(minMs)} to ${short(maxMs)}${zero === undefined ? '' : `, or 0 for ${zero}`}`;
    throw new InvalidArgumentError(`It is a duration as 500ms, 10s, 2m or 1h, ${bounds}.`);
  };
}

function short(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

/** Makes the reader of a size in bytes. */
export function size(maxBytes: number, maxWords: string): (text: string) => number {
  return (text) => {
    const value = parseSize(text);
    if (value !== null && value <= maxBytes) return value;
    throw new InvalidArgumentError(`It is a size as 4096, 64K, 10M or 1G, at most ${maxWords}.`);
  };
}

/** Reads the path of a file or folder. Empty, as from a variable that is not set, it would mean the folder one stands in. */
export function path(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is empty; perhaps a variable is not set.');
}

/** Gathers a path that may be given more than once; what it names has to be there, or its keys would silently be missing. */
export function paths(text: string, before: string[] | undefined): string[] {
  if (text !== '' && !existsSync(text)) throw new InvalidArgumentError('There is no such file or folder.');
  return [...(before ?? []), path(text)];
}

/** The option of what starts runs: calls what the policy of targets refuses. */
export function allowSpecialOption(): Option {
  return new Option(
    '--allow-special',
    'also call cloud metadata, multicast, broadcast and reserved addresses',
  );
}

/** The option of all commands that read ranges: where groups come from beside the inventory. */
export function groupsOption(): Option {
  return new Option(
    '--groups-dir <folder>',
    "also read groups from ClusterShell's *.yaml there; repeatable",
  ).argParser(paths);
}

/** The option that names the data folder; `what` says what for. */
export function dataOption(what: string): Option {
  return new Option('--data <folder>', `${what} (default: ~/.local/share/rollcall)`).argParser(path);
}
