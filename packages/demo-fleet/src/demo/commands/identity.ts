/** Who the machine is and who asks: uname, hostname, whoami, id, nproc, arch, lsb_release. */
import type { HostView } from '../readings.ts';
import { failed, invalidOption, printed, type HostCommand } from './command.ts';

/** GNU uname prints its fields in this order whatever the order of the flags. */
const UNAME_FIELDS = [
  ['s', '--kernel-name', () => 'Linux'],
  ['n', '--nodename', ({ host }: HostView) => host.name],
  ['r', '--kernel-release', ({ host }: HostView) => host.kernel.release],
  ['v', '--kernel-version', ({ host }: HostView) => host.kernel.version],
  ['m', '--machine', () => 'x86_64'],
  ['p', '--processor', () => 'unknown'],
  ['i', '--hardware-platform', () => 'unknown'],
  ['o', '--operating-system', () => 'GNU/Linux'],
] as const;

export const uname: HostCommand = (args, view) => {
  const wanted = new Set<string>();
  for (const arg of args) {
    if (arg === '--all') wanted.add('a');
    else if (arg.startsWith('--')) {
      const field = UNAME_FIELDS.find(([, long]) => long === arg);
      if (field === undefined) return invalidOption('uname', arg);
      wanted.add(field[0]);
    } else if (/^-[asnrvmpio]+$/.test(arg)) for (const letter of arg.slice(1)) wanted.add(letter);
    else if (arg.startsWith('-')) return invalidOption('uname', arg);
    else return failed(`uname: extra operand '${arg}'\nTry 'uname --help' for more information.`);
  }
  if (wanted.size === 0) wanted.add('s');
  const known = wanted.has('a') ? 'snrvmo' : [...wanted].join('');
  return printed(
    UNAME_FIELDS.filter(([letter]) => known.includes(letter))
      .map(([, , value]) => value(view))
      .join(' '),
  );
};

export const hostname: HostCommand = (args, { host }) => {
  const [flag] = args;
  switch (flag) {
    case undefined:
    case '-s':
    case '--short':
      return printed(host.name);
    case '-f':
    case '--fqdn':
    case '-A':
      return printed(`${host.name}.demo.example`);
    case '-d':
      return printed('demo.example');
    case '-I':
    case '-i':
    case '--all-ip-addresses':
      return printed(`${host.address} `);
    default:
      return flag.startsWith('-')
        ? invalidOption('hostname', flag)
        : failed('hostname: you must be root to change the host name');
  }
};

export const whoami: HostCommand = (_args, { user }) => printed(user);

export const id: HostCommand = (args, { user }) => {
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const name = args.find((arg) => !arg.startsWith('-')) ?? user;
  if (name !== user && name !== 'root') return failed(`id: '${name}': no such user`);
  const number = name === 'root' ? 0 : 1000;
  if (/[ug]/.test(flags)) return printed(flags.includes('n') ? name : String(number));
  if (flags.includes('G')) return printed(number === 0 ? '0' : '1000 27');
  const groups = number === 0 ? '0(root)' : `1000(${name}),27(sudo)`;
  return printed(`uid=${number}(${name}) gid=${number}(${name}) groups=${groups}`);
};

export const nproc: HostCommand = (_args, { host }) => printed(String(host.cores));

export const arch: HostCommand = () => printed('x86_64');

const RELEASE = {
  i: 'Distributor ID:\tDebian',
  d: 'Description:\tDebian GNU/Linux 12 (bookworm)',
  r: 'Release:\t12',
  c: 'Codename:\tbookworm',
};

export const lsbRelease: HostCommand = (args) => {
  const flags = args.join('');
  const wanted = flags.includes('a') ? 'idrc' : flags;
  const lines = Object.entries(RELEASE)
    .filter(([letter]) => wanted.includes(letter))
    .map(([, line]) => (flags.includes('s') ? line.split('\t')[1] : line));
  return lines.length === 0 ? printed('No LSB modules are available.') : printed(lines.join('\n'));
};
