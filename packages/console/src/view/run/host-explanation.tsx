import { explain, type HostView } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { useRun } from './run-context.ts';
import styles from './host-explanation.module.css';

/** Why this host gave no exit status: what happened, the likely cause, what to try. Nothing for a host that answered. */
export function HostExplanation({ host, view }: { host: number; view: HostView | undefined }): ReactNode {
  const { t } = useTranslation('run');
  const { hostOf } = useRun();
  const locale = useLocale();
  const outcome = view?.outcome;
  if (outcome === undefined || outcome.type === 'host-exited') return null;
  const { what, cause, todo } = explain(outcome, hostOf(host), locale);
  const parts = [
    { name: t('host.what'), text: what },
    { name: t('host.cause'), text: cause },
    { name: t('host.todo'), text: todo },
  ].filter(({ text }) => text !== '');
  return (
    <section className={styles['explanation']} aria-label={t('host.explanation')}>
      <dl>
        {parts.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd translate="no">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
