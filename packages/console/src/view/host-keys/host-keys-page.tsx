import { useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { hostKeyCountsQuery, KNOWN_HOSTS_PATH } from '../../api/host-keys.ts';
import { useReachability } from '../../api/reachability.ts';
import { useLocale } from '../../i18n/locale.ts';
import { useHotkeys } from '../app/hotkeys.ts';
import { ConnectionState, PageFrame } from '../app/page-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { TabPanel, Tabs } from '../ui/tabs.tsx';
import { PHONE, useMedia } from '../run/use-media.ts';
import { ChangedTab } from './changed-tab.tsx';
import { DecidedTab } from './decided-tab.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { WaitingTab } from './waiting-tab.tsx';
import styles from './host-keys.module.css';

const STATES = ['waiting', 'trusted', 'changed', 'revoked'] as const;
type Tab = (typeof STATES)[number];

/** `/host-keys`: keys that hosts showed and nobody has decided about, and what was decided. */
export function HostKeysPage(): ReactNode {
  const { t } = useTranslation('hostKeys');
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/host-keys' });
  const tab = STATES.find((state) => state === search.tab) ?? 'waiting';
  const filter = search.filter ?? '';
  const searchField = useRef<HTMLInputElement>(null);
  const set = (next: typeof search): void =>
    void navigate({ to: '/host-keys', search: { ...search, ...next }, replace: true });
  const clear = (): void => set({ filter: undefined });
  useHotkeys({ '/': () => searchField.current?.focus() });
  const phone = useMedia(PHONE);
  const tools = (
    <Tools>
      <SearchField
        ref={searchField}
        label={t('search')}
        shortcut="/"
        value={filter}
        onValue={(text) => set({ filter: text || undefined })}
      />
    </Tools>
  );
  return (
    <PageFrame title={t('title')} status={<Status />} keys={useHints(tab)}>
      <h1 className="sr-only">{t('title')}</h1>
      <div className={styles['page']} data-scroller>
        {phone ? tools : null}
        <Tabs
          value={tab}
          onValueChange={(value) => set({ tab: value, filter: undefined })}
          label={t('tabs.label')}
          tabs={useTabs(phone)}
          tools={phone ? null : tools}
        >
          <TabPanel value={tab}>
            {tab === 'waiting' ? (
              <WaitingTab
                filter={filter}
                run={search.run}
                onAllRuns={() => set({ run: undefined })}
                onClear={clear}
              />
            ) : null}
            {tab === 'changed' ? <ChangedTab filter={filter} run={search.run} onClear={clear} /> : null}
            {tab === 'trusted' || tab === 'revoked' ? (
              <DecidedTab key={tab} state={tab} filter={filter} onClear={clear} />
            ) : null}
          </TabPanel>
        </Tabs>
      </div>
    </PageFrame>
  );
}

/** On a phone only what waits for a person is counted: four tabs with counts are wider than it. */
function useTabs(phone: boolean) {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const { data } = useQuery(hostKeyCountsQuery);
  return STATES.map((value) => ({
    value,
    label: t(`tabs.${value}`),
    ...(data === undefined || (phone && (value === 'trusted' || value === 'revoked'))
      ? {}
      : { count: countWords(data[value], locale) }),
  }));
}

function useHints(tab: Tab) {
  const { t } = useTranslation('hostKeys');
  const searching = { keys: ['/'], label: t('keys.search') };
  if (tab !== 'waiting') return [searching];
  return [
    { keys: ['J', 'K'], label: t('keys.group') },
    { keys: ['Space'], label: t('keys.choose') },
    { keys: ['→'], label: t('keys.show') },
    { keys: ['A'], label: t('keys.approve') },
    { keys: ['B'], label: t('keys.block') },
  ];
}

/** Import, export and search, at the right end of the tabs. */
function Tools({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const [importing, setImporting] = useState(false);
  return (
    <div className={styles['tools']}>
      <Button look="quiet" onClick={() => setImporting(true)}>
        <Icon name="download" size={14} />
        {t('import')}
      </Button>
      <a className={styles['export']} href={KNOWN_HOSTS_PATH} download="known_hosts">
        <Icon name="upload" size={14} />
        {t('export')}
      </a>
      {children}
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </div>
  );
}

function Status(): ReactNode {
  const { t } = useTranslation();
  const reachable = useReachability((state) => state.reachable);
  return (
    <ConnectionState
      tone={reachable ? 'idle' : 'lost'}
      word={t(reachable ? 'connection.connected' : 'connection.lost')}
    />
  );
}
