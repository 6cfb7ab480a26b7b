import { countWords, type RunSpec, type RunSpecInput } from '@rollcall/protocol';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { limitWords } from './limit-words.ts';
import { inputBytes, sizeWords } from './size-words.ts';

/** A spec with the numbers that a page always knows. */
export type CalledSpec = RunSpecInput &
  Pick<RunSpec, 'fanout' | 'connectTimeoutMs' | 'commandTimeoutMs' | 'port'>;

type Words = ReturnType<typeof useTranslation<'compose'>>['t'];

/**
 * How the hosts are called, in parts with `<b>` around what is chosen: login, numbers and limits always, everything else only
 * where it is not as usual.
 */
export function useCallingWords(spec: CalledSpec): string[] {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const time = (ms: number): string => (ms === 0 ? t('options.noLimit') : limitWords(ms, locale));
  const { silenceTimeoutMs = 0 } = spec;
  return [
    t('options.as', { user: spec.login.user }) + loginWords(spec.login, t),
    ...(spec.port === 22 ? [] : [t('options.port', { port: spec.port })]),
    ...(spec.jump === undefined ? [] : [t('options.through', { hosts: spec.jump })]),
    ...(spec.legacy ? [t('options.legacy')] : []),
    t('options.atOnce', { n: countWords(spec.fanout, locale) }),
    t('options.connect', { time: time(spec.connectTimeoutMs) }),
    t('options.command', { time: time(spec.commandTimeoutMs) }),
    ...(silenceTimeoutMs === 0 ? [] : [t('options.silence', { time: time(silenceTimeoutMs) })]),
    ...(spec.hostKeys === 'accept-new' ? [t('options.acceptNew')] : []),
    ...taskWords(spec, t),
  ];
}

function loginWords(login: RunSpecInput['login'], t: Words): string {
  switch (login.method) {
    case 'key':
      return t('options.withKey', { key: login.identity });
    case 'agent':
      return t('options.withAgent');
    case 'password':
      return t('options.withPassword');
  }
}

/** Names of variables that are listed; more are only counted. */
const MAX_NAMES = 3;

function taskWords(
  { script, sudo, workingFolder, env, input, pty, plain }: RunSpecInput,
  t: Words,
): string[] {
  const names = Object.keys(env ?? {});
  const listed = names.slice(0, MAX_NAMES).join(', ');
  return [
    script && scriptWords(script.interpreter ?? 'auto', t),
    plain && t('options.plain'),
    sudo && t('options.sudo', { user: sudo.user }),
    workingFolder !== undefined && t('options.in', { folder: workingFolder }),
    names.length > MAX_NAMES
      ? t('options.withMore', { names: listed, n: names.length - MAX_NAMES })
      : names.length > 0 && t('options.with', { names: listed }),
    input && inputWords(input, t),
    pty && t('options.pty'),
  ].filter((part) => typeof part === 'string');
}

const scriptWords = (interpreter: string, t: Words): string =>
  interpreter === 'auto' ? t('options.script') : t('options.scriptFor', { interpreter });

function inputWords(input: NonNullable<RunSpecInput['input']>, t: Words): string {
  const size = sizeWords(inputBytes(input));
  return 'text' in input ? t('options.inputText', { size }) : t('options.input', { name: input.name, size });
}
