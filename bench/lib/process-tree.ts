import { readdirSync, readFileSync } from 'node:fs';

/** Of `/proc` on Linux, a second. */
const CLOCK_TICKS = 100;

/** The processes below `pid`, itself first (Linux). */
export function processTree(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
    return [pid, ...children.flatMap(processTree)];
  } catch {
    return [pid];
  }
}

/** Resident memory in MiB; 0 when the process is gone. */
export function rssMiB(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Memory in MiB, what is shared with other processes counted in parts; 0 when the process is gone. */
export function pssMiB(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** User and system time of a process so far, in s; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return (user! + system!) / CLOCK_TICKS;
  } catch {
    return 0;
  }
}

/** CPU time of a process so far in ms, of its main thread and of all others (collector, compiler, thread pool). */
export function threadsCpuMs(pid: number): { main: number; others: number } {
  const sum = { main: 0, others: 0 };
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    sum[Number(thread) === pid ? 'main' : 'others'] += Number(ns) / 1e6;
  }
  return sum;
}

/** The words a process was started with. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Samples the memory of the processes that `pick` chooses until stopped; gives the largest sum. */
export function watchMemory(pick: () => number[]): {
  stop(): { peakMiB: number; each: Map<string, number> };
} {
  let peakMiB = 0;
  const each = new Map<string, number>();
  const timer = setInterval(() => {
    const sizes = pick().map((pid) => [commandLine(pid), rssMiB(pid)] as const);
    peakMiB = Math.max(
      peakMiB,
      sizes.reduce((sum, [, size]) => sum + size, 0),
    );
    for (const [name, size] of sizes) each.set(name, Math.max(each.get(name) ?? 0, size));
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return { peakMiB, each };
    },
  };
}
