import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Check } from '../ui/check.tsx';
import { Field } from '../ui/field.tsx';
import { useRefused } from './refused-fields.ts';
import { taskFaults, type Task } from './task.ts';

/** A task and what changes it. */
export interface TaskProps {
  task: Task;
  onChange: (task: Task) => void;
}

/** Folder, sudo, terminal, and the way of sending that excludes most of them. */
export function TaskFields({ task, onChange }: TaskProps): ReactNode {
  const { t } = useTranslation('compose');
  const refused = { folder: useRefused('workingFolder'), sudo: useRefused('sudo') };
  const set = (change: Partial<Task>): void => onChange({ ...task, ...change });
  const { workingFolder, sudo } = taskFaults(task);
  return (
    <>
      <Field
        mono
        label={t('options.folder')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        disabled={task.plain}
        value={task.workingFolder}
        onChange={(event) => set({ workingFolder: event.target.value })}
        error={workingFolder ? t(`options.faults.${workingFolder}`) : refused.folder}
        hint={t(task.plain ? 'options.byPlain' : 'options.folderHint')}
      />
      <Field
        label={t('options.sudoUser')}
        list="sudo-users"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
        disabled={task.plain}
        value={task.sudoUser}
        onChange={(event) => set({ sudoUser: event.target.value })}
        error={sudo ? t(`options.faults.${sudo}`) : refused.sudo}
        hint={t(task.plain ? 'options.byPlain' : 'options.sudoHint')}
      >
        <datalist id="sudo-users">
          <option value="root">root</option>
        </datalist>
      </Field>
      <Check
        label={t('options.ptyLabel')}
        checked={task.pty}
        onChange={(event) => set({ pty: event.target.checked })}
        hint={t('options.ptyHint')}
      />
      <Check
        label={t('options.plainLabel')}
        checked={task.plain}
        onChange={(event) => set({ plain: event.target.checked })}
        hint={t('options.plainHint')}
      />
    </>
  );
}
