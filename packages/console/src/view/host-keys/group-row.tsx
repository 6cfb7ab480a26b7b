import { countWords, visibleText, type HostKeyGroup, type OfferedKey } from '@rollcall/protocol';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { IconButton, LinkButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Triangle } from '../ui/remark.tsx';
import { canChoose, ticked, type Choice } from './choice.ts';
import { useGroupWords } from './group-words.ts';
import { foldPlaces, keyId, placeLabel } from './places.ts';
import styles from './host-keys.module.css';

interface GroupRowProps {
  group: HostKeyGroup;
  choice: Choice;
  /** The keyboard is here. */
  current: boolean;
  open: boolean;
  onToggle: (keys: readonly OfferedKey[]) => void;
  onShow: (id: string, shown: boolean) => void;
}

/** A group of waiting keys: what its hosts have in common, and one by one on request. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps): ReactNode {
  const { group, choice, current, open, onToggle, onShow } = props;
  const { t } = useTranslation('hostKeys');
  const words = useGroupWords(group);
  const range = useMemo(() => foldPlaces(group.keys), [group]);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const what = `${words.title} ${range}`;
  return (
    <li ref={row} className={cx(styles['group'], current && styles['current'])} aria-current={current}>
      <div className={styles['groupRow']}>
        <Tick
          label={t('group.choose', { what })}
          state={ticked(choice, group.keys)}
          disabled={!group.keys.some(canChoose)}
          onChange={() => onToggle(group.keys)}
        />
        <span className={styles['mark']} aria-hidden="true">
          {words.odd ? <Triangle /> : '◇'}
        </span>
        <div className={styles['what']}>
          <p>
            <b>{words.title}</b>{' '}
            <code translate="no" title={range}>
              {range}
            </code>
          </p>
          <p className={words.odd ? styles['odd'] : styles['quiet']}>{words.hint}</p>
        </div>
        <span className={styles['type']}>{words.type}</span>
        <span className={styles['source']}>{words.source}</span>
        <IconButton
          label={t('group.showHosts', { what })}
          aria-expanded={open}
          onClick={() => onShow(group.id, !open)}
        >
          <Icon name={open ? 'up' : 'down'} />
        </IconButton>
      </div>
      {open ? <Hosts keys={group.keys} choice={choice} onToggle={onToggle} /> : null}
    </li>
  );
});

interface TickProps {
  label: string;
  state: ReturnType<typeof ticked>;
  disabled: boolean;
  onChange: () => void;
}

function Tick({ label, state, disabled, onChange }: TickProps): ReactNode {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <label className={styles['tick']}>
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={state === 'all'}
        disabled={disabled}
        onChange={onChange}
      />
    </label>
  );
}

/** Hosts shown when a group is opened, and with each press more. */
const FIRST = 9;
const MORE = 100;

function Hosts({
  keys,
  choice,
  onToggle,
}: Pick<GroupRowProps, 'choice' | 'onToggle'> & { keys: OfferedKey[] }) {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const [shown, setShown] = useState(FIRST);
  const rest = keys.length - shown;
  return (
    <ul className={styles['hosts']}>
      {keys.slice(0, shown).map((key) => (
        <li key={keyId(key)} className={styles['host']}>
          <Tick
            label={t('group.chooseHost', { host: placeLabel(key) })}
            state={ticked(choice, [key])}
            disabled={!canChoose(key)}
            onChange={() => onToggle([key])}
          />
          <code translate="no">{placeLabel(key)}</code>
          <code translate="no" className={styles['print']}>
            {key.fingerprint}
          </code>
          <span className={styles['source']}>
            <SourceWords source={key.secondSource} />
          </span>
        </li>
      ))}
      {rest > 0 ? (
        <li className={styles['more']}>
          <LinkButton onClick={() => setShown(shown + MORE)}>
            {t('group.more', { n: countWords(rest, locale) })}
          </LinkButton>
        </li>
      ) : null}
    </ul>
  );
}

function SourceWords({ source }: { source: OfferedKey['secondSource'] }): ReactNode {
  const { t } = useTranslation('hostKeys');
  if (source === null) return t('group.noSource');
  const list = visibleText(source.list);
  return source.agrees ? (
    t('group.agrees', { list })
  ) : (
    <span className={styles['odd']}>{t('group.differs', { list })}</span>
  );
}
