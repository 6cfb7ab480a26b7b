import { create } from 'zustand';
import { readStored, writeStored } from '../../stored.ts';

/** What a person chose; `system` follows the operating system. */
export type ThemeChoice = 'system' | 'dark' | 'light';
export type Theme = 'dark' | 'light';

const system = matchMedia('(prefers-color-scheme: light)');

function storedChoice(): ThemeChoice {
  const stored = readStored('theme');
  return stored === 'dark' || stored === 'light' ? stored : 'system';
}

const shown = (choice: ThemeChoice): Theme =>
  choice === 'system' ? (system.matches ? 'light' : 'dark') : choice;

/** The theme on screen and the choice behind it. The sets of tokens hang on `data-theme` of the root element. */
export const useThemeStore = create<{ choice: ThemeChoice; theme: Theme }>(() => {
  const choice = storedChoice();
  return { choice, theme: shown(choice) };
});

/** Follows the system from now on and paints the stored choice. */
export function startTheme(): void {
  const paint = ({ theme }: { theme: Theme }): void => {
    document.documentElement.dataset['theme'] = theme;
  };
  paint(useThemeStore.getState());
  useThemeStore.subscribe(paint);
  system.addEventListener('change', () =>
    useThemeStore.setState(({ choice }) => ({ choice, theme: shown(choice) })),
  );
}

/** Chooses a theme and remembers it; `system` forgets the choice. */
export function chooseTheme(choice: ThemeChoice): void {
  writeStored('theme', choice === 'system' ? null : choice);
  useThemeStore.setState({ choice, theme: shown(choice) });
}

/** The theme on screen: canvas and terminal repaint when it changes. */
export function useTheme(): Theme {
  return useThemeStore((state) => state.theme);
}
