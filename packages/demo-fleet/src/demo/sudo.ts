/** sudo on the demo machines: everybody may, and those with databases ask for a password first. */
import type { ExecResult, ResolvedCommandContext } from 'just-bash';
import type { DemoHost } from './personas.ts';

/** Of every user on every machine that asks. */
export const SUDO_PASSWORD = 'demo';
const TRIES = 3;

export function wantsPassword(host: DemoHost, user: string): boolean {
  return host.role === 'db' && user !== 'root';
}

/** Asks as sudo does, at most three times. @param answer the next line of input @returns whether the password was right */
export async function askPassword(
  prompt: string,
  say: (text: string) => void,
  answer: () => Promise<string | undefined>,
): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    say(prompt);
    const password = await answer();
    if (password === undefined) {
      say('\nsudo: no password was provided\nsudo: a password is required\n');
      return false;
    }
    if (password === SUDO_PASSWORD) return true;
    say(tries < TRIES ? 'Sorry, try again.\n' : `sudo: ${TRIES} incorrect password attempts\n`);
  }
  return false;
}

const NEEDS_TERMINAL = `sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper
sudo: a password is required
`;

/** `sudo [-S] [-n] [-H] [-p prompt] [-u user] [--] command …` */
export async function sudo(
  host: DemoHost,
  args: readonly string[],
  context: ResolvedCommandContext,
): Promise<ExecResult> {
  const { flags, user, prompt, words } = readArguments(args);
  const [command, ...rest] = words;
  if (command === undefined || context.exec === undefined)
    return refusal('usage: sudo [-nSH] [-p prompt] [-u user] command [arg ...]\n');
  const { latin1FromBytes } = await import('just-bash');
  let stdin = latin1FromBytes(context.stdin);
  let stderr = '';
  const caller = context.env.get('LOGNAME') ?? 'ops';
  if (wantsPassword(host, caller)) {
    if (flags.has('n')) return refusal('sudo: a password is required\n');
    if (!flags.has('S')) return refusal(NEEDS_TERMINAL);
    const granted = await askPassword(
      prompt ?? `[sudo] password for ${caller}: `,
      (text) => (stderr += text),
      async () => {
        const [, line, after] = /^([^\n]*)\n([^]*)$/.exec(stdin) ?? [];
        stdin = after ?? '';
        return line;
      },
    );
    if (!granted) return refusal(stderr);
  }
  const result = await context.exec(`"$ROLLCALL_SUDO"`, {
    cwd: context.cwd,
    env: { ...Object.fromEntries(context.env), ROLLCALL_SUDO: command, ...accountOf(user) },
    args: rest,
    stdin,
    stdinKind: 'bytes',
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  return { ...result, stderr: stderr + result.stderr };
}

function accountOf(user: string): Record<string, string> {
  return { LOGNAME: user, USER: user, HOME: user === 'root' ? '/root' : `/home/${user}` };
}

interface Arguments {
  flags: ReadonlySet<string>;
  user: string;
  prompt: string | undefined;
  words: readonly string[];
}

/** Options up to the first word that is none, or `--`. */
function readArguments(args: readonly string[]): Arguments {
  const flags = new Set<string>();
  let user = 'root';
  let prompt: string | undefined;
  let at = 0;
  for (; args[at]?.startsWith('-') === true; at += 1) {
    if (args[at] === '--') return { flags, user, prompt, words: args.slice(at + 1) };
    if (args[at] === '-u') user = args[(at += 1)] ?? user;
    else if (args[at] === '-p') prompt = args[(at += 1)];
    else for (const letter of args[at]!.slice(1)) flags.add(letter);
  }
  return { flags, user, prompt, words: args.slice(at) };
}

function refusal(stderr: string): ExecResult {
  return { stdout: '', stderr, exitCode: 1 };
}
