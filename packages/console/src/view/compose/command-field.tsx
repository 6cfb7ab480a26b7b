import { useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_COMMAND_BYTES } from '@rollcall/protocol';
import { Remark } from '../ui/remark.tsx';
import { NO_RECALL, recall } from './command-history.ts';
import { useDraft } from './draft.ts';
import { GrowingText } from './growing-text.tsx';
import { commandFault } from './readiness.ts';
import styles from './composer.module.css';

interface CommandFieldProps {
  /** Earlier commands, newest first, for Ctrl ↑ and ↓. */
  earlier: readonly string[];
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The command as a shell of the host reads it; Enter makes a new line. */
export function CommandField({ earlier, field }: CommandFieldProps): ReactNode {
  const { t } = useTranslation('compose');
  const id = useId();
  const { command, setCommand } = useDraft();
  const [place, setPlace] = useState(NO_RECALL);
  const fault = commandFault(command);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const next = recall(earlier, place, command, event.key === 'ArrowUp' ? 1 : -1);
    if (!next) return;
    setPlace(next.recall);
    setCommand(next.text);
  };
  return (
    <div className={styles['command']}>
      <div className={styles['label']}>
        <label htmlFor={`${id}-field`}>{t('command.label')}</label>
      </div>
      <GrowingText
        ref={field}
        id={`${id}-field`}
        data-field="command"
        prompt="$"
        value={command}
        placeholder={t('command.placeholder')}
        aria-invalid={fault !== null || undefined}
        aria-describedby={`${id}-hint`}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setCommand(event.target.value);
          setPlace(NO_RECALL);
        }}
      />
      <div id={`${id}-hint`}>
        {fault === 'command-nul' ? (
          <Remark tone="fail" title={t('command.nul')}>
            {t('command.nulHint')}
          </Remark>
        ) : null}
        {fault === 'command-too-long' ? (
          <Remark tone="fail" title={t('command.tooLong', { kib: MAX_COMMAND_BYTES / 1024 })}>
            {t('command.tooLongHint')}
          </Remark>
        ) : null}
      </div>
    </div>
  );
}
