import { countWords, durationWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemTitle } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import type { LinkState } from '../../state/link.ts';
import type { Back } from '../../state/run-session.ts';
import { Button } from '../ui/button.tsx';
import { liveLink } from './live.ts';
import { useRun, useSnapshot } from './run-context.ts';
import { useClock, useLinkState, useSessionLink } from './use-live.ts';
import { roughDuration } from './words.ts';
import styles from './reconnect.module.css';

/** A loss shorter than this is shown but not cried out, in ms. */
const ALERT_MS = 3_000;

/** Says that the connection is lost and when it is tried again; after that, what came meanwhile. */
export function ReconnectStrip(): ReactNode {
  const { session } = useRun();
  const link = useLinkState();
  const { feed, back } = useSessionLink(session);
  const { phase } = useSnapshot();
  if (feed.type === 'refused') return <Refused code={feed.code} />;
  if (link.type === 'lost' && feed.type !== 'ended')
    return <Lost link={link} finished={phase === 'finished'} />;
  return back === null ? null : <BackAgain back={back} />;
}

type LostState = Extract<LinkState, { type: 'lost' }>;

function Lost({ link, finished }: { link: LostState; finished: boolean }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const nowMs = useClock(true, 500);
  const lostForMs = Math.max(0, nowMs - link.sinceMs);
  const { nextTryAtMs } = link;
  return (
    <div className={styles['strip']} role={lostForMs > ALERT_MS ? 'alert' : undefined}>
      <span className={styles['spinner']} aria-hidden="true" />
      <p>
        <b>{t('link.lost', { time: roughDuration(lostForMs, locale) })}</b>{' '}
        {finished ? null : `${t('link.goesOn')} `}
        <span aria-hidden="true">
          {nextTryAtMs === null
            ? t('link.trying')
            : t('link.nextTry', { time: roughDuration(nextTryAtMs - nowMs, locale) })}
        </span>
      </p>
      <Button disabled={nextTryAtMs === null} onClick={() => liveLink().tryNow()}>
        {t('link.tryNow')}
      </Button>
    </div>
  );
}

function BackAgain({ back }: { back: Back }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { afterMs, from, to } = back;
  const number = (event: number): string => countWords(event, locale);
  return (
    <output className={styles['strip']}>
      <span className={styles['check']} aria-hidden="true">
        ✓
      </span>
      <p>
        {t('link.back', { time: durationWords(afterMs, locale) })}{' '}
        {to < from
          ? t('link.nothing')
          : t('link.events', { count: to - from + 1, from: number(from), to: number(to) })}
      </p>
    </output>
  );
}

function Refused({ code }: { code: Parameters<typeof problemTitle>[0] }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  return (
    <div className={styles['strip']} role="alert">
      <p>
        <b>{t('link.refused')}</b> {problemTitle(code, locale)}
      </p>
      <Button onClick={() => window.location.reload()}>{t('link.reload')}</Button>
    </div>
  );
}
