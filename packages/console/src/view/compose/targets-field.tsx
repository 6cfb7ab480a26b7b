import {
  useDeferredValue,
  useId,
  useState,
  type ClipboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { countWords, MAX_TARGETS_CHARS } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { useHotkeys } from '../app/hotkeys.ts';
import { Listbox } from '../ui/listbox.tsx';
import { rich } from '../ui/rich.tsx';
import { bigWords } from './big-words.ts';
import { useDraft } from './draft.ts';
import { GroupOptionRow } from './group-option-row.tsx';
import { GrowingText, type MarkedPlace } from './growing-text.tsx';
import { TargetsHint } from './targets-hint.tsx';
import { mistakeAt, nextMistake, type Remarkable, type Targets } from './targets.ts';
import { useCarets } from './use-carets.ts';
import { useCompletion } from './use-completion.ts';
import type { Groups } from './use-groups.ts';
import styles from './composer.module.css';

interface TargetsFieldProps {
  targets: Targets;
  groups: Groups;
  maxHosts: number;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The host range: live count, squiggles, carets under the mistake at the cursor, what to do about it, and group names. */
export function TargetsField({ targets, groups, maxHosts, field }: TargetsFieldProps): ReactNode {
  const { t } = useTranslation('compose');
  const id = useId();
  const { targets: text, setTargets } = useDraft();
  const [caret, setCaret] = useState(0);
  const [refused, setRefused] = useState(0);
  const issues = issuesOf(targets);
  const current = useDeferredValue(mistakeAt(issues, caret));
  const { mark, left } = useCarets([text, current]);
  const completion = useCompletion(text, groups, field);
  const go = (step: 1 | -1): void => {
    const area = field.current;
    if (!area) return;
    const to = nextMistake(issues, { start: area.selectionStart, end: area.selectionEnd }, step);
    if (!to) return;
    area.focus();
    area.setSelectionRange(to.index, to.index + to.length);
  };
  useHotkeys({ F8: () => go(1), 'shift+F8': () => go(-1) });
  const mistake = targets.mistakes[current];
  return (
    <div className={styles['targets']}>
      <div className={styles['label']}>
        <label htmlFor={`${id}-field`}>{t('targets.label')}</label>
        <TargetsCount id={`${id}-count`} targets={targets} />
      </div>
      <GrowingText
        ref={field}
        id={`${id}-field`}
        data-field="targets"
        value={text}
        placeholder={t('targets.placeholder')}
        marks={marksOf(targets, issues)}
        current={current}
        currentRef={mark}
        aria-invalid={targets.mistakeCount > 0 || targets.overLimit || undefined}
        aria-describedby={`${id}-hint ${id}-count`}
        {...completion.field}
        onPaste={(event) => setRefused(tooLongPaste(event))}
        onChange={(event) => {
          setTargets(event.target.value);
          setRefused(0);
          completion.typed(event.target.selectionEnd);
        }}
        onSelect={(event) => {
          setCaret(event.currentTarget.selectionEnd);
          completion.moved(event.currentTarget.selectionEnd);
        }}
      />
      {completion.listbox ? (
        <Listbox {...completion.listbox} label={t('groups.label')}>
          {(option) => <GroupOptionRow option={option} />}
        </Listbox>
      ) : null}
      {mistake && left !== null ? (
        <div className={styles['carets']} style={{ paddingLeft: left }} aria-hidden="true">
          {'^'.repeat(Math.max(1, mistake.length))}
        </div>
      ) : null}
      <div id={`${id}-hint`}>
        <TargetsHint
          targets={targets}
          issues={issues}
          groups={groups}
          maxHosts={maxHosts}
          refused={refused}
          current={current}
          onNext={() => go(1)}
          field={field}
        />
      </div>
    </div>
  );
}

/** What the field speaks of: mistakes, and once there are none, warnings. */
function issuesOf({ mistakes, mistakeCount, warnings, overLimit }: Targets): readonly Remarkable[] {
  if (mistakeCount > 0) return mistakes;
  return overLimit ? [] : warnings;
}

function marksOf({ mistakeCount }: Targets, issues: readonly Remarkable[]): MarkedPlace[] {
  const tone = mistakeCount > 0 ? 'fail' : 'exit';
  return issues.map(({ index, length }) => ({ index, length, tone }));
}

/** Length of what was pasted where the text would become longer than the server takes, and keeps it out; else 0. */
function tooLongPaste(event: ClipboardEvent<HTMLTextAreaElement>): number {
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  const pasted = event.clipboardData.getData('text/plain').length;
  if (value.length - (selectionEnd - selectionStart) + pasted <= MAX_TARGETS_CHARS) return 0;
  event.preventDefault();
  return pasted;
}

function TargetsCount({ id, targets }: { id: string; targets: Targets }): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { state, count, mistakeCount, warnings, isEmpty } = targets;
  const said = mistakeCount > 0 ? 0 : warnings.length;
  return (
    <span id={id} className={styles['count']}>
      {state === 'reading' ? <span className={styles['counting']}>{t('targets.counting')}</span> : null}
      {state === 'reading' || (isEmpty && mistakeCount === 0) ? null : (
        <span>{rich(t('targets.hosts', { count: Number(count), n: bigWords(count, locale) }))}</span>
      )}
      {mistakeCount === 0 ? null : (
        <span className={styles['mistakes']}>
          {t('targets.mistakes', { count: mistakeCount, n: countWords(mistakeCount, locale) })}
        </span>
      )}
      {said === 0 ? null : (
        <span className={styles['warnings']}>
          {t('targets.warnings', { count: said, n: countWords(said, locale) })}
        </span>
      )}
    </span>
  );
}
