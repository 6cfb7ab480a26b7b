import type { ParsedItem } from '@rollcall/ip-range';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { useMedia } from '../run/use-media.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Triangle } from '../ui/remark.tsx';
import { useRows } from '../ui/use-rows.ts';
import { bigWords } from './big-words.ts';
import { issueIn } from './issue-in.ts';
import { isUnbroken, type Remarkable, type Targets } from './targets.ts';
import type { Groups } from './use-groups.ts';
import { useIssueWords } from './use-issue-words.ts';
import styles from './preview.module.css';

const ROW = 28;
/** Screens on which a remark takes several lines, and the row that has one, in px. */
const NARROW = '(max-width: 599px)';
const REMARK_ROW = 84;

interface PreviewItemsProps {
  targets: Targets;
  groups: Groups;
  scroller: HTMLDivElement | null;
}

/** A table of the parts as typed, what each means and how many hosts it stands for. */
export function PreviewItems({ targets, groups, scroller }: PreviewItemsProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { items, itemCount, mistakes, warnings } = targets;
  const narrow = useMedia(NARROW);
  const issueOf = useCallback(
    (item: ParsedItem) => issueIn(item, item.kind === 'error' ? mistakes : warnings),
    [mistakes, warnings],
  );
  const heightOf = useCallback(
    (row: number) => (narrow && issueOf(items[row]!) !== undefined ? REMARK_ROW : ROW),
    [narrow, items, issueOf],
  );
  const { body, from, to, above, below } = useRows<HTMLTableSectionElement>(items.length, heightOf, scroller);
  const wordsOf = useIssueWords(groups);
  const rest = itemCount - items.length;
  return (
    <table className={styles['table']} aria-rowcount={itemCount + 2}>
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
        {items.slice(from, to).map((item, at) => {
          const issue = issueOf(item);
          return (
            <ItemRow
              key={item.index}
              at={from + at}
              item={item}
              issue={issue}
              words={issue ? wordsOf(issue).message : ''}
            />
          );
        })}
        <tr aria-hidden="true" className={styles['blank']} style={{ height: below }} />
      </tbody>
      <tfoot>
        <tr aria-rowindex={itemCount + 2}>
          <td colSpan={3}>
            {rest > 0 ? `${t('preview.moreParts', { count: rest, n: countWords(rest, locale) })} ` : ''}
            {t('preview.together')}
          </td>
          <td className={styles['number']}>{bigWords(targets.count, locale)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface ItemRowProps {
  at: number;
  item: ParsedItem;
  /** What is wrong with it, or worth knowing. */
  issue: Remarkable | undefined;
  words: string;
}

function ItemRow({ at, item, issue, words }: ItemRowProps): ReactNode {
  const locale = useLocale();
  const count = {
    include: bigWords(item.count, locale),
    exclude: `−${bigWords(item.count, locale)}`,
    error: '–',
  };
  const wrong = item.kind === 'error';
  return (
    <tr aria-rowindex={at + 2} className={cx(issue && styles['remarked'], wrong && styles['wrong'])}>
      <td className={styles['index']}>{countWords(at + 1, locale)}</td>
      <td className={styles['typed']} translate="no" title={item.text}>
        {wrong && issue ? <Squiggled item={item} issue={issue} /> : item.text}
      </td>
      <td className={styles['meaning']} title={words === '' ? undefined : words}>
        {wrong ? <Wrong words={words} /> : <Meaning item={item} />}
        {!wrong && issue ? (
          <span className={styles['warning']}>
            <Triangle />
            {words}
          </span>
        ) : null}
      </td>
      <td className={styles['number']}>{count[item.kind]}</td>
    </tr>
  );
}

/** The text of an item, its wrong characters underlined. */
function Squiggled({ item, issue }: { item: ParsedItem; issue: Remarkable }): ReactNode {
  const from = Math.max(0, issue.index - item.index);
  const to = from + issue.length;
  return (
    <>
      {item.text.slice(0, from)}
      <span className={styles['squiggle']}>{item.text.slice(from, to)}</span>
      {item.text.slice(to)}
    </>
  );
}

function Wrong({ words }: { words: string }): ReactNode {
  const { t } = useTranslation('compose');
  return (
    <>
      <Icon name="cross" size={14} />
      {words}
      <span className={styles['leftOut']}>{t('preview.leftOut')}</span>
    </>
  );
}

function Meaning({ item }: { item: ParsedItem }): ReactNode {
  const { t } = useTranslation('compose');
  const { first = '', last = '', count } = item;
  const range = t(isUnbroken(item) ? 'preview.range' : 'preview.pattern', { first, last });
  const what = count === 0n ? t('preview.none') : count === 1n ? oneHost(item, t) : range;
  return item.kind === 'exclude' ? t('preview.leavesOut', { what }) : what;
}

/** A group of one host is not the host's own name. */
function oneHost({ text, first }: ParsedItem, t: ReturnType<typeof useTranslation<'compose'>>['t']): string {
  return first !== undefined && /[@＠]/.test(text) ? t('preview.named', { host: first }) : t('preview.one');
}
