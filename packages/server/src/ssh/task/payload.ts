import { interpreterOf } from './interpreter.ts';
import { bootstrapAsUser } from './bootstrap.ts';
import type { Marks, Refusal } from './marks.ts';

/** The command and everything around it that the host has to set up. */
export interface Payload {
  /** A command line, or the text of a script. */
  command: string;
  /** For a script; see `interpreterOf`. */
  interpreter?: string | undefined;
  workingFolder?: string | undefined;
  env: Readonly<Record<string, string>>;
  pty: boolean;
  sudo: boolean;
}

const LINE_END = '"$_rc_n"';

/** One word of POSIX `sh` on one line. */
export function word(value: string): string {
  return `'${value.replaceAll("'", "'\\''").replaceAll('\n', `'${LINE_END}'`)}'`;
}

/** The line that makes `sh` go on as another user; asks for a password only by our prompt. */
export function sudoLine(marks: Marks, user: string): string {
  const inner = bootstrapAsUser(marks);
  return [
    needProgram(marks, 'sudo', 'no-sudo'),
    `exec sudo -S -H -p ${word(marks.prompt)} -u ${word(user)} -- sh -c ${word(inner)}\n`,
  ].join('; ');
}

/** The line that makes `sh` become the command. Its last word before that goes to both streams: from there on all is output. */
export function commandLine(marks: Marks, payload: Payload): string {
  const { env, workingFolder } = payload;
  const { need, run } = payload.interpreter === undefined ? runLine(payload) : runScript(marks, payload);
  const steps = [
    ...Object.entries(env).map(([name, value]) => `export ${name}=${word(value)}`),
    ...(workingFolder === undefined ? [] : [enter(marks, workingFolder)]),
    ...need,
    // Input is sent as soon as this is heard, so the terminal has to be as it stays.
    ...(payload.pty ? ['stty sane -echo'] : [`echo "${marks.mark} go" >&2`]),
    `echo "${marks.mark} go"`,
    run,
  ].join('; ');
  return `${steps.includes(LINE_END) ? `_rc_n=$(printf '\\nx'); _rc_n=\${_rc_n%x}; ` : ''}${steps}\n`;
}

interface Last {
  /** What has to be there before it. */
  need: string[];
  run: string;
}

/** bash, when SHLVL tells that it is not the first of its session, leaves out its start-up files; ksh93 breaks when it is unset. */
function runLine({ command, sudo }: Payload): Last {
  return {
    need: [],
    run: `[ -z "$SHLVL" ] || export SHLVL=0; exec ${sudo ? 'sh' : '"${SHELL:-sh}"'} -c ${word(command)}`,
  };
}

function runScript(marks: Marks, { command: script, interpreter }: Payload): Last {
  const { program, args, flag } = interpreterOf(script, interpreter!);
  const need = [needProgram(marks, program, 'no-interpreter')];
  const call = [program, ...args].map(word).join(' ');
  // bash takes itself for the login shell of an SSH session otherwise, and reads .bashrc.
  if (flag !== null) return { need, run: `export SHLVL=1; exec ${call} ${flag} ${word(script)}` };
  // The script is file 3 to it, and standard input stays the command's own.
  return { need, run: `{ printf %s ${word(script)} | { exec ${call} /dev/fd/3 3<&0 0<&4 4<&-; }; } 4<&0` };
}

function enter(marks: Marks, folder: string): string {
  const [, home, rest] = /^(~(?:\/|$))?([^]*)$/.exec(folder)!;
  const path =
    home === undefined ? word(rest!.startsWith('/') ? rest! : `./${rest!}`) : `"$HOME"/${word(rest!)}`;
  return `CDPATH= cd -- ${path} || ${refuse(marks, 'working-folder')}`;
}

function needProgram(marks: Marks, program: string, refusal: Refusal): string {
  return `command -v ${word(program)} >/dev/null 2>&1 || { echo ${word(program)} >&2; ${refuse(marks, refusal)}; }`;
}

function refuse({ mark }: Marks, refusal: Refusal): string {
  return `{ echo "${mark} refused ${refusal}" >&2; exit 1; }`;
}
