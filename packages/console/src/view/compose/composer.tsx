import { useId, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../app/hotkeys.ts';
import { BlastRadius } from './blast-radius.tsx';
import { CommandField } from './command-field.tsx';
import { OptionsLine } from './options-line.tsx';
import type { Reason } from './readiness.ts';
import { RunColumn } from './run-column.tsx';
import { RefusedProvider, refusedFields } from './refused-fields.ts';
import { SecretFields } from './secret-fields.tsx';
import { NO_SECRETS } from './secrets.ts';
import { TargetsField } from './targets-field.tsx';
import type { Targets } from './targets.ts';
import type { ComposerState } from './use-composer.ts';
import { useStartRun } from './use-start-run.ts';
import styles from './composer.module.css';

interface ComposerProps {
  state: ComposerState;
  /** Earlier commands, newest first. */
  earlier: readonly string[];
  targetsField: RefObject<HTMLTextAreaElement | null>;
  commandField: RefObject<HTMLTextAreaElement | null>;
}

/** Targets, command, options and Run. Ctrl Enter runs from anywhere on the page. */
export function Composer({ state, earlier, targetsField, commandField }: ComposerProps): ReactNode {
  const { t } = useTranslation('compose');
  const section = useRef<HTMLElement>(null);
  const effect = useId();
  const { session, draft, groups, reason, toType } = state;
  const { start, starting, problem, forgive } = useStartRun(session, () => state.setSecrets(NO_SECRETS));
  const refused = useMemo(() => refusedFields(problem), [problem]);
  const [regrouped, setRegrouped] = useState(false);
  const run = async (): Promise<void> => {
    if (reason !== null) {
      focusOf(section.current, fieldOf(reason))?.focus();
      return;
    }
    // Whoever edits the inventory meanwhile changes what this text means.
    const changed = draft.targets.asksForGroups && !(await groups.stillHold());
    setRegrouped(changed);
    if (!changed) start(draft);
  };
  useHotkeys({ 'ctrl+Enter': () => void run() });
  const onInput = (): void => {
    setRegrouped(false);
    if (problem) forgive();
  };
  return (
    <section
      ref={section}
      className={styles['composer']}
      aria-label={t('region')}
      data-region
      onInput={onInput}
    >
      <h1 className="sr-only">{t('region')}</h1>
      <RefusedProvider value={refused}>
        <div className={styles['fields']}>
          <TargetsField
            targets={draft.targets}
            groups={groups}
            maxHosts={session.limits.maxHosts}
            field={targetsField}
          />
          <CommandField
            earlier={earlier}
            sent={state.sent}
            first={state.shown.hosts[0]}
            field={commandField}
          />
          <RunColumn
            count={runnable(draft.targets)}
            reason={reason}
            regrouped={regrouped}
            problem={problem}
            starting={starting}
            describedBy={effect}
            onRun={() => void run()}
          />
          <OptionsLine state={state} />
          <SecretFields state={state} />
        </div>
      </RefusedProvider>
      <BlastRadius
        id={effect}
        targets={draft.targets}
        hasCommand={draft.command.trim() !== ''}
        toType={toType}
        confirmation={draft.confirmation}
        onConfirmation={state.setConfirmation}
      />
    </section>
  );
}

/** How many hosts would be called as the targets stand; none while they cannot be. */
function runnable({ count, overLimit, mistakeCount }: Targets): bigint {
  return overLimit || mistakeCount > 0 ? 0n : count;
}

/** The field to go to; of the options the first one that is wrong, as long as they are open. */
function focusOf(
  section: HTMLElement | null,
  field: ReturnType<typeof fieldOf>,
): HTMLElement | null | undefined {
  const wrong =
    field === 'options' ? section?.querySelector<HTMLElement>('#options-panel [aria-invalid="true"]') : null;
  return wrong ?? section?.querySelector<HTMLElement>(`[data-field="${field}"]`);
}

/** The field that a reason is about, so that asking for the impossible leads to what is missing. */
function fieldOf(reason: Reason): 'targets' | 'command' | 'secret' | 'code' | 'confirmation' | 'options' {
  switch (reason.type) {
    case 'nothing-typed':
    case 'no-targets':
    case 'targets-too-long':
    case 'reading':
    case 'mistakes':
    case 'no-host':
    case 'too-many':
      return 'targets';
    case 'not-connected':
    case 'no-command':
    case 'command-nul':
    case 'command-too-long':
    case 'placeholder':
      return 'command';
    case 'secret':
      return 'secret';
    case 'code':
      return 'code';
    case 'confirm':
      return 'confirmation';
    case 'options':
      return 'options';
  }
}
