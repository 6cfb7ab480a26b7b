import type { Words } from '@rollcall/protocol';
import type { RunStore } from '../../run/ports.ts';
import { systemWords } from '../cli-error.ts';
import { warningSpans } from '../io.ts';
import { failureHintsView } from './failure-hints.ts';
import type { ReadOutput } from './group-text.ts';
import { groupView } from './group-view.ts';
import { hintsView } from './hints.ts';
import { jsonView } from './json-view.ts';
import { linesView } from './lines-view.ts';
import { oneHostView } from './one-host-view.ts';
import type { RunOptions } from './options.ts';
import { outputFolderView } from './output-folder.ts';
import { statusView } from './status-view.ts';
import type { RunView, ViewContext } from './view.ts';

interface ViewChoice {
  context: ViewContext;
  options: Pick<RunOptions, 'json' | 'lines' | 'group' | 'data'>;
  /** Where each host's output is written to, and under which names. */
  outputFolder: { folder: string; names: string[] } | null;
  run: string;
  store: Pick<RunStore, 'readEvents'>;
}

/** The views that the options ask for; what a person should know besides comes last. */
export function viewsOf(choice: ViewChoice): RunView[] {
  const views = [
    mainView(choice),
    failureHintsView(choice.context),
    hintsView(choice.context, choice.options.data),
  ];
  const { outputFolder, context } = choice;
  if (!outputFolder) return views;
  const { folder, names } = outputFolder;
  const failed = (file: string, error: unknown): void => {
    const { en, zh } = systemWords(error);
    const words: Words = {
      en: `${file} cannot be written: ${en}; no more files are, the history has everything`,
      zh: `无法写入 ${file}：${zh}；不再写入其他文件，历史中有全部内容`,
    };
    context.screen.note(`${context.paint.err(warningSpans(words, context.locale, true))}\n`);
  };
  return [outputFolderView(folder, names, failed), ...views];
}

function mainView({ context, options, run, store }: ViewChoice): RunView {
  if (options.json) return jsonView(context);
  if (options.group) return groupView(context, outputReader(store, run));
  if (options.lines) return linesView(context);
  return context.targets.length === 1 ? oneHostView(context) : statusView(context);
}

const PAGE = { maxBytes: 256 * 1024, maxEvents: 1_000 };

function outputReader(store: Pick<RunStore, 'readEvents'>, run: string): ReadOutput {
  return async function* (host) {
    for (let after = 0; ;) {
      const { events, to } = await store.readEvents(run, 0, after, { host }, PAGE);
      for (const event of events) if (event.type === 'host-output') yield event.bytes;
      if (to <= after) return;
      after = to;
    }
  };
}
