import { readdirSync, readFileSync } from 'node:fs';

/** State and process group of a process, as the kernel has them; undefined when there is none. */
function look(pid: number): { state: string; group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: state!, group: Number(group) };
  } catch {
    return undefined;
  }
}

/** The dead that nobody has taken leave of do not count: the first process of a container may be no init. */
export function isAlive(pid: number): boolean {
  const state = look(pid)?.state ?? 'X';
  return state !== 'Z' && state !== 'X';
}

/** Processes of a group that run. */
export function aliveInGroup(group: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => look(pid)?.group === group && isAlive(pid));
}

/** Commands that are not gone when their first process is, or that do not want to go; each prints the number of its group first. */
export const STUBBORN_COMMANDS = {
  'a child': 'sleep 60 & echo $$; wait',
  'a child of a child': '(sleep 60 & sleep 60 & wait) & echo $$; wait',
  'what nohup keeps from a hang-up': 'nohup sleep 60 >/dev/null 2>&1 & echo $$; sleep 60',
  'a trap that ignores TERM': `trap '' TERM; sh -c 'trap "" TERM; while :; do sleep 0.2; done' & echo $$; while :; do sleep 0.2; done`,
  'a pipe': 'echo $$; yes | cat >/dev/null',
  'a flood': 'echo $$; exec yes',
};
