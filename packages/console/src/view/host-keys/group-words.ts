import { countWords, keyTypeWords, visibleText, type HostKeyGroup } from '@rollcall/protocol';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';

/** What a group is, whether to wonder about it, its type of key, and what lists say of it. */
export interface GroupWords {
  title: string;
  hint: string;
  odd: boolean;
  type: string;
  source: string;
}

/** A group of waiting keys in the words of the page. */
export function useGroupWords(group: HostKeyGroup): GroupWords {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const { keys, kind } = group;
  const [first] = keys;
  const count = keys.length;
  const n = countWords(count, locale);
  const agreeing = keys.filter(({ secondSource }) => secondSource?.agrees === true).length;
  const list = visibleText(first?.secondSource?.list ?? '');
  const title = {
    own: () => t('group.own', { count, n }),
    shared: () => t('group.shared', { count, n }),
    'known-elsewhere': () => t('group.elsewhere', { count, n, host: visibleText(first?.knownFor ?? '') }),
    contradicted: () => t('group.contradicted', { count, n, list }),
    refused: () => t('group.refused', { count, n }),
    blocked: () => t('group.blocked', { count, n }),
  }[kind]();
  const hint = {
    own: t('group.ownHint'),
    shared: t('group.sharedHint'),
    'known-elsewhere': t('group.elsewhereHint'),
    contradicted: t('group.contradictedHint'),
    refused: t('group.refusedHint'),
    blocked: t('group.blockedHint'),
  }[kind];
  return {
    title,
    hint,
    odd: kind !== 'own' && kind !== 'blocked',
    type: group.type === null ? t('group.severalTypes') : keyTypeWords(group.type, first?.bits ?? null),
    source:
      agreeing === 0
        ? t('group.none')
        : t('group.agree', { count: agreeing, n: countWords(agreeing, locale) }),
  };
}
