import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import hues from '../ui/hue.module.css';
import { Icon } from '../ui/icon.tsx';
import { Triangle } from '../ui/remark.tsx';
import { rich } from '../ui/rich.tsx';
import { bigWords } from './big-words.ts';
import { alarmOf, isAlarming } from './class-alarm.ts';
import type { ClassCount, Targets } from './targets.ts';
import styles from './composer.module.css';

interface BlastRadiusProps {
  id: string;
  targets: Targets;
  hasCommand: boolean;
  /** The count to be typed; null when none is asked for. */
  toType: number | null;
  confirmation: string;
  onConfirmation: (text: string) => void;
}

/** How many hosts will run it, in the one big number, what kinds of hosts these are, and the field that allows a large run. */
export function BlastRadius(props: BlastRadiusProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const field = useId();
  const { id, targets, hasCommand, toType, confirmation, onConfirmation } = props;
  const { count, classes, mistakeCount, overLimit } = targets;
  if (count === 0n || overLimit) return null;
  const effect = mistakeCount > 0 ? 'blast.soFar' : hasCommand ? 'blast.hosts' : 'blast.noCommand';
  return (
    <div className={styles['blast']}>
      <div id={id} className={styles['effect']}>
        <p>
          <b>{bigWords(count, locale)}</b> {t(effect, { count: Number(count) })}
        </p>
        <Kinds classes={classes} />
      </div>
      {toType === null || mistakeCount > 0 ? null : (
        <div className={styles['allow']}>
          <label htmlFor={field}>{rich(t('blast.allow', { n: countWords(toType, locale) }))}</label>
          <input
            data-field="confirmation"
            id={field}
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            value={confirmation}
            onChange={(event) => onConfirmation(event.target.value)}
          />
        </div>
      )}
    </div>
  );
}

/** What kinds of addresses are among the hosts; those that hardly anybody means stand apart and glow. */
function Kinds({ classes }: { classes: readonly ClassCount[] }): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const kinds = classes.flatMap((part) => {
    if (isAlarming(part.class)) return [];
    const kind = t(`kinds.${part.class}`, { count: Number(part.count) });
    return classes.length === 1 ? kind : t('blast.kind', { n: bigWords(part.count, locale), kind });
  });
  return (
    <>
      {kinds.length === 0 ? null : <p className={styles['kinds']}>{kinds.join(t('blast.and'))}</p>}
      {classes.map((part) => {
        if (!isAlarming(part.class)) return null;
        const alarm = alarmOf(part.class);
        const { first, count } = part;
        const words =
          count === 1n
            ? t(`alarm.${part.class}`, { first })
            : t(`alarms.${part.class}`, { n: bigWords(count, locale), first });
        return (
          <p key={part.class} className={cx(styles['alarm'], hues[alarm])}>
            {alarm === 'fail' ? <Icon name="cross" size={14} /> : <Triangle />}
            <span>{rich(words)}</span>
          </p>
        );
      })}
    </>
  );
}
