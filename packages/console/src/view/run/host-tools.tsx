import { countWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import type { HostSort } from './host-order.ts';
import { SearchField } from './search-field.tsx';
import type { HostList } from './use-host-order.ts';
import styles from './hosts.module.css';

const SORTS: readonly HostSort[] = ['worst', 'address', 'time'];

/** Filter and order of the list, and the offer to sort it anew. */
export function HostTools({ list }: { list: HostList }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  return (
    <div className={styles['tools']}>
      <SearchField
        label={t('hosts.filter')}
        placeholder={t('hosts.placeholder')}
        value={list.needle}
        onValue={list.setNeedle}
      />
      {list.moved > 0 ? (
        <span className={styles['moved']}>
          {t('hosts.moved', { count: list.moved, n: countWords(list.moved, locale) })}{' '}
          <LinkButton onClick={list.again}>{t('hosts.reorder')}</LinkButton>
        </span>
      ) : null}
      <Menu
        trigger={
          <Button look="quiet" className={styles['sort']}>
            <span className="sr-only">{t('hosts.sort')} </span>
            {t(`hosts.${list.sort}`)}
            <Icon name="down" size={14} />
          </Button>
        }
      >
        <MenuChoice
          value={list.sort}
          onChange={list.setSort}
          options={SORTS.map((value) => ({ value, label: t(`hosts.${value}`) }))}
        />
      </Menu>
    </div>
  );
}

/** What stands in place of the rows when none passes the filters. */
export function NoHost({
  filtered,
  list,
  onAll,
}: {
  filtered: boolean;
  list: HostList;
  onAll: () => void;
}): ReactNode {
  const { t } = useTranslation('run');
  const clear = (): void => {
    list.setNeedle('');
    if (filtered) onAll();
  };
  return (
    <p className={styles['none']}>
      {t('hosts.none')} <LinkButton onClick={clear}>{t('hosts.clear')}</LinkButton>
    </p>
  );
}
