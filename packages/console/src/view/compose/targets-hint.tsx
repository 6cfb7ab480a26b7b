import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords, MAX_TARGETS_CHARS } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { LinkButton } from '../ui/button.tsx';
import { Remark } from '../ui/remark.tsx';
import { bigWords } from './big-words.ts';
import { useDraft } from './draft.ts';
import { suggestedPart, type Remarkable, type Targets } from './targets.ts';
import type { Groups } from './use-groups.ts';
import { useIssueWords } from './use-issue-words.ts';
import { useRested } from './use-rested.ts';
import styles from './composer.module.css';

interface TargetsHintProps {
  targets: Targets;
  /** Mistakes, or warnings where there are none. */
  issues: readonly Remarkable[];
  groups: Groups;
  maxHosts: number;
  /** Characters that were pasted and not taken; 0 for none. */
  refused: number;
  /** The issue to speak of. */
  current: number;
  onNext: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What is wrong with the targets, or worth knowing, with the one-click correction where one is certain. */
export function TargetsHint(props: TargetsHintProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { targets, issues, maxHosts, refused, current } = props;
  const issue = issues[current];
  if (refused > 0)
    return (
      <Remark tone="fail" title={t('targets.refused', { n: countWords(refused, locale) })} role="alert">
        {t('targets.refusedHint', { kib: MAX_TARGETS_CHARS / 1024 })}
      </Remark>
    );
  if (targets.text.length > MAX_TARGETS_CHARS)
    return (
      <Remark tone="fail" title={t('targets.tooLong', { kib: MAX_TARGETS_CHARS / 1024 })}>
        {t('targets.tooLongHint')}
      </Remark>
    );
  if (issue) return <IssueLine {...props} issue={issue} tone={targets.mistakeCount > 0 ? 'fail' : 'exit'} />;
  if (targets.overLimit)
    return (
      <Remark tone="fail" title={t('targets.overLimit', { n: bigWords(targets.count, locale) })}>
        {t('targets.limit', { limit: countWords(maxHosts, locale) })} {t('targets.narrow')}
      </Remark>
    );
  return null;
}

interface IssueLineProps extends TargetsHintProps {
  issue: Remarkable;
  tone: 'fail' | 'exit';
}

function IssueLine({
  targets,
  issues,
  groups,
  current,
  field,
  issue,
  tone,
  onNext,
}: IssueLineProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { message, hint } = useIssueWords(groups)(issue);
  const total = tone === 'fail' ? targets.mistakeCount : issues.length;
  const spoken = useRested(`${message} ${hint}`, 500);
  return (
    <Remark tone={tone} title={message}>
      {hint}{' '}
      {targets.text.includes('\n') ? (
        <span className={styles['place']}>
          {t('targets.place', { line: issue.line, column: issue.column })}{' '}
        </span>
      ) : null}
      <Fix text={targets.text} issue={issue} field={field} />{' '}
      {total > 1 ? (
        <span className={styles['walk']}>
          <LinkButton className={styles['next']} onClick={onNext}>
            {t(tone === 'fail' ? 'targets.next' : 'targets.nextRemark')}
          </LinkButton>
          {t('targets.which', { at: countWords(current + 1, locale), all: countWords(total, locale) })}
        </span>
      ) : null}
      <output className="sr-only">{spoken}</output>
    </Remark>
  );
}

interface FixProps extends Pick<TargetsHintProps, 'field'> {
  text: string;
  issue: Remarkable;
}

/** The correction as a button that says what it writes. */
function Fix({ text, issue: { suggestion }, field }: FixProps): ReactNode {
  const { t } = useTranslation('compose');
  const setTargets = useDraft((draft) => draft.setTargets);
  if (suggestion === undefined) return null;
  const part = suggestedPart(text, suggestion);
  const fix = (): void => {
    setTargets(suggestion);
    field.current?.focus();
  };
  return (
    <LinkButton className={styles['fix']} onClick={fix}>
      {part === '' ? t('targets.remove') : t('targets.change', { part })}
    </LinkButton>
  );
}
