import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countWords, HOST_STATE_LOOKS } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { runOffersQuery } from '../../api/host-keys.ts';
import { useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import hues from '../ui/hue.module.css';
import { useRun, useSnapshot } from './run-context.ts';
import styles from './reconnect.module.css';

/** Says that hosts of this run showed keys that nobody has decided about, and leads to them. */
export function KeysStrip(): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const { id } = useRun();
  // A host with an unknown or changed key counts as one that gave no answer.
  const enabled = useSnapshot().counts['no-answer'] > 0;
  const waiting = useQuery({ ...runOffersQuery(id, 'waiting'), enabled }).data ?? 0;
  const changed = useQuery({ ...runOffersQuery(id, 'changed'), enabled }).data ?? 0;
  if (waiting + changed === 0) return null;
  const words = [
    ...(waiting === 0 ? [] : [t('strip.waiting', { count: waiting, n: countWords(waiting, locale) })]),
    ...(changed === 0 ? [] : [t('strip.changed', { count: changed, n: countWords(changed, locale) })]),
  ];
  const { glyph, hue } = HOST_STATE_LOOKS[changed > 0 ? 'key-changed' : 'new-key'];
  return (
    <output className={styles['strip']}>
      <span className={cx(styles['diamond'], hues[hue])} aria-hidden="true">
        {glyph}
      </span>
      <p>{words.join(locale === 'zh' ? '' : ' ')}</p>
      <Link
        to="/host-keys"
        search={{ run: id, tab: waiting === 0 ? 'changed' : undefined }}
        className={styles['review']}
      >
        {t('strip.review')}
      </Link>
    </output>
  );
}
