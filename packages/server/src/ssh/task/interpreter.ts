/** How a script gets to its interpreter: as an argument after `flag`, or by a pipe that it opens as a file. */
export interface Interpreter {
  /** A name that is looked for on the PATH, or an absolute path. */
  program: string;
  args: readonly string[];
  flag: string | null;
}

const FLAGS: readonly (readonly [name: RegExp, flag: string])[] = [
  [/^(ba|da|a|k|mk|z|ya)?sh$/, '-c'],
  [/^python[0-9.]*$/, '-c'],
  [/^perl[0-9.]*$/, '-e'],
  [/^ruby[0-9.]*$/, '-e'],
  [/^node(js)?$/, '-e'],
];

/** The interpreter of a script: the named one, or for `auto` that of its first line, and sh where it has none. */
export function interpreterOf(script: string, named: string): Interpreter {
  if (named !== 'auto') return called(named, []);
  const [line, rest] = /^#![ \t]*([^ \t\r\n]+)[ \t]*([^\r\n]*)/.exec(script)?.slice(1) ?? [];
  if (line === undefined) return called('sh', []);
  const argument = rest!.trim();
  if (!/(^|\/)env$/.test(line)) return called(line, argument === '' ? [] : [argument]);
  const words = argument.replace(/^-S\s+/, '').split(/\s+/);
  return called(words[0] || 'sh', words.slice(1));
}

function called(program: string, args: readonly string[]): Interpreter {
  const name = program.slice(program.lastIndexOf('/') + 1);
  return { program, args, flag: FLAGS.find(([pattern]) => pattern.test(name))?.[1] ?? null };
}
