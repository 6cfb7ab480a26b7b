import { countWords, hostStateCode, type HostState } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { useRun, useSnapshot } from './run-context.ts';
import styles from './stop.module.css';

/** Hosts that are named; of more only the number. */
const NAMED = 3;

/** After a stop was asked for: what the hosts confirmed, what they did not, and what was never called. */
export function StopReport(): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { store, nameOf } = useRun();
  const { cancelRequestedBy, counts } = useSnapshot();
  if (cancelRequestedBy === null) return null;
  const { states } = store.state;
  const confirmed = hostsIn(states, 'cancelled');
  const unconfirmed = hostsIn(states, 'still-running');
  const notCalled = hostsIn(states, 'not-called').length;
  const waiting = counts.running + counts.connecting;
  const number = (count: number): string => countWords(count, locale);
  const more = unconfirmed.length - NAMED;
  return (
    <p className={styles['report']}>
      <span>{t('stop.asked', { who: cancelRequestedBy })}</span>
      {waiting > 0 ? (
        <span className={styles['waiting']}>{t('stop.waiting', { count: waiting, n: number(waiting) })}</span>
      ) : null}
      {confirmed.length > 0 ? (
        <span className={styles['confirmed']}>
          <i aria-hidden="true">✓</i>
          {t('stop.confirmed', { count: confirmed.length, n: number(confirmed.length) })}
        </span>
      ) : null}
      {unconfirmed.length > 0 ? (
        <span className={styles['unconfirmed']}>
          <i aria-hidden="true">✗</i>
          {t('stop.unconfirmed', { n: number(unconfirmed.length) })}{' '}
          <code>{unconfirmed.slice(0, NAMED).map(nameOf).join(' ')}</code>
          {more > 0 ? ` ${t('stop.more', { n: number(more) })}` : null}
        </span>
      ) : null}
      {notCalled > 0 ? <span>{t('stop.notCalled', { n: number(notCalled) })}</span> : null}
    </p>
  );
}

function hostsIn(states: Uint8Array, state: HostState): number[] {
  const code = hostStateCode(state);
  const hosts: number[] = [];
  for (let host = 0; host < states.length; host += 1) if (states[host] === code) hosts.push(host);
  return hosts;
}
