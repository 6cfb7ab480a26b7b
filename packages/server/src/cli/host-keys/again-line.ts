import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_MAX_OUTPUT_BYTES,
  DEFAULT_STAGE_LIMITS,
  targetLabel,
  type RunSpec,
  type RunTarget,
} from '@rollcall/protocol';
import { isAbsolute } from 'node:path';
import { foldPlaces, type KeyPlace } from '../../host-keys/fold-hosts.ts';
import { shellWord } from '../shell-word.ts';

/** A run as the store has it. */
export interface RunBefore {
  spec: RunSpec;
  targets: readonly RunTarget[];
}

/**
 * The command that runs a run again on the hosts of these keys, as it was run: the same user, way, task and limits. Where a key is that
 * of a jump host the run names all its targets, since the command is not meant for the jump host. Secrets and texts that are
 * no part of a command line stand as words in capitals; of a run that is gone only the hosts are known.
 */
export function againLine(
  keys: readonly KeyPlace[],
  run: RunBefore | null,
  data: string | undefined,
): string {
  const start = ['rollcall', 'run', ...option('--data', data)];
  if (run === null) return [...start, shellWord(foldPlaces(keys)), 'COMMAND'].join(' ');
  const { user, range } = whom(keys, run);
  const { spec } = run;
  return [
    ...start,
    ...loginWords(spec, user),
    ...wayWords(spec),
    ...taskWords(spec),
    ...paceWords(spec),
    shellWord(range),
    ...(spec.script === undefined ? ['--', shellWord(spec.command)] : []),
  ].join(' ');
}

/** The hosts, and the user whom `--user` names: that of all of them, or that of the run where they differ. */
function whom(keys: readonly KeyPlace[], { spec, targets }: RunBefore): { user: string; range: string } {
  const runUser = spec.login.user;
  const ofPlace = new Map(targets.map((target) => [placeOf(target, spec), target]));
  const found = keys.flatMap((key) => ofPlace.get(placeOf(key, spec)) ?? []);
  if (found.length < keys.length) return { user: runUser, range: spec.targets };
  const users = new Set(found.map((target) => target.user ?? runUser));
  const [only] = users;
  if (users.size === 1) return { user: only!, range: foldPlaces(keys) };
  const labels = found.map(({ host, port = spec.port, user }) =>
    targetLabel({ host, ...(port === 22 ? {} : { port }), ...(user === undefined ? {} : { user }) }),
  );
  return { user: runUser, range: labels.join(',') };
}

const placeOf = ({ host, port }: RunTarget, spec: RunSpec): string =>
  `${host.toLowerCase()} ${port ?? spec.port}`;

function loginWords({ login }: RunSpec, user: string): string[] {
  const named = option('-l', user);
  switch (login.method) {
    case 'key':
      // A run of the console has the name of a key there, not a file.
      return [...named, ...option('-i', isAbsolute(login.identity) ? login.identity : undefined)];
    case 'agent':
      return [...named, '--agent'];
    case 'password':
      return [...named, '--ask-password'];
  }
}

function wayWords({ jump, legacy, hostKeys }: RunSpec): string[] {
  return [
    ...option('-J', jump),
    ...flag('--legacy', legacy),
    ...option('--host-keys', hostKeys === 'strict' ? undefined : hostKeys),
  ];
}

function taskWords(spec: RunSpec): string[] {
  const { script, workingFolder, env, input, pty, sudo, plain } = spec;
  return [
    ...(script === undefined ? [] : ['--script', 'FILE']),
    ...option('--interpreter', script?.interpreter === 'auto' ? undefined : script?.interpreter),
    ...option('-C', workingFolder),
    ...Object.entries(env ?? {}).flatMap(([name, value]) => option('-e', `${name}=${value}`)),
    ...(input === undefined ? [] : ['--input', 'FILE']),
    ...flag('--pty', pty),
    ...option('--sudo-user', sudo?.user),
    ...flag('--plain', plain),
  ];
}

function paceWords(spec: RunSpec): string[] {
  const { fanout, connectTimeoutMs, commandTimeoutMs, silenceTimeoutMs, maxOutputBytes } = spec;
  const unless = (usual: number, value: number, word = `${value}`): string | undefined =>
    value === usual ? undefined : word;
  return [
    ...option('-f', `${fanout}`),
    ...option('-t', unless(DEFAULT_STAGE_LIMITS.connectMs, connectTimeoutMs, `${connectTimeoutMs}ms`)),
    ...option('-u', unless(DEFAULT_COMMAND_TIMEOUT_MS, commandTimeoutMs, `${commandTimeoutMs}ms`)),
    ...option('--silence', unless(0, silenceTimeoutMs ?? 0, `${silenceTimeoutMs}ms`)),
    ...option('--max-output', unless(DEFAULT_MAX_OUTPUT_BYTES, maxOutputBytes)),
  ];
}

const option = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [name, shellWord(value)];
const flag = (name: string, isSet: boolean | undefined): string[] => (isSet ? [name] : []);
