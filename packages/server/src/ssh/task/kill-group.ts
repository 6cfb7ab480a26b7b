import { randomBytes } from 'node:crypto';
import type { Link } from '../link.ts';
import type { Attempt } from '../attempt.ts';
import { bySh } from './bootstrap.ts';
import { marksOf } from './marks.ts';
import { runBeside } from './side-channel.ts';

/** What the host said of a process group that was to end. `denied`: it runs, and this user may not signal it. */
export type GroupEnd = 'gone' | 'alive' | 'denied';

export interface GroupKill {
  group: number;
  /** TERM at once, KILL at half of it; what is left at its end is said to be alive. */
  cancelMs: number;
  /** The command runs as this user, so the signals have to come from it too. */
  sudo?: { user: string; password?: string | undefined } | undefined;
}

/** How often it is looked whether the group is gone. */
const LOOK_MS = 100;

/**
 * Ends a process group by `kill`, over a channel of its own, and finds out whether anything of it is left. Undefined when the host did
 * not say: it would not open the channel, or did not answer.
 * @param started called when the host has begun
 */
export async function killGroup(
  attempt: Attempt,
  link: Link,
  { group, cancelMs, sudo }: GroupKill,
  started: () => void,
): Promise<GroupEnd | undefined> {
  const marks = marksOf(randomBytes(16).toString('hex'));
  const text = killText(group, Math.max(1, Math.floor(cancelMs / 2 / LOOK_MS)), marks.mark);
  let isAnswered = false;
  const said = await runBeside(attempt, link, {
    exec:
      sudo === undefined
        ? bySh(text)
        : `exec sudo -S -p '${marks.prompt}' -u '${sudo.user}' -- sh -c '${text}'`,
    limitMs: cancelMs,
    maxBytes: 4_096,
    heard(soFar) {
      if (soFar.includes(`${marks.mark} begins`)) started();
      if (isAnswered || sudo?.password === undefined || !soFar.includes(marks.prompt)) return undefined;
      isAnswered = true;
      return `${sudo.password}\n`;
    },
  });
  const [, end] = new RegExp(`${marks.mark} (gone|alive|denied)`).exec(said ?? '') ?? [];
  return end as GroupEnd | undefined;
}

/**
 * The text for `sh` that ends a group. `kill -0` tells one that is gone from one that may not be signalled, in words alone. The dead
 * that nobody has taken leave of (zombies) count as gone: where the first process is no init they stay for ever. `ps` takes longer
 * than the rest together, so not every look has it.
 */
export function killText(group: number, looks: number, mark: string): string {
  return [
    `LC_ALL=C; export LC_ALL; g=${group}`,
    'gone() { case $(kill -0 -$g 2>&1) in (*[Nn]o?such*) return 0;; esac; [ $i -lt 3 ] || [ $((i % 5)) = 0 ] || return 1; z=$(ps -A -o pgid= -o stat= 2>/dev/null) && [ "$z" ] || return 1; [ -z "$(echo "$z" | while read -r a b; do if [ "$a" = $g ]; then case $b in ([ZX]*) ;; (*) echo left;; esac; fi; done)" ]; }',
    `wait_gone() { i=0; until gone; do i=$((i+1)); [ $i -gt ${looks} ] && return 1; sleep 0.1 2>/dev/null || sleep 1; done; }`,
    `say() { echo "${mark} $1"; exit 0; }`,
    `echo "${mark} begins"`,
    'e=$(kill -TERM -$g 2>&1)',
    'case $e in (*[Nn]ot?perm*) say denied;; esac',
    'wait_gone && say gone',
    'kill -KILL -$g 2>/dev/null',
    'wait_gone && say gone',
    'say alive',
  ].join('; ');
}
