import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemTitle, type ApiProblem } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import styles from './sign-in-page.module.css';

/** Why signing in did not work, and what to do. */
export function SignInProblem({ problem }: { problem: ApiProblem }): ReactNode {
  const { title, hint } = useProblemWords(problem);
  return (
    <>
      {title} {hint ? <span className={styles['then']}>{hint}</span> : null}
    </>
  );
}

function useProblemWords(problem: ApiProblem): { title: string; hint?: string } {
  const { t } = useTranslation();
  const locale = useLocale();
  switch (problem.code) {
    case 'wrong-code':
      return { title: t('signIn.wrong'), hint: t('signIn.wrongHint') };
    case 'too-many-tries':
      return {
        title: t('signIn.tries'),
        hint:
          problem.retryAfterSeconds === null
            ? t('signIn.triesLater')
            : t('signIn.triesHint', { count: problem.retryAfterSeconds }),
      };
    case 'unreachable':
      return {
        title: `${problemTitle(problem.code, locale)}${t('stop')}`,
        hint: t('problem.unreachableHint'),
      };
    default:
      return { title: `${problemTitle(problem.code, locale)}${t('stop')}` };
  }
}
