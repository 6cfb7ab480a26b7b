import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_COMMAND_BYTES, utf8Bytes } from '@rollcall/protocol';
import { Field, Select } from '../ui/field.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { sizeWords } from '../ui/size-words.ts';
import { useDraft } from './draft.ts';
import { readScript, type FileFault } from './read-file.ts';
import { useRefused } from './refused-fields.ts';
import { INTERPRETERS, isListed, taskFaults } from './task.ts';
import styles from './script-bar.module.css';

const OTHER = 'other';

/** What runs a script, where its text may come from, and how large it is. */
export function ScriptBar(): ReactNode {
  const { t } = useTranslation('compose');
  const { command, setCommand, task, setTask } = useDraft();
  const [fault, setFault] = useState<FileFault | null>(null);
  const refused = useRefused('script');
  const interpreter = task.interpreter ?? 'auto';
  const other = !isListed(interpreter);
  const load = async (file: File): Promise<void> => {
    const read = await readScript(file);
    setFault('fault' in read ? read.fault : null);
    if ('text' in read) setCommand(read.text);
  };
  return (
    <div className={styles['bar']}>
      <Select
        label={t('command.interpreter')}
        value={other ? OTHER : interpreter}
        onChange={({ target: { value } }) => setTask({ ...task, interpreter: value === OTHER ? '/' : value })}
        options={[
          ...INTERPRETERS.map((value) => ({ value, label: value === 'auto' ? t('command.auto') : value })),
          { value: OTHER, label: t('command.otherPath') },
        ]}
      />
      {other ? (
        <Field
          mono
          label={t('command.path')}
          value={interpreter}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTask({ ...task, interpreter: event.target.value })}
          error={taskFaults(task).interpreter ? t('options.faults.interpreter') : refused}
        />
      ) : null}
      <FileButton label={t('command.load')} onFile={(file) => void load(file)} />
      <span className={styles['size']}>
        {t('command.size', { size: sizeWords(utf8Bytes(command)), kib: MAX_COMMAND_BYTES / 1024 })}
      </span>
      {fault === null ? null : (
        <p className={styles['fault']} role="alert">
          {t(`options.faults.${fault}`)}
        </p>
      )}
    </div>
  );
}
