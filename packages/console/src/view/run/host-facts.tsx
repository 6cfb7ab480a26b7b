import {
  columnDuration,
  exitCell,
  loginWords,
  type HostView,
  type Locale,
  type OutcomeEvent,
} from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { processFacts, wayFacts } from './process-facts.ts';
import { useSnapshot } from './run-context.ts';
import { utcWords, whenWords } from './words.ts';
import shared from './host.module.css';
import styles from './host-facts.module.css';

interface HostFactsProps {
  view: HostView | undefined;
  token: string | null;
}

type Words = ReturnType<typeof useTranslation<'run'>>['t'];
interface Fact {
  name: string;
  value: ReactNode;
  mono?: boolean;
}

/** Everything the log says about an attempt that is not output. */
export function HostFacts({ view, token }: HostFactsProps): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { nowMs } = useSnapshot();
  const outcome = view?.outcome;
  const reason = outcome === undefined ? '' : reasonOf(outcome);
  const facts: (Fact | false)[] = [
    ...exitFacts(outcome, t),
    ...processFacts(outcome, t),
    reason !== '' && { name: t('host.code'), value: reason, mono: true },
    view?.connectingAtMs !== undefined && {
      name: t('host.started'),
      value: (
        <time title={utcWords(view.connectingAtMs)}>{whenWords(view.connectingAtMs, nowMs, locale)}</time>
      ),
    },
    outcome !== undefined &&
      'durationMs' in outcome && { name: t('host.took'), value: columnDuration(outcome.durationMs) },
    ...wayFacts(view, t),
    ...connectionFacts(view, t, locale),
    ...keyFacts(outcome, t),
    token !== null && { name: t('host.attempt'), value: token, mono: true },
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls must be reachable by keyboard
    <section className={styles['facts']} aria-label={t('host.facts')} tabIndex={0}>
      <header className={shared['title']}>
        <h3>{t('host.facts')}</h3>
      </header>
      <dl>
        {facts.map((fact) =>
          fact === false ? null : (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd className={fact.mono ? styles['mono'] : undefined} translate="no">
                {fact.value}
              </dd>
            </div>
          ),
        )}
      </dl>
      {outcome?.type === 'host-exited' && outcome.note === 'output-may-continue' ? (
        <p className={shared['hint']}>{t('host.openOutput')}</p>
      ) : null}
      {outcome !== undefined && 'evidence' in outcome && outcome.evidence ? (
        <>
          <h4 className={shared['hint']}>{t('host.evidence')}</h4>
          <pre className={styles['evidence']} translate="no">
            {outcome.evidence}
          </pre>
        </>
      ) : null}
    </section>
  );
}

/** The stable code of an outcome that has one. */
function reasonOf(outcome: OutcomeEvent): string {
  switch (outcome.type) {
    case 'host-failed':
    case 'host-unknown':
    case 'host-skipped':
      return outcome.reason;
    case 'host-exited':
    case 'host-timed-out':
    case 'host-cancelled':
      return '';
  }
}

function exitFacts(outcome: OutcomeEvent | undefined, t: Words): Fact[] {
  if (outcome === undefined || !('output' in outcome)) return [];
  const status = exitCell(outcome);
  const signal = outcome.type === 'host-exited' ? outcome.signal : null;
  return [
    { name: t('host.exitStatus'), value: status === '–' ? t('host.none') : status },
    { name: t('host.exitSignal'), value: signal ?? t('host.none') },
  ];
}

function connectionFacts(view: HostView | undefined, t: Words, locale: Locale): Fact[] {
  const connected = view?.connected;
  if (connected === undefined) return [];
  const { hostKey } = connected;
  return [
    { name: t('host.loginAs'), value: loginWords(connected.login, locale) },
    {
      name: t('host.hostKey'),
      value: (
        <>
          <code>{hostKey.fingerprint}</code>
          <span>
            {t('host.typeAndTrust', { type: hostKey.type, trust: t(`host.trust-${hostKey.trust}`) })}
          </span>
        </>
      ),
    },
    { name: t('host.server'), value: connected.server },
    { name: t('host.address'), value: connected.address, mono: true },
  ];
}

/** The key that was seen in place of the one that was expected. */
function keyFacts(outcome: OutcomeEvent | undefined, t: Words): Fact[] {
  if (outcome?.type !== 'host-failed' || outcome.hostKey === undefined) return [];
  const { fingerprint, type, expected } = outcome.hostKey;
  const seen = {
    name: t('host.keySeen'),
    value: (
      <>
        <code>{fingerprint}</code>
        <span>{type}</span>
      </>
    ),
  };
  if (expected.length === 0) return [seen];
  return [
    seen,
    { name: t('host.keyExpected'), value: expected.map((each) => <code key={each}>{each}</code>) },
  ];
}
