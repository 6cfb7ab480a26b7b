import { useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { insertRows, readEnvLines, type EnvRow } from './env-rows.ts';
import { useRefused } from './refused-fields.ts';
import { taskFaults } from './task.ts';
import type { TaskProps } from './task-fields.tsx';
import styles from './task-fields.module.css';

/** Variables in rows; pasted lines of NAME=value are split, Enter goes on to the next row. */
export function EnvField({ task, onChange }: TaskProps): ReactNode {
  const { t } = useTranslation('compose');
  const box = useRef<HTMLFieldSetElement>(null);
  const added = useRef(false);
  const refused = useRefused('env');
  const fault = taskFaults(task).env;
  const setRows = (env: readonly EnvRow[]): void => onChange({ ...task, env });
  const focusRow = (at: number): void =>
    box.current?.querySelectorAll<HTMLElement>('[data-name]')[at]?.focus();
  useLayoutEffect(() => {
    if (added.current) focusRow(task.env.length - 1);
    added.current = false;
  });
  const add = (): void => {
    added.current = true;
    setRows([...task.env, { name: '', value: '' }]);
  };
  const remove = (at: number): void => {
    setRows(task.env.filter((_, row) => row !== at));
    box.current?.querySelector<HTMLElement>('[data-add]')?.focus();
  };
  const error = fault ? t(`options.faults.${fault.code}`) : refused;
  return (
    <fieldset ref={box} className={styles['whole']} aria-label={t('options.env')} disabled={task.plain}>
      <span className={styles['name']} aria-hidden="true">
        {t('options.env')}
      </span>
      {task.env.map((row, at) => (
        <Row
          // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own and never change places
          key={at}
          row={row}
          at={at}
          wrong={fault?.row === at}
          onChange={(changed) => setRows(task.env.with(at, changed))}
          onRows={(rows) => setRows(insertRows(task.env, at, rows))}
          onNext={() => (at === task.env.length - 1 ? add() : focusRow(at + 1))}
          onRemove={() => remove(at)}
        />
      ))}
      <div className={styles['actions']}>
        <Button data-add onClick={add}>
          {t('options.envAdd')}
        </Button>
        <span className={styles['hint']}>{t(task.plain ? 'options.byPlain' : 'options.envHint')}</span>
        {task.env.length > 0 && !task.plain ? (
          <span className={styles['hint']}>{t('options.envPaste')}</span>
        ) : null}
      </div>
      {error ? (
        <p id="env-fault" className={styles['fault']} role="alert">
          <Icon name="cross" size={14} />
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

interface RowProps {
  row: EnvRow;
  at: number;
  wrong: boolean;
  onChange: (row: EnvRow) => void;
  /** Several rows were pasted into this one. */
  onRows: (rows: readonly EnvRow[]) => void;
  onNext: () => void;
  onRemove: () => void;
}

function Row({ row, at, wrong, onChange, onRows, onNext, onRemove }: RowProps): ReactNode {
  const { t } = useTranslation('compose');
  const n = at + 1;
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData('text/plain');
    const isValue = event.currentTarget.dataset['name'] === undefined;
    const rows = isValue && !text.trim().includes('\n') ? null : readEnvLines(text);
    if (rows === null) return;
    event.preventDefault();
    onRows(rows);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onNext();
  };
  const common = {
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    onPaste: paste,
    onKeyDown,
  } as const;
  return (
    <div className={styles['row']}>
      <input
        {...common}
        data-name
        aria-label={t('options.envName', { n })}
        placeholder="NAME"
        value={row.name}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? 'env-fault' : undefined}
        onChange={(event) => onChange({ ...row, name: event.target.value })}
      />
      <span aria-hidden="true">=</span>
      <input
        {...common}
        aria-label={t('options.envValue', { n })}
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.target.value })}
      />
      <IconButton
        label={t('options.envRemove', { name: row.name === '' ? t('options.envRow', { n }) : row.name })}
        onClick={onRemove}
      >
        <Icon name="cross" />
      </IconButton>
    </div>
  );
}
