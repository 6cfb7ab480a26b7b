import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from './hotkeys.ts';
import { focusNextRegion, focusResults } from './regions.ts';
import { TopBar } from './top-bar.tsx';
import styles from './shell.module.css';

const KeysDialog = lazy(async () => import('./keys-dialog.tsx'));

/** Top bar, page, bottom line, and the keys that work everywhere. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [keysOpen, setKeysOpen] = useState(false);
  useHotkeys({
    'g r': () => void navigate({ to: '/' }),
    'g h': () => void navigate({ to: '/history' }),
    'g k': () => void navigate({ to: '/host-keys' }),
    '?': () => setKeysOpen(true),
    F6: () => focusNextRegion(1),
    'shift+F6': () => focusNextRegion(-1),
  });
  return (
    <div className={styles['shell']}>
      <a
        className={styles['skip']}
        href="#results"
        onClick={(event) => {
          event.preventDefault();
          focusResults();
        }}
      >
        {t('skip')}
      </a>
      <TopBar />
      <Outlet />
      {keysOpen ? (
        <Suspense>
          <KeysDialog onClose={() => setKeysOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
