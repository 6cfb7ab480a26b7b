import type { ParsedItem } from '@rollcall/ip-range';
import { issueMessage } from '@rollcall/ip-range/messages';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { bigWords } from './big-words.ts';
import { isUnbroken, type Targets } from './targets.ts';
import { useRows } from '../ui/use-rows.ts';
import styles from './preview.module.css';

const ROW = 28;

interface PreviewItemsProps {
  targets: Targets;
  scroller: HTMLDivElement | null;
}

/** A table of the parts as typed, what each means and how many hosts it stands for. */
export function PreviewItems({ targets, scroller }: PreviewItemsProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { items } = targets;
  const { body, from, to, above, below } = useRows<HTMLTableSectionElement>(items.length, ROW, scroller);
  return (
    <table className={styles['table']} aria-rowcount={items.length + 2}>
      <caption className="sr-only">{t('preview.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className={styles['index']}>
            <span className="sr-only">#</span>
          </th>
          <th scope="col" className={styles['typed']}>
            {t('preview.typed')}
          </th>
          <th scope="col">{t('preview.means')}</th>
          <th scope="col" className={styles['number']}>
            {t('preview.hosts')}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        <tr aria-hidden="true" className={styles['blank']} style={{ height: above }} />
        {items.slice(from, to).map((item, at) => (
          <ItemRow key={item.index} at={from + at} item={item} targets={targets} />
        ))}
        <tr aria-hidden="true" className={styles['blank']} style={{ height: below }} />
      </tbody>
      <tfoot>
        <tr aria-rowindex={items.length + 2}>
          <td colSpan={3}>{t('preview.together')}</td>
          <td className={styles['number']}>{bigWords(targets.count, locale)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface ItemRowProps {
  at: number;
  item: ParsedItem;
  targets: Targets;
}

function ItemRow({ at, item, targets }: ItemRowProps): ReactNode {
  const locale = useLocale();
  const count = {
    include: bigWords(item.count, locale),
    exclude: `−${bigWords(item.count, locale)}`,
    error: '–',
  };
  return (
    <tr aria-rowindex={at + 2} className={cx(item.kind === 'error' && styles['wrong'])}>
      <td className={styles['index']}>{countWords(at + 1, locale)}</td>
      <td className={styles['typed']} translate="no" title={item.text}>
        <Typed item={item} targets={targets} />
      </td>
      <td className={styles['meaning']}>
        <Meaning item={item} targets={targets} />
      </td>
      <td className={styles['number']}>{count[item.kind]}</td>
    </tr>
  );
}

/** The text of an item, its wrong characters underlined. */
function Typed({ item, targets }: Pick<ItemRowProps, 'item' | 'targets'>): ReactNode {
  const mistake = issueIn(item, targets);
  if (!mistake || mistake.length === 0) return item.text;
  const from = Math.max(0, mistake.index - item.index);
  const to = from + mistake.length;
  return (
    <>
      {item.text.slice(0, from)}
      <span className={styles['squiggle']}>{item.text.slice(from, to)}</span>
      {item.text.slice(to)}
    </>
  );
}

const issueIn = (item: ParsedItem, { mistakes }: Targets): Targets['mistakes'][number] | undefined =>
  item.kind === 'error'
    ? mistakes.find(({ index }) => index >= item.index && index <= item.index + item.length)
    : undefined;

function Meaning({ item, targets }: Pick<ItemRowProps, 'item' | 'targets'>): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  if (item.kind === 'error') {
    const mistake = issueIn(item, targets);
    return (
      <>
        <Icon name="cross" size={14} />
        {mistake ? issueMessage(mistake, locale) : ''}
        <span className={styles['leftOut']}>{t('preview.leftOut')}</span>
      </>
    );
  }
  const { first = '', last = '', count } = item;
  const range = t(isUnbroken(item) ? 'preview.range' : 'preview.pattern', { first, last });
  const what = count === 1n ? t('preview.one') : range;
  return item.kind === 'exclude' ? t('preview.leavesOut', { what }) : what;
}
