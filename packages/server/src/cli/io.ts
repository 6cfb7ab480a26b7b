import type { Span } from '@rollcall/protocol';
import { painter, wantsColour, type Paint } from './terminal/colour.ts';
import type { Sink } from './terminal/sink.ts';

/** What a command may touch of the process. */
export interface Io {
  out: Sink;
  err: Sink;
  env: NodeJS.ProcessEnv;
}

/** The painters of both outputs. */
export function painters(io: Io, colour: boolean): { out: Paint; err: Paint } {
  const of = (sink: Sink): Paint =>
    painter(wantsColour({ isTerminal: sink.isTerminal, allowed: colour, env: io.env }));
  return { out: of(io.out), err: of(io.err) };
}

/** `warning: …` in amber, or `WARNING: …` in red for what is dangerous; a line for stderr. */
export function warningSpans(text: string, danger = false): Span[] {
  return danger
    ? [{ text: `WARNING: ${text}`, role: 'fail' }]
    : [
        { text: 'warning: ', role: 'exit' },
        { text, role: 'plain' },
      ];
}
