import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MAX_COMMAND_BYTES,
  placeholderProblemText,
  visibleText,
  type PlaceholderProblem,
} from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { Remark } from '../ui/remark.tsx';
import { rich } from '../ui/rich.tsx';
import { commandFault } from './readiness.ts';
import type { SentPreview } from './sent-preview.ts';
import styles from './command-hint.module.css';

interface CommandHintProps {
  command: string;
  sent: SentPreview;
  first: string | undefined;
  /** What the server said about the command. */
  refused: string | null;
}

/** What is wrong with the command, or, where it is not sent as typed, what the first host gets. */
export function CommandHint({ command, sent, first, refused }: CommandHintProps): ReactNode {
  const { t } = useTranslation('compose');
  const fault = commandFault(command);
  if (fault === 'command-nul')
    return (
      <Remark tone="fail" title={t('command.nul')}>
        {t('command.nulHint')}
      </Remark>
    );
  if (fault === 'command-too-long')
    return (
      <Remark tone="fail" title={t('command.tooLong', { kib: MAX_COMMAND_BYTES / 1024 })}>
        {t('command.tooLongHint')}
      </Remark>
    );
  if (sent.problem) return <Misplaced problem={sent.problem} command={command} />;
  if (refused !== null) return <Remark tone="fail" title={refused} role="alert" />;
  return (
    <>
      {sent.inScript ? (
        <Remark tone="exit" title={t('command.inScript')}>
          {rich(t('command.inScriptHint'))}
        </Remark>
      ) : null}
      {first === undefined || sent.changed.length === 0 ? null : <Sent sent={sent} first={first} />}
    </>
  );
}

/** Where a placeholder is wrong is said only of several lines; in one the squiggle says it. */
function Misplaced({ problem, command }: { problem: PlaceholderProblem; command: string }): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const before = 'at' in problem ? command.slice(0, problem.at).split('\n') : [];
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return (
    <Remark tone="fail" title={placeholderProblemText(problem, locale)}>
      {command.includes('\n') && before.length > 0 ? t('command.placeholderAt', place) : null}
    </Remark>
  );
}

/** Exactly what the first host gets, field by field. */
function Sent({
  sent: { changed, fromInventory, assumed },
  first,
}: {
  sent: SentPreview;
  first: string;
}): ReactNode {
  const { t } = useTranslation('compose');
  const nameOf = (field: string): string =>
    field === 'command'
      ? t('command.sentCommand')
      : field === 'workingFolder'
        ? t('command.sentFolder')
        : field;
  return (
    <section className={styles['sent']} aria-label={t('command.sent', { host: first })}>
      <h2>{t('command.sent', { host: first })}</h2>
      <dl translate="no">
        {changed.map(({ field, text }) => (
          <div key={field}>
            <dt className={changed.length === 1 && field === 'command' ? 'sr-only' : undefined}>
              {nameOf(field)}
            </dt>
            <dd>
              <code>{text.split('\n').map(visibleText).join('\n')}</code>
            </dd>
          </div>
        ))}
      </dl>
      {fromInventory.length > 0 ? <p>{t('command.inventory', { names: fromInventory.join(', ') })}</p> : null}
      {assumed.length > 0 ? <p>{t('command.assumed', { names: assumed.join(', ') })}</p> : null}
    </section>
  );
}
