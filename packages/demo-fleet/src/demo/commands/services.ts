/** What runs on the machine: systemctl, service, nginx, openssl, timedatectl. */
import { daemonOf, hasService, units, type HostView } from '../readings.ts';
import { failed, invalidOption, printed, type CommandResult, type HostCommand } from './command.ts';

const DENIED = 'Interactive authentication required.';

export const systemctl: HostCommand = (args, view) => {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [verb = args.includes('--failed') ? '--failed' : 'list-units', ...names] = words;
  const chosen = names.map((name) => name.replace(/\.service$/, ''));
  switch (verb) {
    case 'is-active':
      return each(
        chosen,
        (unit) => (hasService(view, unit) ? ['active', 0] : ['inactive', 3]),
        args.includes('--quiet'),
      );
    case 'is-enabled':
      return each(
        chosen,
        (unit) => (units(view.host).includes(unit) ? ['enabled', 0] : ['not-found', 4]),
        false,
      );
    case 'is-failed':
      return each(chosen, (unit) => (hasService(view, unit) ? ['active', 1] : ['inactive', 1]), false);
    case 'is-system-running':
      return printed('running');
    case '--failed':
      return printed('  UNIT LOAD ACTIVE SUB DESCRIPTION\n0 loaded units listed.');
    case 'status':
      return status(chosen[0], view);
    case 'start':
    case 'restart':
    case 'reload':
    case 'stop':
      return change(verb, chosen, view);
    case 'list-units':
      return printed(
        [
          ...units(view.host)
            .filter((unit) => hasService(view, unit))
            .map(unitLine),
          '',
        ].join('\n'),
      );
    default:
      return failed(`Unknown command verb ${verb}.`);
  }
};

function unitLine(unit: string): string {
  return `  ${`${unit}.service`.padEnd(28)} loaded active running ${unit}`;
}

function each(
  names: readonly string[],
  state: (unit: string) => [string, number],
  quiet: boolean,
): CommandResult {
  if (names.length === 0) return failed('Too few arguments.');
  const states = names.map(state);
  const exitCode = states.every(([, code]) => code === 0)
    ? 0
    : (states.find(([, code]) => code !== 0)?.[1] ?? 0);
  return { stdout: quiet ? '' : states.map(([word]) => `${word}\n`).join(''), stderr: '', exitCode };
}

function status(unit: string | undefined, view: HostView): CommandResult {
  if (unit === undefined)
    return printed(`● ${view.host.name}\n    State: running\n    Units: 214 loaded (incl. loaded aliases)`);
  if (!units(view.host).includes(unit)) return failed(`Unit ${unit}.service could not be found.`, 4);
  const active = hasService(view, unit);
  const lines = [
    `${active ? '●' : '○'} ${unit}.service - ${unit}`,
    `     Loaded: loaded (/lib/systemd/system/${unit}.service; enabled; preset: enabled)`,
    `     Active: ${active ? 'active (running)' : 'inactive (dead)'}`,
  ];
  return { ...printed(lines.join('\n')), exitCode: active ? 0 : 3 };
}

function change(
  verb: 'start' | 'restart' | 'reload' | 'stop',
  names: readonly string[],
  view: HostView,
): CommandResult {
  const missing = names.find((unit) => !units(view.host).includes(unit));
  if (missing !== undefined)
    return failed(`Failed to ${verb} ${missing}.service: Unit ${missing}.service not found.`, 5);
  if (view.user !== 'root') return failed(`Failed to ${verb} ${names[0] ?? ''}.service: ${DENIED}`);
  for (const unit of names) {
    if (verb === 'stop') view.stopped.add(unit);
    else view.stopped.delete(unit);
  }
  return printed('');
}

export const service: HostCommand = (args, view) => {
  const [unit = '', verb = 'status'] = args;
  if (!units(view.host).includes(unit)) return failed(`${unit}: unrecognized service`);
  if (verb !== 'status') return systemctl([verb, unit], view);
  return hasService(view, unit)
    ? printed(`${unit} is running.`)
    : { ...printed(`${unit} is not running ... failed!`), exitCode: 3 };
};

const NGINX_VERSION = 'nginx version: nginx/1.26.2';

/** nginx says everything on stderr, the version too. */
export const nginx: HostCommand = (args, { user }) => {
  switch (args[0]) {
    case '-v':
      return failed(NGINX_VERSION, 0);
    case '-V':
      return failed(`${NGINX_VERSION}\nbuilt with OpenSSL 3.0.15 3 Sep 2024\nTLS SNI support enabled`, 0);
    case '-t':
      if (user !== 'root')
        return failed('nginx: [emerg] open() "/run/nginx.pid" failed (13: Permission denied)');
      return failed(
        'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful',
        0,
      );
    case '-s':
      return user === 'root'
        ? printed('')
        : failed('nginx: [error] open() "/run/nginx.pid" failed (13: Permission denied)');
    case undefined:
      return failed('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)');
    default:
      return failed(`nginx: invalid option: "${args[0]}"`);
  }
};

export const openssl: HostCommand = (args) => {
  if (args[0] !== 'version') return failed(`Invalid command '${args[0] ?? ''}'; type "help" for a list.`);
  const line = 'OpenSSL 3.0.15 3 Sep 2024 (Library: OpenSSL 3.0.15 3 Sep 2024)';
  if (args[1] === undefined || args[1] === '-v') return printed(line);
  if (args[1] === '-a') return printed(`${line}\nplatform: debian-amd64\nOPENSSLDIR: "/usr/lib/ssl"`);
  return invalidOption('version', args[1]);
};

export const timedatectl: HostCommand = (args, { nowMs }) => {
  const facts: Record<string, string> = {
    Timezone: 'Etc/UTC',
    LocalRTC: 'no',
    CanNTP: 'yes',
    NTP: 'yes',
    NTPSynchronized: 'yes',
  };
  if (args[0] === 'show') {
    const wanted = args.flatMap((arg, index) =>
      arg === '-p' ? [args[index + 1] ?? ''] : arg.startsWith('--property=') ? [arg.slice(11)] : [],
    );
    const names =
      wanted.length === 0 ? Object.keys(facts) : wanted.filter((name) => Object.hasOwn(facts, name));
    return printed(
      names.map((name) => (args.includes('--value') ? facts[name] : `${name}=${facts[name]}`)).join('\n'),
    );
  }
  const time = new Date(nowMs).toUTCString().slice(0, 25);
  return printed(
    [
      `               Local time: ${time} UTC`,
      `           Universal time: ${time} UTC`,
      '                Time zone: Etc/UTC (UTC, +0000)',
      'System clock synchronized: yes',
      '              NTP service: active',
    ].join('\n'),
  );
};

/** `ss -tln`: what listens. */
export const ss: HostCommand = (_args, view) => {
  const daemon = daemonOf(view.host);
  const ports: [string, number][] = [['ssh', 22]];
  if (hasService(view, 'nginx')) ports.push(['nginx', 80]);
  if (hasService(view, daemon.unit)) ports.push([daemon.unit, daemon.port]);
  const lines = ports.map(
    ([, port]) =>
      `LISTEN 0      ${port === 22 ? 128 : 511}          0.0.0.0:${String(port).padEnd(6)} 0.0.0.0:*`,
  );
  return printed(['State  Recv-Q Send-Q Local Address:Port   Peer Address:Port', ...lines].join('\n'));
};
