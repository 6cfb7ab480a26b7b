import type { HostView, OutcomeEvent } from '@rollcall/protocol';
import type { useTranslation } from 'react-i18next';

type Words = ReturnType<typeof useTranslation<'run'>>['t'];
interface TextFact {
  name: string;
  value: string;
}

/** How the command was started and, where we ended it, why and by what means, and what the host said to that. */
export function processFacts(outcome: OutcomeEvent | undefined, t: Words): TextFact[] {
  if (outcome === undefined || !('output' in outcome)) return [];
  const { process } = outcome;
  return [
    ...(process === undefined ? [] : [{ name: t('host.startedAs'), value: startedWords(process, t) }]),
    ...(outcome.type === 'host-timed-out'
      ? [{ name: t('host.limit'), value: t(`host.limit-${outcome.limit ?? 'command'}`) }]
      : []),
    ...('confirmed' in outcome ? stopFacts(outcome, t) : []),
  ];
}

function startedWords(
  { mode, reason }: NonNullable<Extract<OutcomeEvent, { output: object }>['process']>,
  t: Words,
): string {
  if (mode === 'group') return t('host.mode-group');
  return reason === undefined ? t('host.mode-plain') : `${t('host.mode-plain')}${t(`host.plain-${reason}`)}`;
}

function stopFacts(
  { confirmed, stopped }: Extract<OutcomeEvent, { confirmed: boolean }>,
  t: Words,
): TextFact[] {
  return [
    ...(stopped === undefined ? [] : [{ name: t('host.stopped'), value: t(`host.stopped-${stopped}`) }]),
    { name: t('host.proof'), value: t(confirmed ? 'host.proof-yes' : 'host.proof-no') },
  ];
}

/** By which way the host was reached; of a host that was not, the jump host on which the way ended. */
export function wayFacts(view: HostView | undefined, t: Words): TextFact[] {
  const { connected, outcome } = view ?? {};
  const lost = outcome !== undefined && 'jump' in outcome ? outcome.jump : undefined;
  return [
    ...(connected?.jump === undefined ? [] : [{ name: t('host.through'), value: connected.jump.join(', ') }]),
    ...(lost === undefined
      ? []
      : [{ name: t('host.brokenAt'), value: `${lost.user}@${lost.host}:${lost.port}` }]),
    ...(connected?.reused === true ? [{ name: t('host.connection'), value: t('host.reused') }] : []),
  ];
}
