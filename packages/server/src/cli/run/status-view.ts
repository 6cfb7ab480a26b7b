import { isOutcome } from '@rollcall/protocol';
import { noteHead, noteLast, statusPainter, type RunView, type ViewContext } from './view.ts';

/** The head line on stderr, one status line per host as it ends on stdout, the last line on stderr. */
export function statusView(context: ViewContext): RunView {
  const painted = statusPainter(context, 'out');
  return {
    feed: 'status',
    take(event) {
      if (event.type === 'run-started') noteHead(context, event);
      else if (isOutcome(event)) context.screen.result(painted(event));
    },
    finish: (state) => noteLast(context, state),
  };
}
