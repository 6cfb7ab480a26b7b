import type { Marks } from './marks.ts';

/**
 * Runs `text` by `sh` in place of the login shell, as `$1`. Every login shell has to read this line alike (sh, bash, zsh, ksh, csh,
 * fish), so `text` has no line end, `'`, `\` or `!`.
 */
export function bySh(text: string): string {
  return `exec sh -c 'eval "$1"' sh '${text}'`;
}

/** Python ignores two signals, and so would all that it becomes: whoever writes to a closed pipe is to end by the signal. */
const PYTHON = [
  'import os,sys',
  'from signal import*',
  'signal(SIGPIPE,SIG_DFL)',
  'signal(SIGXFSZ,SIG_DFL)',
  'os.setpgrp()',
  'os.execvp(sys.argv[1],sys.argv[1:])',
].join(';');

/** Ways to become another program as the leader of a new process group. */
const NEW_GROUP: readonly (readonly [program: string, command: string])[] = [
  ['setsid', 'setsid'],
  ['perl', 'perl -e "setpgrp;exec@ARGV"'],
  ['python3', `python3 -c "${PYTHON}"`],
];

/** Whether this process leads a group: the one form of `kill` that dash, bash, busybox, ksh, mksh, zsh and yash agree on. */
const LEADS = 'kill -0 -$$ 2>/dev/null';

/**
 * The first thing that runs on a host: becomes the leader of a process group (sshd makes one for each command already, other servers do
 * not), says its number, reads one line and runs that. The command comes by that line, so before it is sent nothing of it can run.
 * @param pty input is a terminal: it must neither echo the line nor cut it at 4 KiB
 */
export function bootstrap({ mark }: Marks, pty: boolean): string {
  const attempts = NEW_GROUP.map(
    ([program, command]) =>
      `command -v ${program} >/dev/null 2>&1 && exec ${command} sh -c "$1" sh "$1" again;`,
  );
  const terminal = pty ? 'stty raw -echo; ' : '';
  return `[ "$2" ] || ${LEADS} || { ${attempts.join(' ')} }; ${terminal}${sayAndRead(mark, 'ready')}`;
}

/** What sudo runs: the same once more, as the other user. sudo may have made another group (`use_pty`). */
export function bootstrapAsUser({ mark }: Marks): string {
  return sayAndRead(mark, 'user');
}

function sayAndRead(mark: string, word: 'ready' | 'user'): string {
  return `_rc_g=0; ${LEADS} && _rc_g=$$; echo "${mark} ${word} $_rc_g" >&2; IFS= read -r _rc_p && eval "$_rc_p"`;
}
