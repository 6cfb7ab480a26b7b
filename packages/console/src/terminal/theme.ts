import type { ITheme } from '@xterm/xterm';

/** The tokens behind the terminal's colours; the ANSI names that are missing here have tokens of their own. */
const FROM_TOKEN = {
  background: 'term',
  foreground: 'text2',
  cursor: 'term',
  cursorAccent: 'text',
  selectionBackground: 'sel',
  selectionInactiveBackground: 'sel',
  scrollbarSliderBackground: 'line2',
  scrollbarSliderHoverBackground: 'field',
  scrollbarSliderActiveBackground: 'field',
  black: 'ansi-black',
  red: 'fail',
  green: 'tok',
  yellow: 'exit',
  blue: 'run',
  magenta: 'ansi-magenta',
  cyan: 'ansi-cyan',
  white: 'text2',
  brightBlack: 'text4',
  brightRed: 'ansi-bright-red',
  brightGreen: 'ok',
  brightYellow: 'ansi-bright-yellow',
  brightBlue: 'ansi-bright-blue',
  brightMagenta: 'ansi-bright-magenta',
  brightCyan: 'ansi-bright-cyan',
  brightWhite: 'text',
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The colours of a terminal for the theme on screen. Lines hold ANSI indices, so old lines change with it. */
export function terminalTheme(
  style: CSSStyleDeclaration = getComputedStyle(document.documentElement),
): ITheme {
  const colours = Object.entries(FROM_TOKEN).map(([name, token]) => [
    name,
    style.getPropertyValue(`--${token}`).trim(),
  ]);
  return Object.fromEntries(colours) as ITheme;
}
