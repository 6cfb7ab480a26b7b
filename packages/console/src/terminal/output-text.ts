import {
  createOutputFilter,
  exitCell,
  HOST_STATE_LOOKS,
  outcomeState,
  outcomeText,
  toAnsi,
  type Locale,
  type OutcomeEvent,
  type OutputFilter,
  type StatusLineHost,
} from '@rollcall/protocol';
import type { OutputPiece, OutputStream } from '../state/output-window.ts';

/** Which of the two streams are shown. */
export type OutputChoice = 'both' | OutputStream;

/** What stands in one line of an output: its number, unless lines before it are left out, and where it came from. */
export interface OutputLine {
  number: number | null;
  stderr: boolean;
  /** A line of ours, not of the host. */
  note: boolean;
}

/** The words between pieces of output. */
export interface OutputWords {
  /** Between the first and the last part: bytes that this page does not show. */
  leftOut: (bytes: number) => string;
  /** Bytes that the server did not keep. */
  notKept: (bytes: number) => string;
}

/** What is written after the pieces: bytes that are left out, or the end of the attempt. */
export type OutputItem =
  | OutputPiece
  | { type: 'left-out'; bytes: number }
  | { type: 'end'; outcome: OutcomeEvent; host: StatusLineHost };

/** Turns pieces of output into harmless text and keeps for every line where it came from. */
export class OutputText {
  readonly lines: OutputLine[] = [];
  readonly #choice: OutputChoice;
  readonly #words: OutputWords;
  readonly #locale: Locale;
  readonly #filters: Record<OutputStream, OutputFilter> = {
    stdout: createOutputFilter('run', { lineEnd: '\r\n' }),
    stderr: createOutputFilter('run', { lineEnd: '\r\n' }),
  };
  #last: OutputStream | null = null;
  #column = 0;
  #number: number | null = 1;

  constructor(choice: OutputChoice, words: OutputWords, locale: Locale) {
    this.#choice = choice;
    this.#words = words;
    this.#locale = locale;
  }

  /** The text of the next item; empty when it is not shown. */
  textOf(item: OutputItem): string {
    switch (item.type) {
      case 'bytes':
        return this.#shows(item.stream) ? this.#bytes(item.stream, item.bytes) : '';
      case 'gap': {
        const bytes = this.#ofChoice(item.stdoutBytes, item.stderrBytes);
        return bytes === 0 ? '' : this.#note(this.#words.notKept(bytes), 'unnumbered');
      }
      case 'left-out':
        return this.#note(this.#words.leftOut(item.bytes), 'unnumbered');
      case 'end':
        return this.#end(item.outcome, item.host);
    }
  }

  /** Bytes of the streams that are shown. */
  #ofChoice(stdout: number, stderr: number): number {
    return (this.#shows('stdout') ? stdout : 0) + (this.#shows('stderr') ? stderr : 0);
  }

  #shows(stream: OutputStream): boolean {
    return this.#choice === 'both' || this.#choice === stream;
  }

  #bytes(stream: OutputStream, bytes: Uint8Array): string {
    const text = this.#filters[stream].push(bytes);
    if (text === '') return '';
    // A colour that one stream left on is not meant for the other.
    const before = this.#last !== null && this.#last !== stream ? '\x1b[0m' : '';
    this.#last = stream;
    this.#follow(text, stream === 'stderr');
    return before + text;
  }

  /** Notes which lines `text` touches. */
  #follow(text: string, stderr: boolean): void {
    const pieces = text.split('\n');
    pieces.forEach((piece, index) => {
      if (index > 0) this.#column = 0;
      if (piece === '' && index === pieces.length - 1) return;
      if (this.#column === 0) {
        this.lines.push({ number: this.#number, stderr, note: false });
        if (this.#number !== null) this.#number += 1;
      } else if (stderr) this.lines.at(-1)!.stderr = true;
      this.#column = 1;
    });
  }

  #note(words: string, then: 'unnumbered' | 'end'): string {
    const start = this.#column === 0 ? '' : '\r\n';
    this.lines.push({ number: null, stderr: false, note: true });
    this.#column = 0;
    if (then === 'unnumbered') this.#number = null;
    return `${start}\x1b[0;90m── ${words} ──\x1b[0m\r\n`;
  }

  #end(outcome: OutcomeEvent, host: StatusLineHost): string {
    const state = outcomeState(outcome);
    const { glyph, word, hue } = HOST_STATE_LOOKS[state];
    const exit = exitCell(outcome);
    const words = exit === '–' ? word[this.#locale] : `${EXIT[this.#locale]} ${exit}`;
    const why =
      outcome.type === 'host-exited' ? (outcome.signal ?? '') : outcomeText(outcome, host, this.#locale).text;
    const start = this.lines.length === 0 ? '' : this.#column === 0 ? '\r\n' : '\r\n\r\n';
    if (start !== '') this.lines.push({ number: null, stderr: false, note: true });
    this.lines.push({ number: null, stderr: false, note: true });
    return `${start}${toAnsi([
      { text: `${glyph} ${words}`, role: hue },
      { text: why === '' ? '' : `  ${why}`, role: 'plain' },
    ])}`;
  }
}

const EXIT: Record<Locale, string> = { en: 'exit', zh: '退出码' };
