import { useQueryClient } from '@tanstack/react-query';
import { countWords, visibleText, type ImportReport } from '@rollcall/protocol';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HOST_KEYS, importKeys } from '../../api/host-keys.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { DecideProblem } from './decide-pane.tsx';
import styles from './import.module.css';

/** Takes in a known_hosts file, and says what became of every line. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const client = useQueryClient();
  const [list, setList] = useState('known_hosts');
  const [text, setText] = useState('');
  const [trust, setTrust] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const take = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await importKeys({ list, text, trust }));
      void client.invalidateQueries({ queryKey: HOST_KEYS });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const read = async (file: File): Promise<void> => {
    setText(await file.text());
    setList(file.name.slice(0, 100));
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('importing.title')} description={t('importing.lead')}>
      {report ? (
        <Report report={report} onClose={onClose} />
      ) : (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '' && list.trim() !== '' && !busy) void take();
          }}
        >
          <Source text={text} onText={setText} onFile={(file) => void read(file)} />
          <Field
            label={t('importing.name')}
            maxLength={100}
            value={list}
            onChange={(event) => setList(event.target.value)}
          />
          <Choice trust={trust} onTrust={setTrust} />
          <DecideProblem problem={problem} />
          <Button look="primary" type="submit" disabled={text.trim() === '' || list.trim() === '' || busy}>
            {t('importing.confirm')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

interface SourceProps {
  text: string;
  onText: (text: string) => void;
  onFile: (file: File) => void;
}

function Source({ text, onText, onFile }: SourceProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const id = useId();
  return (
    <>
      <div>
        <FileButton label={t('importing.file')} onFile={onFile} />
      </div>
      <div className={styles['frame']}>
        <label htmlFor={`${id}-text`}>{t('importing.text')}</label>
        <textarea
          id={`${id}-text`}
          rows={6}
          spellCheck={false}
          translate="no"
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
    </>
  );
}

function Choice({ trust, onTrust }: { trust: boolean; onTrust: (trust: boolean) => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const name = useId();
  const options = [
    { value: true, label: t('importing.trust'), hint: t('importing.trustHint') },
    { value: false, label: t('importing.compare'), hint: t('importing.compareHint') },
  ];
  return (
    <fieldset className={styles['choice']}>
      <legend className="sr-only">{t('importing.title')}</legend>
      {options.map(({ value, label, hint }) => (
        <div key={label}>
          <input
            type="radio"
            id={`${name}-${value}`}
            name={name}
            checked={trust === value}
            onChange={() => onTrust(value)}
          />
          <label htmlFor={`${name}-${value}`}>
            <b>{label}</b> <span className={styles['hint']}>{hint}</span>
          </label>
        </div>
      ))}
    </fieldset>
  );
}

/** Remarks drawn at once; the answer of the server has all of them. */
const REMARKS = 500;

function Report({ report, onClose }: { report: ImportReport; onClose: () => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const n = (count: number): string => countWords(count, locale);
  const { lines, trusted, already, revoked, listed, remarks } = report;
  const rest = remarks.length - REMARKS;
  return (
    <div className={styles['form']}>
      <output>
        {t('importing.result', {
          lines: n(lines),
          trusted: n(trusted),
          already: n(already),
          revoked: n(revoked),
          listed: n(listed),
        })}
      </output>
      {remarks.length === 0 ? null : (
        <section className={styles['remarks']} aria-label={t('importing.remarks')}>
          <ul>
            {remarks.slice(0, REMARKS).map(({ line, code, text }) => (
              <li key={`${line} ${text}`}>
                <span>{t('importing.line', { n: line })}</span> {t(`importing.${code}`)}{' '}
                <code translate="no">{visibleText(text)}</code>
              </li>
            ))}
            {rest > 0 ? <li>{t('group.more', { n: n(rest) })}</li> : null}
          </ul>
        </section>
      )}
      <Button look="primary" onClick={onClose}>
        {t('importing.close')}
      </Button>
    </div>
  );
}
