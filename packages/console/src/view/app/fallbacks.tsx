import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useCallback, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, problemTitle } from '../../api/problem.ts';
import { useReachability } from '../../api/reachability.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import styles from './fallbacks.module.css';

interface SayingProps {
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
  alert?: boolean;
  /** It is all the page says, so its title is that of the page. */
  alone?: boolean;
}

/** One sentence and one action in the middle of an otherwise empty region. */
export function Saying({ title, hint, children, alert, alone }: SayingProps): ReactNode {
  const Title = alone ? 'h1' : 'h2';
  return (
    <div className={styles['saying']} {...(alert ? { role: 'alert' } : {})}>
      <Title className={styles['title']}>{title}</Title>
      {hint ? <p className={styles['hint']}>{hint}</p> : null}
      {children ? <div className={styles['action']}>{children}</div> : null}
    </div>
  );
}

/** An address that no route has. */
export function NotFoundPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <main className={styles['page']}>
      <Saying alone title={t('notFound.title')} hint={t('notFound.hint')}>
        <Link to="/" className={styles['link']}>
          {t('notFound.back')}
        </Link>
      </Saying>
    </main>
  );
}

/** A server that does not answer, or a bug: what happened, and the way on. A server that is back is noticed by itself. */
export function BrokenPage({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const router = useRouter();
  const reachable = useReachability((state) => state.reachable);
  const known = error instanceof ApiProblem;
  // A bug, or a page that a newer server does not speak with any more: only a fresh page helps.
  const reload = !known || error.code === 'wrong-protocol';
  const silent = known && error.code === 'unreachable';
  const again = useCallback((): void => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  useEffect(() => {
    if (silent && reachable) again();
  }, [silent, reachable, again]);
  return (
    <main className={styles['page']}>
      <Saying
        alone
        alert
        title={known ? problemTitle(error.code, locale) : t('broken.title')}
        hint={silent ? t('problem.unreachableHint') : known ? error.detail : t('broken.hint')}
      >
        <Button look="primary" onClick={reload ? () => window.location.reload() : again}>
          {t(reload ? 'broken.reload' : 'tryAgain')}
        </Button>
      </Saying>
    </main>
  );
}

/** Shown when a page takes longer than a moment. */
export function LoadingPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <main className={styles['page']} aria-busy="true">
      <p className={styles['hint']}>{t('loading')}</p>
    </main>
  );
}
