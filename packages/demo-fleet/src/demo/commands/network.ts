/** Addresses and the kernel's own words: ip, dmesg, journalctl. */
import { chance, type DemoHost } from '../personas.ts';
import { daemonOf, uptimeSeconds, type HostView } from '../readings.ts';
import { failed, printed, type HostCommand } from './command.ts';

function hardwareAddress(host: DemoHost): string {
  const bytes = [0x52, 0x54, 0x00, 0x0a, 0x02, host.number];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export const ip: HostCommand = (args, { host }) => {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const [object = '', , device] = args.filter((arg) => !arg.startsWith('-'));
  const brief = flags.includes('-br') || flags.includes('-brief');
  if ('route'.startsWith(object) && object !== '') {
    return printed(
      `default via 192.0.2.254 dev eth0 onlink \n192.0.2.0/24 dev eth0 proto kernel scope link src ${host.address} `,
    );
  }
  if (!['address', 'addr', 'a', 'link', 'l'].includes(object))
    return failed(`Object "${object}" is unknown, try "ip help".`);
  if (brief) {
    return printed(
      `lo               UNKNOWN        127.0.0.1/8 ::1/128 \neth0             UP             ${host.address}/24 `,
    );
  }
  const withAddresses = object.startsWith('a');
  const loopback = [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    ...(withAddresses
      ? ['    inet 127.0.0.1/8 scope host lo', '       valid_lft forever preferred_lft forever']
      : []),
  ];
  const ethernet = [
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000',
    `    link/ether ${hardwareAddress(host)} brd ff:ff:ff:ff:ff:ff`,
    ...(withAddresses
      ? [
          `    inet ${host.address}/24 brd 192.0.2.255 scope global eth0`,
          '       valid_lft forever preferred_lft forever',
        ]
      : []),
  ];
  if (device === 'lo') return printed(loopback.join('\n'));
  if (device === 'eth0') return printed(ethernet.join('\n'));
  return printed([...loopback, ...ethernet].join('\n'));
};

/** The kernel's ring buffer: the boot, and what has bothered the machine since. */
export function kernelLines(view: HostView): string[] {
  const { host } = view;
  const up = uptimeSeconds(view);
  const lines: [number, string][] = [
    [0, `Linux version ${host.kernel.release} (debian-kernel@lists.debian.org) ${host.kernel.version}`],
    [0, `Command line: BOOT_IMAGE=/boot/vmlinuz-${host.kernel.release} root=/dev/vda1 ro quiet`],
    [0.004_1, 'tsc: Detected 2593.904 MHz processor'],
    [0.102_3, `Memory: ${host.memoryMiB * 1024 - 71_204}K/${host.memoryMiB * 1024}K available`],
    [0.184_7, `smp: Brought up 1 node, ${host.cores} CPUs`],
    [1.402_9, 'virtio_net virtio0 eth0: renamed from ens3'],
    [1.811_2, 'EXT4-fs (vda1): mounted filesystem with ordered data mode. Quota mode: none.'],
    [4.220_6, 'systemd[1]: Detected virtualization kvm.'],
    [6.731_4, `systemd[1]: Hostname set to <${host.name}>.`],
  ];
  if (chance(host.number, 'oom') < 0.1) {
    lines.push([
      up * 0.6,
      `Out of memory: Killed process 21877 (${daemonOf(host).unit}) total-vm:4218660kB, anon-rss:1911204kB`,
    ]);
  }
  if (host.quirk === 'disk-full')
    lines.push([up - 40, 'EXT4-fs warning (device vda1): ext4_da_write_begin: no space left']);
  return lines.map(([at, text]) => `[${at.toFixed(6).padStart(12)}] ${text}`);
}

export const dmesg: HostCommand = (_args, view) => printed(kernelLines(view).join('\n'));

/** The last lines of the journal; `-n N` and `-u unit` are understood. */
export const journalctl: HostCommand = (args, view) => {
  const unit = args[args.indexOf('-u') + 1]?.replace(/\.service$/, '');
  const count = Number(args[args.indexOf('-n') + 1]);
  const lines = journalLines(view).filter((line) => !args.includes('-u') || line.includes(` ${unit ?? ''}[`));
  const last = args.includes('-n') && Number.isInteger(count) ? lines.slice(-count) : lines;
  return printed(last.length === 0 ? '-- No entries --' : last.join('\n'));
};

/** What the machine noted lately, oldest first, in the form of syslog. */
export function journalLines(view: HostView): string[] {
  const { host, nowMs } = view;
  const daemon = daemonOf(host);
  const entries: [number, string][] = [
    [3_540, 'CRON[8012]: (root) CMD (   cd / && run-parts --report /etc/cron.hourly)'],
    [1_980, 'systemd[1]: Starting apt-daily.service - Daily apt download activities...'],
    [1_960, 'systemd[1]: Finished apt-daily.service - Daily apt download activities.'],
    [
      620,
      `${daemon.unit}[1204]: health check ok, ${Math.round(20 + 200 * chance(host.number, 'health'))} connections`,
    ],
    [45, 'systemd-timesyncd[381]: Contacted time server 192.0.2.253:123.'],
    [2, `sshd[8110]: Accepted publickey for ${view.user} from 192.0.2.254 port 51022 ssh2`],
  ];
  return entries.map(([agoS, text]) => {
    const at = new Date(nowMs - agoS * 1000).toUTCString();
    return `${at.slice(8, 11)} ${at.slice(5, 7)} ${at.slice(17, 25)} ${host.name} ${text}`;
  });
}
