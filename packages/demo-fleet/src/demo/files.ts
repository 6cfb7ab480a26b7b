import { journalLines, kernelLines } from './commands/network.ts';
import type { DemoHost } from './personas.ts';
import { loadAverages, memoryKiB, processes, uptimeSeconds, type HostView } from './readings.ts';

/** Files that do not change by themselves. */
export function stillFiles(host: DemoHost): Record<string, string> {
  return {
    '/etc/hostname': `${host.name}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n${host.address}\t${host.name}.demo.example ${host.name}\n`,
    '/etc/debian_version': '12.8\n',
    '/etc/timezone': 'Etc/UTC\n',
    '/etc/os-release': OS_RELEASE,
    '/etc/issue': 'Debian GNU/Linux 12 \\n \\l\n\n',
    '/etc/resolv.conf': 'nameserver 192.0.2.253\nsearch demo.example\n',
    '/etc/passwd':
      'root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nops:x:1000:1000::/home/ops:/bin/sh\n',
    '/etc/nginx/nginx.conf':
      'user www-data;\nworker_processes auto;\nevents { worker_connections 768; }\nhttp { include /etc/nginx/sites-enabled/*; }\n',
    '/root/.profile': '# ~/.profile\n',
    '/srv/README': `This is ${host.name}, a machine that exists only in Rollcall's demo.\n`,
  };
}

const OS_RELEASE = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

/** Files that are written anew before each command: `/proc` and the logs. */
export function movingFiles(view: HostView): Record<string, string> {
  const { host } = view;
  const load = loadAverages(view).map((value) => value.toFixed(2));
  const up = uptimeSeconds(view);
  const memory = memoryKiB(view);
  return {
    '/proc/loadavg': `${load.join(' ')} 1/${100 + processes(view).length} 8143\n`,
    '/proc/uptime': `${up.toFixed(2)} ${(up * host.cores * 0.95).toFixed(2)}\n`,
    '/proc/version': `Linux version ${host.kernel.release} (debian-kernel@lists.debian.org) ${host.kernel.version}\n`,
    '/proc/meminfo': [
      ['MemTotal', memory.total],
      ['MemFree', memory.free],
      ['MemAvailable', memory.free + memory.cached],
      ['Cached', memory.cached],
    ]
      .map(([name, kib]) => `${`${name}:`.padEnd(16)}${String(kib).padStart(8)} kB\n`)
      .join(''),
    '/proc/cpuinfo': Array.from(
      { length: host.cores },
      (_, core) => `processor\t: ${core}\nmodel name\t: Intel(R) Xeon(R) Gold 6132 CPU @ 2.60GHz\n\n`,
    ).join(''),
    '/var/log/syslog': journalLines(view)
      .map((line) => `${line}\n`)
      .join(''),
    '/var/log/kern.log': kernelLines(view)
      .map((line) => `${line}\n`)
      .join(''),
  };
}
