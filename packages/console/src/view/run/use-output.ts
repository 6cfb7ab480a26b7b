import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { readStored } from '../../stored.ts';
import type { HostSession } from '../../state/host-session.ts';
import { loadTerminalFonts } from '../../terminal/fonts.ts';
import { OutputTerminal, type GutterRow } from '../../terminal/output-terminal.ts';
import type { OutputChoice } from '../../terminal/output-text.ts';
import { useTheme } from '../app/theme.ts';
import { useRun } from './run-context.ts';
import { copySelection, whenShown } from './use-stream.ts';
import { sizeWords } from '../ui/size-words.ts';

interface OutputOnScreen {
  host: number;
  session: HostSession;
  choice: OutputChoice;
  gutter: (rows: readonly GutterRow[]) => void;
}

/** Opens the terminal of a host's output once its container is on screen, and keeps it as output comes. */
export function useOutput(
  container: RefObject<HTMLDivElement | null>,
  { host, session, choice, gutter }: OutputOnScreen,
): void {
  const { t } = useTranslation('run');
  const { hostOf } = useRun();
  const locale = useLocale();
  const theme = useTheme();
  const output = useRef<OutputTerminal>(null);
  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const end = () =>
      session.outcome === null
        ? null
        : { type: 'end' as const, outcome: session.outcome, host: hostOf(host) };
    let stops: (() => void)[] = [];
    const open = (): void => {
      const terminal = new OutputTerminal(element, {
        readAloud: readStored('readAloud') === 'true',
        locale,
        words: {
          leftOut: (bytes) => t('host.leftOut', { size: sizeWords(bytes) }),
          notKept: (bytes) => t('host.notKept', { size: sizeWords(bytes) }),
        },
        gutter,
      });
      output.current = terminal;
      void terminal.show(session.window, choice, end());
      const observer = new ResizeObserver(() => terminal.fit());
      observer.observe(element);
      stops.push(
        () => observer.disconnect(),
        () => terminal.dispose(),
        session.read(async (item) => {
          const { stdout, stderr } = session.window.leftOut;
          // What was left out while it came is said in its place at the end.
          if (item.type === 'end' && stdout + stderr > 0) return terminal.show(session.window, choice, end());
          return terminal.append(item.type === 'end' ? { ...item, host: hostOf(host) } : item);
        }),
      );
    };
    let gone = false;
    const openUnlessGone = async (): Promise<void> => {
      await loadTerminalFonts();
      if (!gone) open();
    };
    stops.push(
      whenShown(element, () => void openUnlessGone()),
      copySelection(() => output.current?.selection ?? ''),
    );
    return () => {
      gone = true;
      for (const stop of stops) stop();
      stops = [];
      output.current = null;
    };
  }, [container, session, choice, locale, host, hostOf, t, gutter]);
  useEffect(() => output.current?.repaint(theme), [theme]);
}
