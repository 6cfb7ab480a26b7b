import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@rollcall/protocol';
import type { ApiProblem } from '../../api/problem.ts';
import { useReachability } from '../../api/reachability.ts';
import { runListQuery } from '../../api/runs.ts';
import { useSession } from '../../api/session.ts';
import { ConnectionState, PageFrame } from '../app/page-frame.tsx';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Remark } from '../ui/remark.tsx';
import { earlierCommands } from './command-history.ts';
import { Composer } from './composer.tsx';
import { useDraft } from './draft.ts';
import { NothingYet } from './nothing-yet.tsx';
import { MOSAIC_LEADS_ABOVE } from '../run/splitter.tsx';
import { Preview } from './preview.tsx';
import { PreviewMosaic } from './preview-mosaic.tsx';
import { useComposer } from './use-composer.ts';
import { useCopiedRun } from './use-copied-run.ts';
import styles from './compose-page.module.css';

/** `/`: say what to run where, and see what it means before it starts. */
export function ComposePage(): ReactNode {
  const session = useSession();
  return session ? <Compose session={session} /> : null;
}

function Compose({ session }: { session: Session }): ReactNode {
  const { t } = useTranslation('compose');
  const { begin, setTargets } = useDraft();
  const state = useComposer(session);
  const runs = useInfiniteQuery(runListQuery).data?.pages.flatMap((page) => page.runs);
  const earlier = useMemo(() => earlierCommands(runs ?? []), [runs]);
  const copied = useCopiedRun(session);
  const targetsField = useRef<HTMLTextAreaElement>(null);
  const commandField = useRef<HTMLTextAreaElement>(null);
  useEffect(() => begin(session), [begin, session]);
  useEffect(() => targetsField.current?.focus({ preventScroll: true }), []);
  const { targets } = state.draft;
  // The fields answer each key first, the panes below follow in pieces.
  const shown = useDeferredValue(state.shown);
  const issues = targets.mistakeCount + targets.warnings.length;
  const example = (text: string): void => {
    setTargets(text);
    commandField.current?.focus();
  };
  return (
    <PageFrame
      title={t('title')}
      status={<Status isFirst={runs?.length === 0} />}
      keys={[
        { keys: ['Ctrl', 'Enter'], label: t('keys.run') },
        ...(issues > 0
          ? [{ keys: ['F8'], label: t(targets.mistakeCount > 0 ? 'keys.nextMistake' : 'keys.nextRemark') }]
          : []),
        ...(earlier.length > 0 ? [{ keys: ['Ctrl', '↑'], label: t('keys.previousCommand') }] : []),
      ]}
    >
      <div className={styles['page']} data-scroller>
        {copied.problem ? <NotCopied problem={copied.problem} onDismiss={copied.dismiss} /> : null}
        <Composer state={state} earlier={earlier} targetsField={targetsField} commandField={commandField} />
        {targets.isEmpty ? (
          <NothingYet runs={runs ?? null} session={session} onExample={example} />
        ) : (
          <div
            className={cx(
              styles['workspace'],
              shown.squares.length === 0 && styles['alone'],
              shown.squares.length > MOSAIC_LEADS_ABOVE && styles['leading'],
              targets.state !== 'read' && styles['stale'],
            )}
            aria-busy={targets.state !== 'read'}
          >
            <Preview targets={shown} groups={state.groups} />
            <PreviewMosaic targets={shown} />
          </div>
        )}
      </div>
    </PageFrame>
  );
}

function NotCopied({ problem, onDismiss }: { problem: ApiProblem; onDismiss: () => void }): ReactNode {
  const { t } = useTranslation(['compose', 'common']);
  return (
    <div className={styles['strip']}>
      <Remark
        tone="fail"
        title={t(problem.code === 'unknown-run' ? 'from.missing' : 'from.failed')}
        role="alert"
      />
      <IconButton label={t('common:close')} onClick={onDismiss}>
        <Icon name="cross" />
      </IconButton>
    </div>
  );
}

function Status({ isFirst }: { isFirst: boolean }): ReactNode {
  const { t } = useTranslation();
  const reachable = useReachability((state) => state.reachable);
  return (
    <ConnectionState
      tone={reachable ? 'idle' : 'lost'}
      word={t(reachable ? 'connection.ready' : 'connection.lost')}
    >
      {isFirst ? t('connection.noRun') : null}
    </ConnectionState>
  );
}
