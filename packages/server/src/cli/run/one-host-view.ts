import { isOutcome, type Words } from '@rollcall/protocol';
import { sizeWords } from '../units.ts';
import { isLineOpen, terminalFilter } from './host-text.ts';
import { statusPainter, type RunView, type ViewContext } from './view.ts';

/**
 * One host, as ssh shows it: its stdout to stdout and its stderr to stderr, byte for byte unless that is a terminal;
 * then the status line on stderr.
 */
export function oneHostView(context: ViewContext): RunView {
  const { screen } = context;
  const painted = statusPainter(context, 'err');
  // A terminal of its own was asked for, so the host may use it as one.
  const profile = context.spec.pty ? 'terminal' : 'run';
  const streams = {
    stdout: { filter: terminalFilter(context, 'out', profile), print: screen.result },
    stderr: { filter: terminalFilter(context, 'err', profile), print: screen.note },
  };
  /** Whether a line is open where the status line will go, which would be glued to it. */
  let inLine = false;

  return {
    feed: 'all',
    take(event) {
      if (event.type === 'host-output') {
        const { filter, print } = streams[event.stream];
        const chunk = filter ? filter.push(event.bytes) : event.bytes;
        print(chunk);
        if (filter || event.stream === 'stderr') inLine = isLineOpen(chunk, inLine);
      } else if (event.type === 'host-output-gap') {
        // Without a word two halves of lines that were far apart would read as one.
        const size = sizeWords(event.stdoutBytes + event.stderrBytes);
        const words: Words = { en: `${size} not kept here`, zh: `此处有 ${size} 未保留` };
        const line = context.paint.err([{ text: ` ── ${words[context.locale]}`, role: 'exit' }]);
        screen.note(`${inLine ? '\n' : ''}${line}\n`);
        inLine = false;
      } else if (isOutcome(event)) {
        for (const { filter, print } of Object.values(streams)) print(filter?.end() ?? '');
        screen.note(`${inLine ? '\n' : ''}${painted(event)}`);
      }
    },
    finish: () => undefined,
  };
}
