import type { Issue } from '@rollcall/ip-range';
import { issueHint, issueMessage } from '@rollcall/ip-range/messages';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords, MAX_TARGETS_CHARS } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { LinkButton } from '../ui/button.tsx';
import { Remark } from '../ui/remark.tsx';
import { bigWords } from './big-words.ts';
import { useDraft } from './draft.ts';
import { suggestedPart, type Targets } from './targets.ts';
import { useRested } from './use-rested.ts';
import styles from './composer.module.css';

interface TargetsHintProps {
  targets: Targets;
  maxHosts: number;
  /** The mistake to speak of. */
  current: number;
  onNext: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What is wrong with the targets, or worth knowing, with the one-click correction where one is certain. */
export function TargetsHint(props: TargetsHintProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { targets, maxHosts, current, onNext } = props;
  const mistake = targets.mistakes[current];
  if (targets.text.length > MAX_TARGETS_CHARS)
    return (
      <Remark tone="fail" title={t('targets.tooLong', { kib: MAX_TARGETS_CHARS / 1024 })}>
        {t('targets.tooLongHint')}
      </Remark>
    );
  if (mistake)
    return (
      <IssueLine {...props} issue={mistake} tone="fail">
        {targets.mistakes.length > 1 ? (
          <LinkButton className={styles['next']} onClick={onNext}>
            {t('targets.next')}
          </LinkButton>
        ) : null}
      </IssueLine>
    );
  if (targets.overLimit)
    return (
      <Remark tone="fail" title={t('targets.overLimit', { n: bigWords(targets.count, locale) })}>
        {t('targets.limit', { limit: countWords(maxHosts, locale) })} {t('targets.narrow')}
      </Remark>
    );
  const warning = targets.warnings[0];
  return warning ? <IssueLine {...props} issue={warning} tone="exit" /> : null;
}

interface IssueLineProps extends Pick<TargetsHintProps, 'targets' | 'field'> {
  issue: Issue;
  tone: 'fail' | 'exit';
  children?: ReactNode;
}

function IssueLine({ targets, field, issue, tone, children }: IssueLineProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const setTargets = useDraft((draft) => draft.setTargets);
  const message = issueMessage(issue, locale);
  const hint = issueHint(issue, locale);
  const { suggestion } = issue;
  const part = suggestion === undefined ? '' : suggestedPart(targets.text, suggestion);
  const fix = (): void => {
    if (suggestion === undefined) return;
    setTargets(suggestion);
    field.current?.focus();
  };
  const spoken = useRested(`${message} ${hint ?? ''}`, 500);
  return (
    <Remark tone={tone} title={message}>
      {hint}{' '}
      {targets.text.includes('\n') ? (
        <span className={styles['place']}>
          {t('targets.place', { line: issue.line, column: issue.column })}{' '}
        </span>
      ) : null}
      {suggestion === undefined ? null : (
        <LinkButton className={styles['fix']} onClick={fix}>
          {part === '' ? t('targets.remove') : t('targets.change', { part })}
        </LinkButton>
      )}{' '}
      {children}
      <output className="sr-only">{spoken}</output>
    </Remark>
  );
}
