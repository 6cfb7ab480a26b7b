import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, problemTitle } from '../../api/problem.ts';
import { useReachability } from '../../api/reachability.ts';
import { useLocale } from '../../i18n/locale.ts';
import type { RunSession } from '../../state/run-session.ts';
import { Saying } from '../app/fallbacks.tsx';
import { ConnectionState, PageFrame } from '../app/page-frame.tsx';
import { Button } from '../ui/button.tsx';
import { RunContext, runOnScreen } from './run-context.ts';
import { RunView } from './run-view.tsx';
import { useSession, useSessionState } from './use-live.ts';
import styles from './run.module.css';

/** `/runs/:runId`: a run as it goes, as it went, or why it cannot be shown. */
export function RunPage(): ReactNode {
  const { runId } = useParams({ from: '/signed-in/runs/$runId' });
  return <OneRun key={runId} id={runId} />;
}

function OneRun({ id }: { id: string }): ReactNode {
  const session = useSession(id);
  const state = useSessionState(session);
  const run = useMemo(() => (state.type === 'ready' ? runOnScreen(session, state) : null), [session, state]);
  useEffect(() => {
    // A session that failed is kept for a moment; whoever comes back meanwhile asks anew.
    session.retry();
  }, [session]);
  if (state.type === 'failed') return <NotShown session={session} error={state.error} />;
  if (run === null) return <Loading />;
  return (
    <RunContext value={run}>
      <RunView />
    </RunContext>
  );
}

function Loading(): ReactNode {
  const { t } = useTranslation('run');
  return (
    <PageFrame
      title={t('loading')}
      status={<ConnectionState tone="idle" word={t('link.connecting')} />}
      keys={[]}
    >
      <output className="sr-only">{t('loading')}</output>
    </PageFrame>
  );
}

/** No such run, or no answer: the latter is tried again as soon as the server is back. */
function NotShown({ session, error }: { session: RunSession; error: unknown }): ReactNode {
  const { t } = useTranslation('run');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const reachable = useReachability((state) => state.reachable);
  const { code, detail } = asProblem(error);
  const unknown = code === 'unknown-run' || code === 'invalid-request';
  const silent = code === 'unreachable';
  useEffect(() => {
    if (silent && reachable) session.retry();
  }, [silent, reachable, session]);
  const title = problemTitle(unknown ? 'unknown-run' : code, locale);
  return (
    <PageFrame
      title={title}
      status={<ConnectionState tone={silent ? 'lost' : 'idle'} word={title} />}
      keys={[]}
    >
      <div className={styles['saying']} id="results">
        <Saying
          alone
          alert={!unknown}
          title={title}
          hint={unknown ? t('unknown.hint') : silent ? common('problem.unreachableHint') : detail}
        >
          {unknown ? (
            <Link to="/history" className={styles['link']}>
              {t('unknown.history')}
            </Link>
          ) : (
            <Button look="primary" onClick={() => session.retry()}>
              {common('tryAgain')}
            </Button>
          )}
        </Saying>
      </div>
    </PageFrame>
  );
}
