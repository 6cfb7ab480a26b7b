import { useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../ui/segments.tsx';
import { CommandHint } from './command-hint.tsx';
import { NO_RECALL, recall } from './command-history.ts';
import { useDraft } from './draft.ts';
import { GrowingText, type MarkedPlace } from './growing-text.tsx';
import { commandFault } from './readiness.ts';
import { useRefused } from './refused-fields.ts';
import { ScriptBar } from './script-bar.tsx';
import type { SentPreview } from './sent-preview.ts';
import { effectiveTask } from './task.ts';
import styles from './composer.module.css';

interface CommandFieldProps {
  /** Earlier commands, newest first, for Ctrl ↑ and ↓. */
  earlier: readonly string[];
  sent: SentPreview;
  /** The host that is called first; undefined while there is none. */
  first: string | undefined;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The command as a shell of the host reads it, or the text of a script; Enter makes a new line. */
export function CommandField({ earlier, sent, first, field }: CommandFieldProps): ReactNode {
  const { t } = useTranslation('compose');
  const id = useId();
  const { command, setCommand, task, setTask } = useDraft();
  const [place, setPlace] = useState(NO_RECALL);
  const isScript = effectiveTask(task).interpreter !== null;
  const refused = useRefused('command');
  const wrong = commandFault(command) !== null || sent.problem?.path === 'command' || refused !== null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isScript || (!event.ctrlKey && !event.metaKey)) return;
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
        <label htmlFor={`${id}-field`}>{t(isScript ? 'command.scriptLabel' : 'command.label')}</label>
        <Segments
          label={t('command.kind')}
          value={isScript ? 'script' : 'line'}
          onValue={(kind) => setTask({ ...task, interpreter: kind === 'script' ? 'auto' : null })}
          hint={task.plain ? t('command.noScript') : undefined}
          options={[
            { value: 'line', label: t('command.line') },
            { value: 'script', label: t('command.script'), disabled: task.plain },
          ]}
        />
      </div>
      <GrowingText
        ref={field}
        id={`${id}-field`}
        data-field="command"
        {...(isScript ? { sheet: true } : { prompt: '$' })}
        value={command}
        marks={marksOf(sent)}
        placeholder={t(isScript ? 'command.scriptPlaceholder' : 'command.placeholder')}
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-hint`}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setCommand(event.target.value);
          setPlace(NO_RECALL);
        }}
      />
      {isScript ? <ScriptBar /> : null}
      <div id={`${id}-hint`}>
        <CommandHint command={command} sent={sent} first={first} refused={refused} />
      </div>
    </div>
  );
}

/** The placeholder that is wrong, with its braces. */
function marksOf({ problem }: SentPreview): readonly MarkedPlace[] {
  if (problem?.path !== 'command' || !('at' in problem)) return [];
  return [{ index: problem.at, length: problem.name.length + 2, tone: 'fail' }];
}
