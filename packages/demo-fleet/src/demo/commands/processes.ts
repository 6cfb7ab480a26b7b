/** What runs: ps in its three common forms. */
import { memoryKiB, processes, startedOn, type HostView } from '../readings.ts';
import { SHELL_PID, PARENT_PID } from '../pids.ts';
import { columns, printed, type HostCommand } from './command.ts';

/** `ps`, `ps -ef` and, for everything else, `ps aux`. */
export const ps: HostCommand = (args, view) => {
  const flags = args.join('').replaceAll('-', '');
  if (flags === '') return printed(own());
  return printed(/^e?f/.test(flags) ? full(view) : byUser(view));
};

function own(): string {
  const line = (pid: number, name: string): string => `${String(pid).padStart(7)} pts/0    00:00:00 ${name}`;
  return ['    PID TTY          TIME CMD', line(PARENT_PID, 'sh'), line(SHELL_PID, 'ps')].join('\n');
}

function full(view: HostView): string {
  const head = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
  const rows = processes(view).map(({ pid, user, command }) => {
    const parent = pid === 1 ? '0' : '1';
    return [user, String(pid), parent, '0', startedOn(view), '?', '00:00:02', command];
  });
  return columns([head, ...rows], new Set([1, 2, 3, 6]), [8, 7, 7, 2, 5, 8, 8]);
}

function byUser(view: HostView): string {
  const { total } = memoryKiB(view);
  const head = ['USER', 'PID', '%CPU', '%MEM', 'VSZ', 'RSS', 'TTY', 'STAT', 'START', 'TIME', 'COMMAND'];
  const rows = processes(view).map(({ pid, user, command, cpuPercent, memoryPercent }) => {
    const resident = Math.round((total * memoryPercent) / 100);
    const use = [cpuPercent.toFixed(1), memoryPercent.toFixed(1), String(resident * 3), String(resident)];
    return [user, String(pid), ...use, '?', 'Ss', startedOn(view), '0:02', command];
  });
  return columns([head, ...rows], new Set([1, 2, 3, 4, 5, 9]), [8, 7, 4, 4, 6, 5, 8, 4, 5, 6]);
}
