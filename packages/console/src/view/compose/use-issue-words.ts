import { issueHint, issueMessage } from '@rollcall/ip-range/messages';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import type { Remarkable } from './targets.ts';
import type { Groups } from './use-groups.ts';

/** What to say of a mistake or warning, and what to do about it. */
export interface IssueWords {
  message: string;
  hint: string;
}

/** The words of an issue in the language of the page; of a group also why there is none. */
export function useIssueWords({
  problem,
  failed,
}: Pick<Groups, 'problem' | 'failed'>): (issue: Remarkable) => IssueWords {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  return (issue) => {
    if (issue.code === 'unknown-group' && problem)
      return { message: t('groups.problem'), hint: t('groups.problemAt', problem) };
    if (issue.code === 'unknown-group' && failed)
      return { message: t('groups.failed'), hint: t('groups.failedHint') };
    return (
      issue.words?.[locale] ?? {
        message: issueMessage(issue, locale),
        hint: issueHint(issue, locale) ?? '',
      }
    );
  };
}
