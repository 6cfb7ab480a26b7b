import { useDeferredValue, useId, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { useHotkeys } from '../app/hotkeys.ts';
import { rich } from '../ui/rich.tsx';
import { bigWords } from './big-words.ts';
import { useDraft } from './draft.ts';
import { GrowingText, type MarkedPlace } from './growing-text.tsx';
import { TargetsHint } from './targets-hint.tsx';
import { mistakeAt, nextMistake, type Targets } from './targets.ts';
import { useCarets } from './use-carets.ts';
import styles from './composer.module.css';

interface TargetsFieldProps {
  targets: Targets;
  maxHosts: number;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The host range: live count, squiggles, carets under the mistake at the cursor, and what to do about it. */
export function TargetsField({ targets, maxHosts, field }: TargetsFieldProps): ReactNode {
  const { t } = useTranslation('compose');
  const id = useId();
  const { targets: text, setTargets } = useDraft();
  const [caret, setCaret] = useState(0);
  const { mistakes } = targets;
  const current = useDeferredValue(mistakeAt(mistakes, caret));
  const { mark, left } = useCarets([text, current]);
  const go = (step: 1 | -1): void => {
    const area = field.current;
    if (!area) return;
    const to = nextMistake(mistakes, { start: area.selectionStart, end: area.selectionEnd }, step);
    if (!to) return;
    area.focus();
    area.setSelectionRange(to.index, to.index + to.length);
  };
  useHotkeys({ F8: () => go(1), 'shift+F8': () => go(-1) });
  const marks: MarkedPlace[] = targets.text === text ? marksOf(targets) : [];
  const mistake = mistakes[current];
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
        marks={marks}
        current={current}
        currentRef={mark}
        aria-invalid={mistakes.length > 0 || targets.overLimit || undefined}
        aria-describedby={`${id}-hint ${id}-count`}
        onChange={(event) => setTargets(event.target.value)}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
      />
      {mistake && left !== null ? (
        <div className={styles['carets']} style={{ paddingLeft: left }} aria-hidden="true">
          {'^'.repeat(Math.max(1, mistake.length))}
        </div>
      ) : null}
      <div id={`${id}-hint`}>
        <TargetsHint
          targets={targets}
          maxHosts={maxHosts}
          current={current}
          onNext={() => go(1)}
          field={field}
        />
      </div>
    </div>
  );
}

function marksOf({ mistakes, warnings, overLimit }: Targets): MarkedPlace[] {
  if (mistakes.length > 0) return mistakes.map(({ index, length }) => ({ index, length, tone: 'fail' }));
  if (overLimit) return [];
  return warnings.slice(0, 1).map(({ index, length }) => ({ index, length, tone: 'exit' }));
}

function TargetsCount({ id, targets }: { id: string; targets: Targets }): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const { count, mistakes, isEmpty } = targets;
  return (
    <span id={id} className={styles['count']}>
      {isEmpty && mistakes.length === 0 ? null : (
        <span>{rich(t('targets.hosts', { count: Number(count), n: bigWords(count, locale) }))}</span>
      )}
      {mistakes.length === 0 ? null : (
        <span className={styles['mistakes']}>
          {t('targets.mistakes', { count: mistakes.length, n: countWords(mistakes.length, locale) })}
        </span>
      )}
    </span>
  );
}
