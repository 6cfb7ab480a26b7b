/** How the machine feels: uptime, w, who, free, df. */
import { loadAverages, memoryKiB, uptimeSeconds, type HostView } from '../readings.ts';
import { columns, failed, invalidOption, printed, type HostCommand } from './command.ts';

export const uptime: HostCommand = (args, view) => {
  const seconds = uptimeSeconds(view);
  const [flag] = args;
  if (flag === '-s' || flag === '--since') {
    return printed(new Date(view.nowMs - seconds * 1000).toISOString().slice(0, 19).replace('T', ' '));
  }
  if (flag === '-p' || flag === '--pretty') return printed(prettyUptime(seconds));
  if (flag !== undefined) return invalidOption('uptime', flag);
  return printed(uptimeLine(view));
};

/** ` 14:02:11 up 45 days,  3:12,  1 user,  load average: 0.08, 0.03, 0.01` */
export function uptimeLine(view: HostView): string {
  const seconds = uptimeSeconds(view);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const clock =
    hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  const since = days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
  const load = loadAverages(view).map((value) => value.toFixed(2));
  return ` ${timeOfDay(view.nowMs)} up ${since},  1 user,  load average: ${load.join(', ')}`;
}

function prettyUptime(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 604_800), 'week'],
    [Math.floor(seconds / 86_400) % 7, 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return `up ${words.join(', ')}`;
}

function timeOfDay(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(11, 19);
}

export const who: HostCommand = (_args, view) => {
  const at = new Date(view.nowMs).toISOString().slice(0, 16).replace('T', ' ');
  return printed(`${view.user.padEnd(8)} pts/0        ${at} (192.0.2.254)`);
};

export const w: HostCommand = (_args, view) =>
  printed(
    [
      uptimeLine(view),
      'USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT',
      `${view.user.padEnd(8)} pts/0    192.0.2.254      ${timeOfDay(view.nowMs).slice(0, 5)}    0.00s  0.02s  0.00s w`,
    ].join('\n'),
  );

const FREE_UNITS: ReadonlyMap<string, number> = new Map([
  ['-b', 1 / 1024],
  ['-k', 1],
  ['-m', 1024],
  ['-g', 1024 * 1024],
]);

export const free: HostCommand = (args, view) => {
  const unit = args[0] ?? '-k';
  const divisor = FREE_UNITS.get(unit);
  if (divisor === undefined && unit !== '-h') return invalidOption('free', unit);
  const show = (kib: number): string =>
    divisor === undefined ? human(kib * 1024, 'i') : String(Math.floor(kib / divisor));
  const memory = memoryKiB(view);
  const row = (values: readonly number[]): string => values.map((value) => show(value).padStart(12)).join('');
  const swap = 1_048_572;
  return printed(
    [
      `${' '.repeat(7)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((head) => head.padStart(12)).join('')}`,
      `Mem:   ${row([memory.total, memory.used, memory.free, memory.shared, memory.cached, memory.free + memory.cached])}`,
      `Swap:  ${row([swap, 0, swap])}`,
    ].join('\n'),
  );
};

interface Mount {
  readonly source: string;
  readonly type: string;
  readonly kib: number;
  readonly usedKib: number;
  readonly at: string;
}

function mounts({ host }: HostView): Mount[] {
  const disk = Math.round(host.diskGiB * 0.97) * 1024 * 1024;
  const memory = host.memoryMiB * 1024;
  return [
    { source: 'udev', type: 'devtmpfs', kib: memory >> 1, usedKib: 0, at: '/dev' },
    { source: 'tmpfs', type: 'tmpfs', kib: Math.floor(memory / 10), usedKib: 920, at: '/run' },
    {
      source: '/dev/vda1',
      type: 'ext4',
      kib: disk,
      usedKib: Math.floor((disk * host.diskUsedPercent) / 100),
      at: '/',
    },
    { source: 'tmpfs', type: 'tmpfs', kib: memory >> 1, usedKib: 0, at: '/dev/shm' },
  ];
}

export const df: HostCommand = (args, view) => {
  const flags = args.filter((arg) => /^-[hkTP]+$/.test(arg)).join('');
  const paths = args.filter((arg) => !arg.startsWith('-'));
  const unknown = args.find((arg) => arg.startsWith('-') && !/^-[hkTP]+$/.test(arg));
  if (unknown !== undefined) return invalidOption('df', unknown);
  const all = mounts(view);
  const missing = paths.find((path) => !path.startsWith('/') && path !== '.');
  if (missing !== undefined) return failed(`df: ${missing}: No such file or directory`);
  const chosen = paths.length === 0 ? all : paths.map((path) => mountOf(path, all));
  const size = (kib: number): string => (flags.includes('h') ? human(kib * 1024, '') : String(kib));
  const rows = chosen.map((mount) => [
    mount.source,
    ...(flags.includes('T') ? [mount.type] : []),
    size(mount.kib),
    size(mount.usedKib),
    size(mount.kib - mount.usedKib),
    `${Math.ceil((mount.usedKib / mount.kib) * 100)}%`,
    mount.at,
  ]);
  const [total, left] = flags.includes('h') ? ['Size', 'Avail'] : ['1K-blocks', 'Available'];
  const head = [
    'Filesystem',
    ...(flags.includes('T') ? ['Type'] : []),
    total,
    'Used',
    left,
    'Use%',
    'Mounted on',
  ];
  const right = new Set(flags.includes('T') ? [2, 3, 4, 5] : [1, 2, 3, 4]);
  const least = flags.includes('T') ? [14, 8, 5, 5, 5] : [14, 5, 5, 5];
  return printed(columns([head, ...rows], right, least));
};

function mountOf(path: string, all: readonly Mount[]): Mount {
  const under = all.filter(({ at }) => path === at || path.startsWith(at === '/' ? '/' : `${at}/`));
  const longest = under.sort((a, b) => b.at.length - a.at.length)[0];
  return longest ?? (all.find(({ at }) => at === '/') as Mount);
}

/** As coreutils -h: three digits at most, rounded up. `i` gives `Gi` for free, nothing for df. */
function human(bytes: number, suffix: string): string {
  const letters = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let index = 0;
  for (; value >= 1024 && index < letters.length - 1; index += 1) value /= 1024;
  if (index === 0) return `${value}${suffix === '' ? '' : 'B'}`;
  const rounded = value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : String(Math.ceil(value));
  return `${rounded}${letters[index]}${suffix}`;
}
