import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd, keyCap } from '../ui/kbd.tsx';
import { useKeyTable } from './key-table.ts';
import styles from './keys-dialog.module.css';

/** All keys, by the place where they work. */
export default function KeysDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Dialog open onOpenChange={onClose} title={t('keys.title')} description={t('keys.lettersHint')}>
      <div className={styles['places']}>
        {useKeyTable().map((place) => (
          <section key={place.title} aria-label={place.title}>
            <h3 className={styles['title']}>{place.title}</h3>
            <dl className={styles['keys']}>
              {place.hints.map((hint) => (
                <div key={hint.keys.join(' ')} className={styles['row']}>
                  <dt>
                    <Kbd keys={hint.keys} />
                    <span className="sr-only">{hint.keys.map(keyCap).join(' ')}</span>
                  </dt>
                  <dd>{hint.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
