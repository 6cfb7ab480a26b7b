import type { DemoHost } from '../personas.ts';
import type { HostCommand } from './command.ts';
import { arch, hostname, id, lsbRelease, nproc, uname, whoami } from './identity.ts';
import { dmesg, ip, journalctl } from './network.ts';
import { nginx, openssl, service, ss, systemctl, timedatectl } from './services.ts';
import { ps } from './processes.ts';
import { df, free, uptime, w, who } from './vitals.ts';

const COMMANDS: Readonly<Record<string, HostCommand>> = {
  arch,
  df,
  dmesg,
  free,
  hostname,
  id,
  ip,
  journalctl,
  lsb_release: lsbRelease,
  nginx,
  nproc,
  openssl,
  ps,
  service,
  ss,
  systemctl,
  timedatectl,
  uname,
  uptime,
  w,
  who,
  whoami,
};

/** The programs of one machine beyond the shell's own, by name. */
export function commandsOf(host: DemoHost): [string, HostCommand][] {
  const all = Object.entries(COMMANDS);
  return host.quirk === 'no-nginx' ? all.filter(([name]) => name !== 'nginx') : all;
}
