import {
  applyEvent,
  cutToCells,
  emptyRunState,
  HOST_STATE_LOOKS,
  HOST_STATES,
  isOutcome,
  type RunEvent,
  type RunState,
  type Words,
} from '@rollcall/protocol';
import { wordsOf } from '../../run/in-chinese.ts';
import { StorageError } from '../../run/ports.ts';
import { EXIT, systemWords } from '../cli-error.ts';
import { onStopSignal, SIGNAL_STATUS, type StopSignal } from '../interrupts.ts';
import { warningSpans, type Io } from '../io.ts';
import { progressLine } from '../terminal/progress-line.ts';
import type { LocalRun } from './local-run.ts';
import { foldedRange, hostsWords, type RunView, type ViewContext } from './view.ts';

/**
 * Follows a run to its end and hands its log to the views. The first stop signal cancels the run, which ends properly and
 * says what happened; the second ends the program at once. A reader of stdout that goes away cancels it as well.
 * @returns the exit status
 */
export async function showRun(
  run: LocalRun,
  views: readonly RunView[],
  context: ViewContext,
  io: Io,
): Promise<number> {
  const { screen, paint, locale } = context;
  const state = emptyRunState(context.targets.length);
  let stoppedBy: StopSignal | undefined;
  const restore = onStopSignal((signal) => {
    if (stoppedBy) endNow(SIGNAL_STATUS[signal], leftBehind(state, context), io);
    stoppedBy = signal;
    run.cancel();
    screen.note(`${paint.err([{ text: ` ── ${STOPPING[locale]}`, role: 'dim' }])}\n`);
  });
  const stop = (): void => {
    // A disk that is full is no wish to stop: the history has everything.
    if (io.out.end?.type === 'reader-gone') run.cancel();
  };
  io.out.ended.addEventListener('abort', stop);
  if (context.targets.length > 1)
    screen.progress((columns) =>
      paint.err(progressLine(state, Date.now(), { columns, labels: context.labels, locale })),
    );
  const warn = (words: Words): void => screen.note(`${paint.err(warningSpans(words, locale, true))}\n`);
  let isWhole = true;
  try {
    const isCut = await follow(run, views, state, context);
    isWhole = !isCut;
    screen.progress(null);
    for (const view of views) await view.finish(state);
    if (state.phase !== 'finished') {
      isWhole = false;
      warn(brokenOff(run.refusal));
    }
    await io.out.flushed();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    isWhole = false;
    const { en, zh } = wordsOf(error.message);
    warn({ en: `the run cannot be shown to its end: ${en}`, zh: `无法将运行显示到结束：${zh}` });
  } finally {
    screen.progress(null);
    restore();
    io.out.ended.removeEventListener('abort', stop);
  }
  if (io.out.end?.type === 'failed') {
    isWhole = false;
    const { en, zh } = systemWords(io.out.end.error);
    warn({
      en: `stdout cannot be written, the history has everything: ${en}`,
      zh: `无法写入标准输出，历史中有全部内容：${zh}`,
    });
  }
  if (stoppedBy) return SIGNAL_STATUS[stoppedBy];
  return isWhole && state.counts.success === state.hostCount ? EXIT.ok : EXIT.someHostDidNot;
}

/** @returns whether output is missing that a view should have handed out */
async function follow(
  run: LocalRun,
  views: readonly RunView[],
  state: RunState,
  { screen }: ViewContext,
): Promise<boolean> {
  const feed = views.some((view) => view.feed === 'all') ? 'all' : 'status';
  let isCut = false;
  for await (const { events } of run.follow(feed)) {
    for (const event of events) {
      applyEvent(state, event);
      isCut ||= feed === 'all' && lacksOutput(event);
      for (const view of views) {
        const taken = view.take(event, state);
        if (taken) await taken;
      }
    }
    await screen.ready();
  }
  return isCut;
}

/** Whether the host has printed more than was kept. */
function lacksOutput(event: RunEvent): boolean {
  return isOutcome(event) && 'output' in event && event.output.gapBytes > 0;
}

/** Why the log has no end, in the words of the store. */
function brokenOff(refusal: StorageError | null): Words {
  const why = refusal === null ? null : wordsOf(refusal.message);
  return {
    en: `the run log could not be written any more; what is missing above is not known${why ? `: ${why.en}` : ''}`,
    zh: `运行日志已无法写入，以上缺少的内容不得而知${why ? `：${why.zh}` : ''}`,
  };
}

const STOPPING: Words = {
  en: 'stopping: hosts in flight get TERM, then KILL. Ctrl-C again ends the program now',
  zh: '正在停止：进行中的主机将收到 TERM，然后是 KILL。再按 Ctrl-C 立即结束程序',
};

const HOSTS_CELLS = 60;

/** Where the command had not ended when the program did: nobody knows whether it was stopped. */
function leftBehind(state: RunState, context: ViewContext): string {
  const indices = [...context.labels.keys()].filter(
    (host) => HOST_STATE_LOOKS[HOST_STATES[state.states[host]!]!].chip === 'running',
  );
  if (indices.length === 0) return '';
  const { paint, locale } = context;
  const range = cutToCells(foldedRange(context, indices), HOSTS_CELLS);
  const words: Words = {
    en: `ended; the command may still run on ${hostsWords(indices.length, 'en')}: ${range}`,
    zh: `已结束；命令可能仍在 ${hostsWords(indices.length, 'zh')}上运行：${range}`,
  };
  return `${paint.err([{ text: ` ── ${words[locale]}`, role: 'plain' }])}\n`;
}

/** Ends the program without waiting for anybody; what was being drawn is taken off the terminal. */
function endNow(status: number, last: string, io: Io): never {
  process.stderr.write(`${io.err.isTerminal ? '\r\u001b[J' : ''}${last}`);
  process.exit(status);
}
