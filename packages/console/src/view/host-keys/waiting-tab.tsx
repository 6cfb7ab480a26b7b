import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { groupHostKeys, countWords, type OfferedKey } from '@rollcall/protocol';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { offersQuery } from '../../api/host-keys.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Saying } from '../app/fallbacks.tsx';
import { useHotkeys } from '../app/hotkeys.ts';
import { LinkButton } from '../ui/button.tsx';
import { ApprovePanel } from './approve-panel.tsx';
import { ChangedAlerts } from './changed-tab.tsx';
import { chosenOf, matching, toggleAll, type Choice } from './choice.ts';
import { DecidePane } from './decide-pane.tsx';
import { GroupRow } from './group-row.tsx';
import { Listing, NoMatch } from './listing.tsx';
import { useDecide } from './use-decide.ts';
import styles from './host-keys.module.css';

interface WaitingTabProps {
  filter: string;
  run: string | undefined;
  onAllRuns: () => void;
  onClear: () => void;
}

/** Keys of first contact in groups, and the panel that approves the chosen ones. */
export function WaitingTab({ filter, run, onAllRuns, onClear }: WaitingTabProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const query = useQuery(offersQuery('waiting', run));
  const keys = useMemo(() => matching(query.data?.keys ?? [], filter), [query.data, filter]);
  const groups = useMemo(() => groupHostKeys(keys), [keys]);
  const [choice, setChoice] = useState<Choice>(new Set());
  const chosen = useMemo(() => chosenOf(choice, keys), [choice, keys]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const countField = useRef<HTMLInputElement>(null);
  const decide = useDecide();
  const toggle = useCallback((some: readonly OfferedKey[]) => setChoice((now) => toggleAll(now, some)), []);
  const show = useCallback(
    (id: string, shown: boolean) =>
      setOpen((now) => new Set(shown ? [...now, id] : [...now].filter((one) => one !== id))),
    [],
  );
  const cursor = Math.min(at, groups.length - 1);
  const here = groups[cursor];
  const move = (step: number): void => setAt(Math.max(0, Math.min(groups.length - 1, cursor + step)));
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    ' ': () => (here ? toggle(here.keys) : undefined),
    ArrowRight: () => (here ? show(here.id, true) : undefined),
    ArrowLeft: () => (here ? show(here.id, false) : undefined),
    a: () => countField.current?.focus(),
    b: () => (chosen.length > 0 ? void decide.run('block', chosen, '') : undefined),
  });
  const { keys: all = [], total = 0 } = query.data ?? {};
  return (
    <div className={styles['split']}>
      <section className={styles['left']} aria-label={t('region')} data-region id="results">
        <ChangedAlerts run={run} />
        {run === undefined ? null : (
          <p className={styles['narrowed']}>
            {t('ofRun')} <LinkButton onClick={onAllRuns}>{t('allRuns')}</LinkButton>
          </p>
        )}
        {total > all.length ? (
          <p className={styles['narrowed']}>
            {t('partial', { n: countWords(all.length, locale), all: countWords(total, locale) })}
          </p>
        ) : null}
        <Listing
          query={query}
          isEmpty={keys.length === 0}
          empty={all.length === 0 ? <NothingWaits /> : <NoMatch filter={filter} onClear={onClear} />}
        >
          <div className={styles['heads']} aria-hidden="true">
            <span>{t('heads.hosts')}</span>
            <span>{t('heads.key')}</span>
            <span>{t('heads.second')}</span>
          </div>
          <ul>
            {groups.map((group, index) => (
              <GroupRow
                key={group.id}
                group={group}
                choice={choice}
                current={index === cursor}
                open={open.has(group.id)}
                onToggle={toggle}
                onShow={show}
              />
            ))}
          </ul>
        </Listing>
      </section>
      <DecidePane>
        <ApprovePanel chosen={chosen} decide={decide} countField={countField} onLeaveOut={toggle} />
      </DecidePane>
    </div>
  );
}

function NothingWaits(): ReactNode {
  const { t } = useTranslation('hostKeys');
  return (
    <Saying title={t('empty')} hint={t('emptyHint')}>
      <Link to="/" className={styles['compose']}>
        {t('compose')}
      </Link>
    </Saying>
  );
}
