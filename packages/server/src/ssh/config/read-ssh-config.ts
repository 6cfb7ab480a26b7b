import { globSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LineType, parse as parseText } from 'ssh-config';

/** One `Keyword value` line; the words of a list are apart. */
export interface Setting {
  /** As written, for words; compared in lower case. */
  keyword: string;
  values: string[];
}

/** A setting and the `Host` and `Match` lines that all have to fit a host before it counts. */
export interface ConfigLine {
  when: readonly Setting[];
  setting: Setting;
}

/** An ssh_config file cannot be read; `message` names the file and what is wrong with it. */
export class SshConfigError extends Error {
  override readonly name = 'SshConfigError';
}

/** As deep as OpenSSH follows files that include files. */
const MAX_DEPTH = 16;
const OTHERS_MAY_WRITE = 0o022;

/**
 * The lines of an ssh_config(5) file and of all that it includes, in the order in which they count: the first value wins. No
 * lines when there is no such file. Only ssh-config's reader is used: its `compute` starts programs (for `Match exec` and
 * CanonicalizeHostname), which Rollcall never does.
 * @param home where `~` leads
 * @throws SshConfigError as OpenSSH does when others may write to it, when it is broken, or includes itself
 */
export function readSshConfig(path: string, home: string): ConfigLine[] {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return [];
  return [...linesOf(path, { home, when: [], depth: 0 })];
}

interface Place {
  home: string;
  when: readonly Setting[];
  depth: number;
}

function* linesOf(path: string, place: Place): Generator<ConfigLine> {
  const { when } = place;
  for (const line of parse(path)) {
    const setting = settingOf(line);
    if (setting === undefined) continue;
    if ('config' in line) {
      const inside = { ...place, when: [...when, setting] };
      for (const inner of line.config) {
        const its = settingOf(inner);
        if (its !== undefined) yield* expand(path, its, inside);
      }
    } else yield* expand(path, setting, place);
  }
}

/** A line as it is; for `Include`, the lines of the files. */
function* expand(path: string, setting: Setting, place: Place): Generator<ConfigLine> {
  // Without a pattern the reader takes it for a setting.
  if (/^(?:host|match)$/i.test(setting.keyword))
    throw new SshConfigError(`${path}: a ${setting.keyword} line that names nothing`);
  if (setting.keyword.toLowerCase() !== 'include') {
    yield { when: place.when, setting };
    return;
  }
  if (place.depth === MAX_DEPTH)
    throw new SshConfigError(`${path}: files include files more than ${MAX_DEPTH} deep`);
  for (const pattern of setting.values) {
    const named = inHome(pattern, place.home);
    const full = isAbsolute(named) ? named : join(place.home, '.ssh', named);
    for (const file of globSync(full).toSorted()) {
      yield* linesOf(file, { ...place, depth: place.depth + 1 });
    }
  }
}

/** `~/x` as a path. */
export function inHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

type Config = ReturnType<typeof parseText>;

function parse(path: string): Config {
  try {
    const { mode, uid } = statSync(path);
    const owned = uid === 0 || uid === process.getuid?.();
    if (process.getuid !== undefined && (!owned || (mode & OTHERS_MAY_WRITE) !== 0))
      throw new SshConfigError(`${path}: others may change it, so it is not used: chmod go-w ${path}`);
    return parseText(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SshConfigError) throw error;
    // What the reader says of a `Host` without a pattern is of its own inside.
    const words = error instanceof Error && !(error instanceof TypeError) ? error.message : 'a broken line';
    throw new SshConfigError(`${path}: ${words}`, { cause: error });
  }
}

function settingOf(line: Config[number]): Setting | undefined {
  if (line.type !== LineType.DIRECTIVE) return undefined;
  const { param, value } = line;
  const values = typeof value === 'string' ? [value] : value.map(({ val }) => val);
  return { keyword: param.trim(), values: values.filter((word) => word !== '') };
}
