import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { PreviewHosts } from './preview-hosts.tsx';
import { PreviewItems } from './preview-items.tsx';
import type { Targets } from './targets.ts';
import type { Groups } from './use-groups.ts';
import { useCopied } from './use-copied.ts';
import styles from './preview.module.css';

/** What the targets mean, part by part, and every host in the order of calling. */
export function Preview({ targets, groups }: { targets: Targets; groups: Groups }): ReactNode {
  const { t } = useTranslation('compose');
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [filter, setFilter] = useState('');
  const [copied, copy] = useCopied();
  const needle = filter.trim().toLowerCase();
  const hosts =
    needle === '' ? targets.hosts : targets.hosts.filter((host) => host.toLowerCase().includes(needle));
  return (
    <section className={styles['preview']} aria-label={t('preview.title')} data-region id="results">
      <div className={styles['head']}>
        <h2>{t('preview.title')}</h2>
        {targets.hosts.length === 0 ? null : (
          <div className={styles['tools']}>
            <Button look="quiet" onClick={() => copy(hosts.join('\n'))}>
              <Icon name={copied ? 'check' : 'copy'} size={14} />
              {t(copied ? 'preview.copied' : 'preview.copy')}
            </Button>
            <SearchField label={t('preview.find')} value={filter} onValue={setFilter} />
          </div>
        )}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls must be reachable by keyboard */}
      <div className={styles['scroller']} ref={setScroller} tabIndex={0}>
        <PreviewItems targets={targets} groups={groups} scroller={scroller} />
        <Expanded targets={targets} hosts={hosts} onClear={() => setFilter('')} scroller={scroller} />
      </div>
    </section>
  );
}

interface ExpandedProps {
  targets: Targets;
  hosts: readonly string[];
  onClear: () => void;
  scroller: HTMLDivElement | null;
}

function Expanded({ targets, hosts, onClear, scroller }: ExpandedProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const all = targets.hosts.length;
  if (all === 0 && targets.state !== 'read') return <p className={styles['note']}>{t('targets.counting')}</p>;
  if (all === 0)
    return <p className={styles['note']}>{t(targets.overLimit ? 'preview.tooMany' : 'preview.nothing')}</p>;
  return (
    <>
      <div className={styles['expanded']}>
        <h3>{t('preview.expanded')}</h3>
        <span className={styles['order']}>
          {hosts.length === all
            ? t('preview.order')
            : t('preview.matches', { n: countWords(hosts.length, locale), all: countWords(all, locale) })}
        </span>
      </div>
      {hosts.length === 0 ? (
        <p className={styles['note']}>
          {t('preview.noMatch')} <Button onClick={onClear}>{t('preview.clear')}</Button>
        </p>
      ) : (
        <PreviewHosts hosts={hosts} scroller={scroller} />
      )}
    </>
  );
}
