import { visibleText, type RunSpec } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/cx.ts';
import styles from './asked.module.css';

/** Of a long text only the beginning is shown; the run itself has all of it. */
const SHOWN_CHARS = 4_000;

interface Detail {
  name: string;
  text: string;
}

/** What of a run does not fit into fields and a line: all of a long command or script, its variables, the text of its input. */
export function AskedDetails({ spec }: { spec: RunSpec }): ReactNode {
  const { t } = useTranslation('run');
  const { command, script, env = {}, input } = spec;
  const details: Detail[] = [
    ...(isLong(command) ? [{ name: t(script ? 'asked.script' : 'asked.command'), text: command }] : []),
    ...Object.entries(env).map(([name, text]) => ({ name, text })),
    ...(input && 'text' in input ? [{ name: t('asked.input'), text: input.text }] : []),
  ];
  if (details.length === 0 && !isUnusual(spec)) return null;
  return (
    <details className={cx(styles['details'], details.length === 0 && styles['narrow'])}>
      <summary>{t('asked.details')}</summary>
      <dl translate="no">
        {details.map(({ name, text }) => (
          <div key={name} className={styles['detail']}>
            <dt>{name}</dt>
            <dd>
              <pre>{shown(text)}</pre>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Whether the line above has more to say than of most runs; where there is no room for it, it opens with the details. */
const isUnusual = ({
  script,
  workingFolder,
  sudo,
  pty,
  plain,
  jump,
  legacy,
  silenceTimeoutMs,
  input,
}: RunSpec): boolean =>
  [script, workingFolder, sudo, pty, plain, jump, legacy, silenceTimeoutMs, input].some(Boolean);

/** Over the three lines that the field shows. */
const isLong = (command: string): boolean => command.split('\n').length > 3 || command.length > 300;

function shown(text: string): string {
  const lines = text.slice(0, SHOWN_CHARS).split('\n').map(visibleText).join('\n');
  return text.length > SHOWN_CHARS ? `${lines}…` : lines;
}
