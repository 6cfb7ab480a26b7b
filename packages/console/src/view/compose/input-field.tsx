import { useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_INPUT_BYTES, visibleText, type TaskInput } from '@rollcall/protocol';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { FileButton } from '../ui/file-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import { inputBytes, sizeWords } from '../ui/size-words.ts';
import { readInput, type FileFault } from './read-file.ts';
import { useRefused } from './refused-fields.ts';
import { taskFaults } from './task.ts';
import type { TaskProps } from './task-fields.tsx';
import styles from './task-fields.module.css';

type Kind = 'none' | 'text' | 'file';

/** Standard input: none, a text, or a file that is chosen or dropped. */
export function InputField({ task, onChange }: TaskProps): ReactNode {
  const { t } = useTranslation('compose');
  const refused = useRefused('input');
  const [isFile, setIsFile] = useState(false);
  const [fault, setFault] = useState<FileFault | null>(null);
  const set = (input: TaskInput | null): void => onChange({ ...task, input });
  const take = async (file: File): Promise<void> => {
    setIsFile(true);
    const read = await readInput(file);
    setFault('fault' in read ? read.fault : null);
    if ('base64' in read) set(read);
  };
  const choose = (kind: Kind): void => {
    setIsFile(kind === 'file');
    setFault(null);
    set(kind === 'text' ? { text: '' } : null);
  };
  const wrong = fault ?? taskFaults(task).input;
  const error = wrong ? t(`options.faults.${wrong}`) : refused;
  return (
    <DropBox onFile={(file) => void take(file)}>
      <div className={styles['head']}>
        <span className={styles['name']} aria-hidden="true">
          {t('options.stdin')}
        </span>
        <Segments
          label={t('options.stdin')}
          value={kindOf(task.input, isFile)}
          onValue={choose}
          options={[
            { value: 'none', label: t('options.stdinNone') },
            { value: 'text', label: t('options.stdinText') },
            { value: 'file', label: t('options.stdinFile') },
          ]}
        />
        <span className={styles['hint']}>{t('options.stdinHint', { mib: MAX_INPUT_BYTES / 1_048_576 })}</span>
      </div>
      {task.input !== null && 'text' in task.input ? (
        <textarea
          className={styles['text']}
          rows={3}
          spellCheck={false}
          aria-label={t('options.stdinField')}
          aria-invalid={error ? true : undefined}
          value={task.input.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      ) : null}
      {kindOf(task.input, isFile) === 'file' ? (
        <div className={styles['file']}>
          <TakenFile input={task.input} onForget={() => set(null)} />
          <FileButton label={t('options.choose')} onFile={(file) => void take(file)} />
          <span className={styles['hint']}>{t('options.drop')}</span>
        </div>
      ) : null}
      {error ? (
        <p className={styles['fault']} role="alert">
          <Icon name="cross" size={14} />
          {error}
        </p>
      ) : null}
    </DropBox>
  );
}

function kindOf(input: TaskInput | null, isFile: boolean): Kind {
  if (input === null) return isFile ? 'file' : 'none';
  return 'text' in input ? 'text' : 'file';
}

function TakenFile({ input, onForget }: { input: TaskInput | null; onForget: () => void }): ReactNode {
  const { t } = useTranslation('compose');
  if (input === null || 'text' in input) return null;
  return (
    <span className={styles['taken']}>
      <code translate="no">{visibleText(input.name)}</code> {sizeWords(inputBytes(input))}
      <IconButton label={t('options.forget')} onClick={onForget}>
        <Icon name="cross" />
      </IconButton>
    </span>
  );
}

/** Takes a file that is dropped anywhere on it; the page would else leave for the file. */
function DropBox({ onFile, children }: { onFile: (file: File) => void; children: ReactNode }): ReactNode {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      className={cx(styles['whole'], over && styles['over'])}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-drop
    >
      {children}
    </div>
  );
}
