import type { Locale, Span, Words } from '@rollcall/protocol';
import { painter, wantsColour, type Paint } from './terminal/colour.ts';
import type { Sink } from './terminal/sink.ts';

/** What the process gives a command. */
export interface ProcessIo {
  out: Sink;
  err: Sink;
  env: NodeJS.ProcessEnv;
}

/** What a command may touch of the process, and in which language it speaks. */
export interface Io extends ProcessIo {
  locale: Locale;
}

/** The painters of both outputs. */
export function painters(io: Io, colour: boolean): { out: Paint; err: Paint } {
  const of = (sink: Sink): Paint =>
    painter(wantsColour({ isTerminal: sink.isTerminal, allowed: colour, env: io.env }));
  return { out: of(io.out), err: of(io.err) };
}

/** `warning: …` in amber, or `WARNING: …` in red for what is dangerous; a line for stderr. */
export function warningSpans(words: Words, locale: Locale, danger = false): Span[] {
  const text = words[locale];
  const { calm, loud } = HEADS[locale];
  return danger
    ? [{ text: `${loud}${text}`, role: 'fail' }]
    : [
        { text: calm, role: 'exit' },
        { text, role: 'plain' },
      ];
}

const HEADS: Record<Locale, { calm: string; loud: string }> = {
  en: { calm: 'warning: ', loud: 'WARNING: ' },
  zh: { calm: '注意：', loud: '警告：' },
};

/** Makes the printer of warnings to stderr. */
export function warner(io: Io, colour = true): (words: Words, danger?: boolean) => void {
  const { err } = painters(io, colour);
  return (words, danger) => io.err.write(`${err(warningSpans(words, io.locale, danger))}\n`);
}
