import {
  columnDuration,
  durationWords,
  HOST_STATE_LOOKS,
  HOST_STATES,
  type HostView,
} from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import hues from '../ui/hue.module.css';
import { Icon } from '../ui/icon.tsx';
import { HostExplanation } from './host-explanation.tsx';
import { HostFacts } from './host-facts.tsx';
import { HostOutput } from './host-output.tsx';
import { HostPhases } from './host-phases.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import { useHostSession } from './use-host-session.ts';
import type { Moves } from './use-run-keys.ts';
import styles from './host.module.css';

/** One host of the run: how it went and, without an answer, why, where its time went, what it printed, and the facts. */
export function HostPane({ host, moves }: { host: number; moves: Moves }): ReactNode {
  const { nameOf, store } = useRun();
  useSnapshot();
  const session = useHostSession(host);
  const view = store.state.hosts.get(host);
  return (
    <section className={styles['pane']} aria-label={nameOf(host)} data-region data-side>
      <Head host={host} view={view} moves={moves} />
      <HostExplanation host={host} view={view} />
      <div className={styles['body']}>
        <HostPhases view={view} />
        <HostOutput host={host} session={session} view={view} />
        <HostFacts view={view} token={session.token} />
      </div>
    </section>
  );
}

interface HeadProps {
  host: number;
  view: HostView | undefined;
  moves: Moves;
}

function Head({ host, view, moves }: HeadProps): ReactNode {
  const { t } = useTranslation('run');
  const { nameOf, store } = useRun();
  const { glyph, hue } = HOST_STATE_LOOKS[HOST_STATES[store.shown[host]!]!];
  const { order } = moves.list;
  const at = order.indexOf(host);
  const go = (step: 1 | -1) => (): void => {
    const next = order[at + step];
    if (next !== undefined) moves.onOpen(next);
  };
  return (
    <header className={styles['head']}>
      <span className={cx(styles['glyph'], hues[hue])} aria-hidden="true">
        {glyph}
      </span>
      <h2>
        <code>{nameOf(host)}</code>
      </h2>
      <p className={styles['outcome']}>{useOutcomeWords(host, view)}</p>
      <div className={styles['moves']}>
        <IconButton label={t('host.previous')} aria-keyshortcuts="k" disabled={at <= 0} onClick={go(-1)}>
          <Icon name="up" />
        </IconButton>
        <IconButton
          label={t('host.next')}
          aria-keyshortcuts="j"
          disabled={at >= order.length - 1}
          onClick={go(1)}
        >
          <Icon name="down" />
        </IconButton>
        <IconButton label={t('host.close')} aria-keyshortcuts="Escape" onClick={moves.onClose}>
          <Icon name="cross" />
        </IconButton>
      </div>
    </header>
  );
}

/** `success in 0.58 s`, `running for 3.2 s`, `waits for its turn`. */
function useOutcomeWords(host: number, view: HostView | undefined): string {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { store } = useRun();
  const { nowMs } = useSnapshot();
  const word = HOST_STATE_LOOKS[HOST_STATES[store.shown[host]!]!].word[locale];
  const outcome = view?.outcome;
  if (outcome !== undefined)
    return 'durationMs' in outcome ? t('host.in', { word, time: columnDuration(outcome.durationMs) }) : word;
  if (view?.connectingAtMs === undefined) return t('host.waits');
  const since = view.dispatchedAtMs ?? view.connectingAtMs;
  return t('host.for', { word, time: durationWords(Math.max(0, nowMs - since), locale) });
}
