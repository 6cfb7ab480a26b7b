import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { FONT_PX } from './fonts.ts';
import { terminalTheme } from './theme.ts';

/** Height of a line, in px. */
export const ROW_PX = 20;
/** On a screen so narrow that a status line would not fit, in columns at the usual size. */
const NARROW_COLUMNS = 42;
const NARROW_FONT_PX = 11;

/** A terminal on screen that only shows: nothing typed reaches it, and nothing it would answer goes anywhere. */
export interface OpenTerminal {
  readonly terminal: Terminal;
  /** Fits columns and rows to the container. */
  fit(): void;
  /** Width of one cell, in px. */
  cellPx(): number;
  /** Takes on the colours of the theme on screen. */
  repaint(): void;
  dispose(): void;
}

export interface TerminalOptions {
  scrollback: number;
  /** Lines are read aloud by screen readers as they come. */
  readAloud: boolean;
}

/** Opens a read-only terminal in `container`, after `loadTerminalFonts`. */
export function openTerminal(container: HTMLElement, options: TerminalOptions): OpenTerminal {
  const mono = getComputedStyle(document.documentElement).getPropertyValue('--mono').trim();
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    cursorInactiveStyle: 'none',
    disableStdin: true,
    drawBoldTextInBrightColors: false,
    fontFamily: mono,
    fontSize: FONT_PX,
    fontWeight: 400,
    fontWeightBold: 600,
    linkHandler: { activate: () => undefined },
    logLevel: 'off',
    minimumContrastRatio: 4.5,
    screenReaderMode: options.readAloud,
    scrollback: options.scrollback,
    theme: terminalTheme(),
  });
  const fitter = new FitAddon();
  terminal.loadAddon(fitter);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  swallowStrings(terminal);
  terminal.open(container);
  keepFocusOut(terminal);
  evenRows(terminal);
  const stopScrolling = scrollByKeys(container, terminal);
  return {
    terminal,
    fit: () => fit(terminal, fitter),
    cellPx: () => cellPx(terminal),
    repaint: () => {
      terminal.options.theme = terminalTheme();
    },
    dispose: () => {
      stopScrolling();
      terminal.dispose();
    },
  };
}

/** Titles, colours, clipboard, links and device strings do nothing, should one ever get here. */
function swallowStrings(terminal: Terminal): void {
  for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 52, 104, 110, 111, 112, 133, 633, 777, 1337])
    terminal.parser.registerOscHandler(code, () => true);
  terminal.parser.registerDcsHandler({ final: 'q' }, () => true);
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
}

/** The hidden field for typing would take the focus and with it the keys of the page. */
function keepFocusOut(terminal: Terminal): void {
  const { textarea } = terminal;
  if (!textarea) return;
  textarea.disabled = true;
  textarea.setAttribute('aria-hidden', 'true');
}

/** The container has the focus, so the keys that scroll come to it. */
function scrollByKeys(container: HTMLElement, terminal: Terminal): () => void {
  const moves: Record<string, () => void> = {
    PageUp: () => terminal.scrollPages(-1),
    PageDown: () => terminal.scrollPages(1),
    ArrowUp: () => terminal.scrollLines(-1),
    ArrowDown: () => terminal.scrollLines(1),
    Home: () => terminal.scrollToTop(),
    End: () => terminal.scrollToBottom(),
  };
  const scroll = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    move();
    event.preventDefault();
  };
  container.addEventListener('keydown', scroll);
  return () => container.removeEventListener('keydown', scroll);
}

/** Rows of 20 px, whatever the font measures: what stands beside the terminal counts on it. */
function evenRows(terminal: Terminal): void {
  terminal.options.lineHeight = 1;
  const natural = screenOf(terminal).clientHeight / terminal.rows;
  if (natural > 0) terminal.options.lineHeight = Math.max(1, (ROW_PX + 0.02) / natural);
}

function fit(terminal: Terminal, fitter: FitAddon): void {
  const proposed = fitter.proposeDimensions();
  if (!proposed || !Number.isFinite(proposed.cols) || !Number.isFinite(proposed.rows)) return;
  const size = terminal.options.fontSize ?? FONT_PX;
  const wanted = (proposed.cols * size) / FONT_PX < NARROW_COLUMNS ? NARROW_FONT_PX : FONT_PX;
  if (wanted !== size) {
    terminal.options.fontSize = wanted;
    evenRows(terminal);
  }
  fitter.fit();
}

function screenOf(terminal: Terminal): HTMLElement {
  return terminal.element!.querySelector<HTMLElement>('.xterm-screen')!;
}

function cellPx(terminal: Terminal): number {
  return screenOf(terminal).getBoundingClientRect().width / terminal.cols;
}
