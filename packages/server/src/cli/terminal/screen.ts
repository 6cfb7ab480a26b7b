import type { Sink } from './sink.ts';

/** Redraws and portions of lines on a terminal, at most ten a second. */
const FRAME_MS = 100;
/** The cursor is parked at the first cell of the progress line, also after a resize that wrapped it. */
const ERASE = '\r\u001b[J';

/** Where a command prints: results to stdout, everything else to stderr, and a progress line under both. */
export interface Screen {
  /** Whole lines with their line ends, or exact bytes when stdout is no terminal. */
  readonly result: (chunk: string | Uint8Array) => void;
  /** As `result`, to stderr. */
  readonly note: (chunk: string | Uint8Array) => void;
  /** Sets what the progress line shows, drawn again up to ten times a second; null takes it away. */
  readonly progress: (draw: ((columns: number) => string) | null) => void;
  /** Resolves when the reader of the results has kept up: await it between portions. */
  readonly ready: () => Promise<void>;
  /** Takes the progress line away and resolves when everything is written. */
  readonly close: () => Promise<void>;
}

export interface ScreenOptions {
  out: Sink;
  err: Sink;
  /** Both are one terminal, so their order must hold and lines go above the progress line. */
  shared: boolean;
  /** Whether stderr may show a progress line. */
  live: boolean;
  columns: () => number;
}

/** True when a progress line would neither disturb what stdout is piped into nor end up in a file. */
export function mayShowProgress(terminal: {
  stdout: 'terminal' | 'file' | 'pipe';
  stderrIsTerminal: boolean;
  env: NodeJS.ProcessEnv;
}): boolean {
  return terminal.stderrIsTerminal && terminal.stdout !== 'pipe' && terminal.env.TERM !== 'dumb';
}

/** Builds the screen of one command; nothing is written before the first call. */
export function createScreen({ out, err, shared, live, columns }: ScreenOptions): Screen {
  let draw: ((columns: number) => string) | null = null;
  let shown = '';
  let pending = '';
  let timer: NodeJS.Timeout | undefined;

  /** One write for all of it, so that nothing flickers. */
  const frame = (): void => {
    const line = draw?.(columns()) ?? '';
    if (pending === '' && line === shown) return;
    err.write((shown === '' ? '' : ERASE) + pending + (line === '' ? '' : `${line}\r`));
    pending = '';
    shown = line;
  };
  /** Lines above a progress line wait for the next frame; without one they go at once. */
  const print = (chunk: string | Uint8Array): void => {
    if (!timer) err.write(chunk);
    else pending += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  };
  const progress: Screen['progress'] = (next) => {
    if (!live) return;
    draw = next;
    if (next) {
      timer ??= setInterval(frame, FRAME_MS);
      return;
    }
    clearInterval(timer);
    timer = undefined;
    frame();
  };
  return {
    result: (chunk) => (shared ? print(chunk) : out.write(chunk)),
    note: print,
    progress,
    ready: () => (shared ? err : out).ready(),
    async close() {
      progress(null);
      await Promise.all([out.flushed(), err.flushed()]);
    },
  };
}
