import { useTranslation } from 'react-i18next';
import type { KeyHint } from './page-frame.tsx';

/** Every key of the console with its place and meaning, for the dialog of all keys. */
export function useKeyTable(): { title: string; hints: KeyHint[] }[] {
  const { t } = useTranslation(['common', 'compose', 'run', 'history', 'hostKeys']);
  const hint = (keys: string, label: string): KeyHint => ({ keys: keys.split(' '), label });
  return [
    {
      title: t('keys.anywhere'),
      hints: [
        hint('G R', t('keys.goRun')),
        hint('G H', t('keys.goHistory')),
        hint('G K', t('keys.goKeys')),
        hint('F6', t('keys.nextRegion')),
        hint('Esc', t('keys.close')),
        hint('?', t('keys.allKeys')),
      ],
    },
    {
      title: t('keys.composing'),
      hints: [
        hint('Ctrl Enter', t('compose:keys.run')),
        hint('F8', t('compose:keys.nextMistake')),
        hint('Shift F8', t('compose:keys.previousMistake')),
        hint('Ctrl ↑', t('compose:keys.previousCommand')),
        hint('Ctrl ↓', t('compose:keys.laterCommand')),
        hint('Enter', t('compose:keys.newLine')),
      ],
    },
    {
      title: t('keys.historyPage'),
      hints: [
        hint('J K', t('history:keys.moveLong')),
        hint('Enter', t('history:keys.open')),
        hint('R', t('history:keys.again')),
        hint('/', t('history:keys.filter')),
      ],
    },
    {
      title: t('keys.runPage'),
      hints: [
        hint('J K', t('run:keys.host')),
        hint('F', t('run:keys.nextFailed')),
        hint('Shift F', t('run:keys.previousFailed')),
        hint('Enter', t('run:keys.open')),
        hint('Esc', t('run:keys.close')),
        hint('1 … 8', t('run:keys.state')),
        hint('/', t('run:keys.filter')),
        hint('L', t('run:keys.follow')),
        hint('Z', t('run:keys.zoom')),
        hint('\\', t('run:keys.compact')),
        hint('N', t('run:keys.copy')),
        hint('S', t('run:keys.stop')),
      ],
    },
    {
      title: t('keys.hostKeysPage'),
      hints: [
        hint('J K', t('hostKeys:keys.groupLong')),
        hint('Space', t('hostKeys:keys.choose')),
        hint('→', t('hostKeys:keys.show')),
        hint('←', t('hostKeys:keys.hide')),
        hint('A', t('hostKeys:keys.approve')),
        hint('B', t('hostKeys:keys.blockLong')),
        hint('/', t('hostKeys:keys.search')),
      ],
    },
  ];
}
