import { useTranslation } from 'react-i18next';
import type { KeyHint } from './page-frame.tsx';

/** Every key of the console with its place and meaning, for the dialog of all keys. */
export function useKeyTable(): { title: string; hints: KeyHint[] }[] {
  const { t } = useTranslation();
  const hint = (keys: string, label: string): KeyHint => ({ keys: keys.split(' '), label });
  return [
    {
      title: t('keys.anywhere'),
      hints: [
        hint('G R', t('keys.goRun')),
        hint('G H', t('keys.goHistory')),
        hint('F6', t('keys.nextRegion')),
        hint('Esc', t('keys.close')),
        hint('?', t('keys.allKeys')),
      ],
    },
  ];
}
