import { countWords, keyTypeWords, visibleText, type OfferedKey } from '@rollcall/protocol';
import { memo, useMemo, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Approved } from './approved.tsx';
import { findings, isFine, type Finding } from './choice.ts';
import { DecideProblem } from './decide-pane.tsx';
import { CountField, isCount, NoteField } from './fields.tsx';
import { foldPlaces } from './places.ts';
import type { Decide } from './use-decide.ts';
import styles from './panel.module.css';

interface ApprovePanelProps {
  chosen: readonly OfferedKey[];
  decide: Decide;
  countField: RefObject<HTMLInputElement | null>;
  onLeaveOut: (keys: readonly OfferedKey[]) => void;
}

/** Says what the chosen keys are, and approves them once their count was typed. */
export function ApprovePanel({ chosen, decide, countField, onLeaveOut }: ApprovePanelProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const [approved, setApproved] = useState<readonly OfferedKey[]>([]);
  const found = useMemo(() => findings(chosen), [chosen]);
  const count = chosen.length;
  if (count === 0)
    return (
      <>
        <Approved keys={approved} />
        <p className={styles['lead']}>{t('panel.nothing')}</p>
        <DecideProblem problem={decide.problem} />
      </>
    );
  const n = countWords(count, locale);
  const approve = async (): Promise<void> => {
    const keys = chosen;
    if (!(await decide.run('approve', keys, note))) return;
    setApproved(keys);
    setTyped('');
    setNote('');
  };
  const alone = found.find((finding) => finding.type === 'no-source');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isCount(typed, count) && !decide.busy) void approve();
      }}
    >
      <h2>{t('panel.approve', { count, n })}</h2>
      <p className={styles['lead']}>{t('panel.approveLead')}</p>
      <ul className={styles['findings']}>
        {found.map((finding) => (
          <FindingLine key={`${finding.type}${'list' in finding ? finding.list : ''}`} finding={finding} />
        ))}
      </ul>
      <NoteField value={note} onValue={setNote} />
      <CountField ref={countField} label={t('panel.type', { n })} value={typed} onValue={setTyped} />
      <div className={styles['actions']}>
        <Button look="primary" type="submit" disabled={!isCount(typed, count) || decide.busy}>
          <Icon name="check" size={14} />
          {t('panel.confirm', { count, n })}
        </Button>
        {alone && alone.keys.length < count ? <LeaveOut keys={alone.keys} onLeaveOut={onLeaveOut} /> : null}
      </div>
      <DecideProblem problem={decide.problem} />
      <p className={styles['hint']}>{t('panel.hint')}</p>
    </form>
  );
}

interface LeaveOutProps {
  keys: readonly OfferedKey[];
  onLeaveOut: (keys: readonly OfferedKey[]) => void;
}

/** Takes keys without a second source out of the choice. */
function LeaveOut({ keys, onLeaveOut }: LeaveOutProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const hosts = useMemo(() => foldPlaces(keys), [keys]);
  return (
    <Button look="quiet" onClick={() => onLeaveOut(keys)}>
      <span className={styles['cut']}>{t('panel.leaveOut', { hosts })}</span>
    </Button>
  );
}

/** Drawn again only for another finding: its hosts may take 60 ms to fold, which is too long for each key typed beside it. */
const FindingLine = memo(function FindingLine({ finding }: { finding: Finding }): ReactNode {
  const words = useFindingWords(finding);
  const fine = isFine(finding);
  return (
    <li>
      <span className={cx(styles['sign'], fine ? styles['fine'] : styles['odd'])} aria-hidden="true">
        {fine ? <Icon name="check" size={14} /> : '◇'}
      </span>
      <span>{words}</span>
    </li>
  );
});

function useFindingWords(finding: Finding): string {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const about = (keys: readonly OfferedKey[]) => ({
    count: keys.length,
    n: countWords(keys.length, locale),
    hosts: foldPlaces(keys),
  });
  switch (finding.type) {
    case 'agrees': {
      const { count, list } = finding;
      return t('panel.agrees', { count, n: countWords(count, locale), list: visibleText(list) });
    }
    case 'differs':
      return t('panel.differs', about(finding.keys));
    case 'no-source':
      return t('panel.noSource', about(finding.keys));
    case 'unique':
      return t('panel.unique');
    case 'shared':
      return t('panel.shared', about(finding.keys));
    case 'known-elsewhere':
      return t('panel.elsewhere', about(finding.keys));
    case 'types': {
      const types = finding.types.map(({ type, bits }) => keyTypeWords(type, bits));
      const joined = types.join(locale === 'zh' ? '、' : ', ');
      return types.length === 1 ? t('panel.allOf', { type: joined }) : t('panel.types', { types: joined });
    }
  }
}
