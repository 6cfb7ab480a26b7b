import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '@rollcall/protocol';
import { request } from '../../api/client.ts';
import { chooseLocale, useLocale } from '../../i18n/locale.ts';
import { ThemeMenu } from '../app/top-bar.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './sign-in-page.module.css';

/** Language and theme, and which server this is. */
export function SignInFoot(): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const health = useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }) => request<Health>('GET', '/api/health', { signal }),
  });
  return (
    <div className={styles['foot']}>
      <fieldset className={styles['languages']} aria-label={t('language.label')}>
        <Icon name="globe" />
        <button
          type="button"
          lang="en"
          aria-pressed={locale === 'en'}
          onClick={() => void chooseLocale('en')}
        >
          {t('language.en')}
        </button>
        <button
          type="button"
          lang="zh-CN"
          aria-pressed={locale === 'zh'}
          onClick={() => void chooseLocale('zh')}
        >
          {t('language.zh')}
        </button>
      </fieldset>
      <div className={styles['server']}>
        <span>{window.location.host}</span>
        {health.data ? <span>{t('account.version', { version: health.data.version })}</span> : null}
        <ThemeMenu />
      </div>
    </div>
  );
}
