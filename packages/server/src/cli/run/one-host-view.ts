import { isOutcome } from '@rollcall/protocol';
import { terminalText } from './host-text.ts';
import { statusPainter, type RunView, type ViewContext } from './view.ts';

/**
 * One host, as ssh shows it: its stdout to stdout and its stderr to stderr, byte for byte unless that is a terminal;
 * then the status line on stderr.
 */
export function oneHostView(context: ViewContext): RunView {
  const { screen } = context;
  const painted = statusPainter(context, 'err');
  const streams = {
    stdout: { text: terminalText(), isTerminal: context.outIsTerminal, print: screen.result },
    stderr: { text: terminalText(), isTerminal: context.errIsTerminal, print: screen.note },
  };
  /** Whether a line is open where the status line will go, which would be glued to it. */
  let inLine = false;

  return {
    feed: 'all',
    take(event) {
      if (event.type === 'host-output') {
        const { text, isTerminal, print } = streams[event.stream];
        const chunk = isTerminal ? text.text(event.bytes) : event.bytes;
        print(chunk);
        if (chunk.length > 0 && (isTerminal || event.stream === 'stderr'))
          inLine = chunk.at(-1) !== '\n' && chunk.at(-1) !== 10;
      } else if (isOutcome(event)) {
        for (const { text, isTerminal, print } of Object.values(streams)) if (isTerminal) print(text.rest());
        screen.note(`${inLine ? '\n' : ''}${painted(event)}`);
      }
    },
    finish: () => undefined,
  };
}
