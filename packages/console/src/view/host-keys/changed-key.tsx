import { Link } from '@tanstack/react-router';
import { keyTypeWords, visibleText, type ExpectedKey, type OfferedKey } from '@rollcall/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { DecideProblem } from './decide-pane.tsx';
import { placeLabel } from './places.ts';
import { ReplaceDialog } from './replace-dialog.tsx';
import { useDecide } from './use-decide.ts';
import { useMoment } from './use-moment.ts';
import styles from './changed.module.css';

/** A host that shows another key than the trusted one: both fingerprints, and the two things that can be done. */
export function ChangedKey({ offered }: { offered: OfferedKey }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const decide = useDecide();
  const [replacing, setReplacing] = useState(false);
  const host = placeLabel(offered);
  const when = useMoment();
  return (
    <article className={styles['changed']} aria-label={t('changed.title', { host })}>
      <header>
        <span className={styles['glyph']} aria-hidden="true">
          ◆
        </span>
        <h2>{t('changed.title', { host })}</h2>
        <p>
          {t('changed.seen', { time: when(offered.lastSeenAtMs) })}{' '}
          <Link to="/runs/$runId" params={{ runId: offered.run }}>
            {t('changed.run')}
          </Link>
        </p>
        <div className={styles['actions']}>
          <Button onClick={() => setReplacing(true)}>{t('changed.replace')}</Button>
          {offered.blocked === null ? (
            <Button
              className={styles['block']}
              disabled={decide.busy}
              onClick={() => void decide.run('block', [offered], '')}
            >
              {t('changed.block')}
            </Button>
          ) : null}
        </div>
      </header>
      <dl>
        {offered.expected.map((key) => (
          <Trusted key={key.fingerprint} expected={key} when={when} />
        ))}
        <div className={styles['now']}>
          <dt>{t('changed.now')}</dt>
          <dd>{keyTypeWords(offered.type, offered.bits)}</dd>
          <dd>
            <code translate="no">{offered.fingerprint}</code>
          </dd>
          <dd>{useNowWords(offered)}</dd>
        </div>
      </dl>
      <p className={styles['hint']}>
        {offered.blocked === null
          ? t('changed.hint', { host })
          : t('changed.blocked', {
              user: visibleText(offered.blocked.by),
              time: when(offered.blocked.atMs),
            })}
      </p>
      <DecideProblem problem={decide.problem} />
      {replacing ? <ReplaceDialog offered={offered} onClose={() => setReplacing(false)} /> : null}
    </article>
  );
}

function Trusted({ expected, when }: { expected: ExpectedKey; when: (atMs: number) => string }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const { approvedAtMs, approvedBy, fingerprint, type } = expected;
  return (
    <div>
      <dt>{t('changed.trusted')}</dt>
      <dd>{type === null ? '' : keyTypeWords(type)}</dd>
      <dd>
        <code translate="no">{fingerprint}</code>
      </dd>
      <dd>
        {approvedAtMs === null
          ? t('changed.fromFile')
          : t('changed.since', { time: when(approvedAtMs), user: visibleText(approvedBy ?? '') })}
      </dd>
    </div>
  );
}

function useNowWords({ knownFor, secondSource }: OfferedKey): string {
  const { t } = useTranslation('hostKeys');
  if (knownFor !== null) return t('changed.elsewhere', { host: knownFor });
  if (secondSource?.agrees === true) return t('changed.inList', { list: visibleText(secondSource.list) });
  return t('changed.unknown');
}
