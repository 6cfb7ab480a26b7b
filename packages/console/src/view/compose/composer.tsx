import { useId, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../app/hotkeys.ts';
import { BlastRadius } from './blast-radius.tsx';
import { CommandField } from './command-field.tsx';
import { OptionsLine } from './options-line.tsx';
import type { Reason } from './readiness.ts';
import { RunColumn } from './run-column.tsx';
import { SecretField } from './secret-field.tsx';
import { TargetsField } from './targets-field.tsx';
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
  const { session, draft, reason, need, toType } = state;
  const { start, starting, problem, forgive } = useStartRun(session, () => state.setSecret(''));
  const run = (): void => {
    const now = state.current();
    if (now.reason === null) return start(now.draft);
    section.current?.querySelector<HTMLElement>(`[data-field="${fieldOf(now.reason)}"]`)?.focus();
  };
  useHotkeys({ 'ctrl+Enter': run });
  return (
    <section
      ref={section}
      className={styles['composer']}
      aria-label={t('region')}
      data-region
      onInput={problem ? forgive : undefined}
    >
      <h1 className="sr-only">{t('region')}</h1>
      <div className={styles['fields']}>
        <TargetsField targets={draft.targets} maxHosts={session.limits.maxHosts} field={targetsField} />
        <CommandField earlier={earlier} field={commandField} />
        <RunColumn
          count={draft.targets.overLimit ? 0n : draft.targets.count}
          reason={reason}
          problem={problem}
          starting={starting}
          describedBy={effect}
          onRun={run}
        />
        <OptionsLine session={session} options={draft.options} onChange={state.setOptions} />
        {need === null ? null : (
          <SecretField
            need={need}
            identity={draft.options.identity}
            value={draft.secret}
            onValue={state.setSecret}
          />
        )}
      </div>
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

/** The field that a reason is about, so that asking for the impossible leads to what is missing. */
function fieldOf(reason: Reason): 'targets' | 'command' | 'secret' | 'confirmation' | 'options' {
  switch (reason.type) {
    case 'nothing-typed':
    case 'no-targets':
    case 'targets-too-long':
    case 'mistakes':
    case 'no-host':
    case 'too-many':
      return 'targets';
    case 'not-connected':
    case 'no-command':
    case 'command-nul':
    case 'command-too-long':
      return 'command';
    case 'secret':
      return 'secret';
    case 'confirm':
      return 'confirmation';
    case 'options':
      return 'options';
  }
}
