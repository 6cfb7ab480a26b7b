import { isOutcome, type RunEvent } from '@rollcall/protocol';
import { lineCutter, terminalFilter } from './host-text.ts';
import { noteHead, noteLast, statusPainter, type RunView, type ViewContext } from './view.ts';

/** A line without an end is broken here, so that 64 hosts that never end a line hold 16 MiB at most. */
const MAX_LINE_BYTES = 256 * 1024;

type Output = Extract<RunEvent, { type: 'host-output' }>;

/**
 * Every line of output as `host: line` the moment it is complete: stdout of the hosts to stdout, stderr to stderr.
 * Hosts that did not exit 0 have their status line on stderr besides.
 */
export function linesView(context: ViewContext): RunView {
  const { screen, paint, labels } = context;
  const painted = statusPainter(context, 'err');
  const filters = {
    stdout: terminalFilter(context, 'out', 'line'),
    stderr: terminalFilter(context, 'err', 'line'),
  };
  const cutters = new Map<string, ReturnType<typeof lineCutter>>();

  const print = (host: number, stream: Output['stream'], lines: readonly Uint8Array[]): void => {
    if (lines.length === 0) return;
    const toOut = stream === 'stdout';
    const filter = filters[stream];
    const name = [{ text: `${labels[host]!}:`, role: toOut ? ('dim' as const) : ('exit' as const) }];
    const prefix = `${(toOut ? paint.out : paint.err)(name)} `;
    const chunk = filter
      ? lines.map((line) => `${prefix}${filter.push(line)}${filter.end()}\n`).join('')
      : Buffer.concat(lines.flatMap((line) => [Buffer.from(prefix), line, NEWLINE]));
    (toOut ? screen.result : screen.note)(chunk);
  };
  const rests = (host: number): void => {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = cutters.get(`${host} ${stream}`)?.rest();
      if (rest) print(host, stream, [rest]);
      cutters.delete(`${host} ${stream}`);
    }
  };
  return {
    feed: 'all',
    take(event) {
      if (event.type === 'run-started') noteHead(context, event);
      else if (event.type === 'host-output') {
        const key = `${event.host} ${event.stream}`;
        const cutter = cutters.get(key) ?? lineCutter(MAX_LINE_BYTES);
        cutters.set(key, cutter);
        print(event.host, event.stream, cutter.lines(event.bytes));
      } else if (isOutcome(event)) {
        rests(event.host);
        if (event.type !== 'host-exited' || event.status !== 0) screen.note(painted(event));
      }
    },
    finish: (state) => noteLast(context, state),
  };
}

const NEWLINE = Buffer.from('\n');
