import { countWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { ConnectionState } from '../app/page-frame.tsx';
import { useSnapshot } from './run-context.ts';
import { useLinkState } from './use-live.ts';
import { roughDuration } from './words.ts';

/** Behind less than this is not worth a word, in ms. */
const BEHIND_MS = 100;

/** Left end of the bottom line: live, finished or lost, and how far the page has read. */
export function RunConnection(): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { t: common } = useTranslation();
  const { phase, event, behindMs, catchingUp } = useSnapshot();
  const link = useLinkState();
  const n = countWords(event, locale);
  if (phase === 'finished')
    return (
      <ConnectionState tone="idle" word={t('status.finished')}>
        {t('status.stored', { n })}
      </ConnectionState>
    );
  if (link.type === 'lost')
    return (
      <ConnectionState tone="lost" word={t('status.lost')}>
        {t('status.event', { n })}
      </ConnectionState>
    );
  if (catchingUp)
    return (
      <ConnectionState tone="idle" word={common('loading')}>
        {t('status.event', { n })}
      </ConnectionState>
    );
  if (link.type === 'connecting') return <ConnectionState tone="idle" word={t('link.connecting')} />;
  return (
    <ConnectionState tone="live" word={t('status.live')}>
      {t('status.event', { n })}
      {behindMs >= BEHIND_MS ? <span>{t('status.behind', { time: behindWords(behindMs) })}</span> : null}
    </ConnectionState>
  );

  function behindWords(ms: number): string {
    return ms < 1_000 ? `${Math.round(ms)} ms` : roughDuration(ms, locale);
  }
}
