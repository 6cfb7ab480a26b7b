import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { bigWords } from './big-words.ts';
import type { GroupOption } from './group-completion.ts';
import styles from './composer.module.css';

/** A group in the list: its name as it will be written, and how many hosts it has. */
export function GroupOptionRow({ option: { name, count } }: { option: GroupOption }): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const hosts = BigInt(count);
  return (
    <>
      <span className={styles['group']} translate="no">
        @{name}
      </span>
      <span className={styles['groupHosts']}>
        {t('groups.hosts', { count: Number(hosts), n: bigWords(hosts, locale) })}
      </span>
    </>
  );
}
