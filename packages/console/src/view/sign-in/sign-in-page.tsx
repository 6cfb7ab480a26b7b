import { useRouter, useSearch } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { signIn } from '../../api/session.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Mark } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { pastedCode, safeBack, useRefusedLink } from './arrival.ts';
import { Here } from './here.tsx';
import { SignInFoot } from './sign-in-foot.tsx';
import { SignInProblem } from './sign-in-problem.tsx';
import styles from './sign-in-page.module.css';

/** The page of people without a session: one field for the one-time code. */
export function SignInPage(): ReactNode {
  const { t } = useTranslation();
  const title = `${t('signIn.title')} · ${t('product')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={styles['page']}>
      <div className={styles['left']}>
        <Here />
      </div>
      <main className={styles['right']}>
        <div className={styles['middle']}>
          <h1 className={styles['brand']}>
            <Mark size={29} />
            {t('product')}
          </h1>
          <p className={styles['lead']}>{t('signIn.lead')}</p>
          <CodeForm />
        </div>
        <SignInFoot />
      </main>
    </div>
  );
}

function CodeForm(): ReactNode {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const { back } = useSearch({ from: '/sign-in' });
  const refused = useRefusedLink((state) => state.problem);
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: async (text: string) => signIn(client, pastedCode(text)),
    onSuccess: () => router.history.push(safeBack(back)),
    onError: () => field.current?.select(),
  });
  const problem: ApiProblem | null = attempt.error ? asProblem(attempt.error) : refused;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEmpty(code.trim() === '');
    if (code.trim() === '') return field.current?.focus();
    useRefusedLink.setState({ problem: null });
    attempt.mutate(code);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <Field
        ref={field}
        label={t('signIn.code')}
        mono
        tall
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one field and nothing else to read first
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2_048}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        hint={
          <>
            {t('signIn.hint')} <code className={styles['program']}>rollcall link</code> {t('signIn.newCode')}
          </>
        }
        error={empty ? t('signIn.empty') : problem ? <SignInProblem problem={problem} /> : null}
      />
      <Button type="submit" look="primary" size="tall" disabled={attempt.isPending}>
        {attempt.isPending ? t('signIn.busy') : t('signIn.submit')}
        <Kbd keys={['Enter']} />
      </Button>
    </form>
  );
}
