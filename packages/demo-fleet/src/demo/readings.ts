import { chance, type DemoHost } from './personas.ts';

/** What one command sees of its machine. */
export interface HostView {
  readonly host: DemoHost;
  /** Who runs the command; `root` under sudo. */
  readonly user: string;
  readonly nowMs: number;
  /** Services that somebody stopped; survives from command to command. */
  readonly stopped: Set<string>;
}

const DAY_S = 86_400;

/**
 * Seconds since the machine started: each has its own rhythm of 20 to 380 days, so that the answer is
 * the same whoever asks and whenever the demo was started.
 */
export function uptimeSeconds({ host, nowMs }: HostView): number {
  const period = Math.floor((20 + 360 * chance(host.number, 'rhythm')) * DAY_S);
  const phase = Math.floor(chance(host.number, 'phase') * period);
  return ((Math.floor(nowMs / 1000) + phase) % period) + 60;
}

/** The day the machine started, as ps writes it: `Oct07`. */
export function startedOn(view: HostView): string {
  const [, day = '', month = ''] = new Date(view.nowMs - uptimeSeconds(view) * 1000).toUTCString().split(' ');
  return `${month}${day}`;
}

/** Load averages over 1, 5 and 15 minutes: each host its level, moving slowly. */
export function loadAverages({ host, nowMs }: HostView): [number, number, number] {
  const level = host.cores * (0.02 + 0.5 * chance(host.number, 'load') ** 2);
  const wave = (periodS: number): number =>
    level * (1 + 0.4 * Math.sin((nowMs / 1000 / periodS + chance(host.number, 'wave')) * 2 * Math.PI));
  return [wave(90), wave(400), wave(1200)];
}

/** Memory in KiB, as `/proc/meminfo` counts. */
export function memoryKiB(view: HostView): {
  total: number;
  used: number;
  free: number;
  shared: number;
  cached: number;
} {
  const total = view.host.memoryMiB * 1024;
  const used = Math.round(total * (0.12 + 0.55 * chance(view.host.number, 'memory')));
  const cached = Math.round((total - used) * (0.3 + 0.5 * chance(view.host.number, 'cache')));
  const shared = Math.round(total * 0.004);
  return { total, used, free: total - used - cached, shared, cached };
}

/** A process of the machine. */
export interface Process {
  readonly pid: number;
  readonly user: string;
  readonly command: string;
  readonly cpuPercent: number;
  readonly memoryPercent: number;
}

const DAEMON: Record<DemoHost['role'], { user: string; command: string; unit: string; port: number }> = {
  web: { user: 'www-data', command: '/usr/bin/php-fpm8.2 --nodaemonize', unit: 'php8.2-fpm', port: 9000 },
  app: { user: 'app', command: '/usr/bin/node /srv/app/server.js', unit: 'app', port: 8080 },
  db: {
    user: 'postgres',
    command: '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main',
    unit: 'postgresql',
    port: 5432,
  },
  cache: { user: 'redis', command: '/usr/bin/redis-server 127.0.0.1:6379', unit: 'redis-server', port: 6379 },
  lb: {
    user: 'haproxy',
    command: '/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg',
    unit: 'haproxy',
    port: 443,
  },
};

/** The service that the machine is there for. */
export function daemonOf(host: DemoHost): (typeof DAEMON)[DemoHost['role']] {
  return DAEMON[host.role];
}

/** The processes that run now, lowest number first. */
export function processes(view: HostView): Process[] {
  const { host } = view;
  const daemon = daemonOf(host);
  const [load] = loadAverages(view);
  const memory = memoryKiB(view);
  const base = 400 + ((host.number * 7) % 300);
  const list: Process[] = [
    running(1, 'root', '/sbin/init', 0, 0.1),
    running(base, 'root', '/lib/systemd/systemd-journald', 0, 0.2),
    running(base + 61, 'root', '/usr/sbin/cron -f', 0, 0),
    running(base + 62, 'message+', '/usr/bin/dbus-daemon --system', 0, 0),
    running(base + 70, 'root', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', 0, 0.1),
  ];
  if (hasService(view, 'nginx')) {
    list.push(running(base + 90, 'root', 'nginx: master process /usr/sbin/nginx -g daemon on;', 0, 0.1));
    list.push(running(base + 91, 'www-data', 'nginx: worker process', load * 3, 0.4));
  }
  if (hasService(view, daemon.unit)) {
    list.push(running(base + 120, daemon.user, daemon.command, load * 40, (memory.used / memory.total) * 60));
  }
  return list;
}

function running(
  pid: number,
  user: string,
  command: string,
  cpuPercent: number,
  memoryPercent: number,
): Process {
  return { pid, user, command, cpuPercent: Math.min(cpuPercent, 99), memoryPercent };
}

/** Units installed on the machine, whether running or not. */
export function units(host: DemoHost): string[] {
  const common = ['cron', 'dbus', 'ssh', 'systemd-journald', 'systemd-timesyncd', daemonOf(host).unit];
  return host.quirk === 'no-nginx' ? common : [...common, 'nginx'];
}

/** Installed and not stopped by anybody. */
export function hasService({ host, stopped }: HostView, unit: string): boolean {
  return units(host).includes(unit) && !stopped.has(unit);
}
