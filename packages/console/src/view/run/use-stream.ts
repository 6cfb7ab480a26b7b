import { useEffect, useRef, type RefObject } from 'react';
import { loadTerminalFonts } from '../../terminal/fonts.ts';
import { StreamController, type StreamRun } from '../../terminal/stream-controller.ts';
import { useTheme } from '../app/theme.ts';
import { useRun, type RunOnScreen } from './run-context.ts';
import type { ChosenStream } from './stream-choice.ts';
import type { Moves } from './use-run-keys.ts';

/** Opens the stream's terminal once its container is on screen, and tells it what changes. */
export function useStream(
  container: RefObject<HTMLDivElement | null>,
  chosen: ChosenStream,
  moves: Moves,
  readAloud: boolean,
): void {
  const run = useRun();
  const theme = useTheme();
  const { choice, setView } = chosen;
  const { cursor, setCursor, onOpen, stream } = moves;
  const latest = useRef({ choice, cursor, setCursor, onOpen });
  useEffect(() => {
    latest.current = { choice, cursor, setCursor, onOpen };
  });
  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    let gone = false;
    const open = (): void => {
      if (gone) return;
      const { choice: first, cursor: at } = latest.current;
      const controller = new StreamController(element, streamRun(run), {
        choice: first,
        readAloud,
        changed: setView,
        picked: (host, opens) => {
          latest.current.setCursor(host);
          if (opens) latest.current.onOpen(host);
        },
      });
      controller.choose(latest.current.choice);
      controller.setCursor(at, false);
      stream.current = controller;
    };
    const stopWaiting = whenShown(element, () => void loadTerminalFonts().then(open));
    const stopCopying = copySelection(() => stream.current?.selection ?? '');
    return () => {
      gone = true;
      stopWaiting();
      stopCopying();
      stream.current?.dispose();
      stream.current = null;
    };
  }, [container, run, readAloud, setView, stream]);
  useEffect(() => stream.current?.choose(choice), [stream, choice]);
  useEffect(() => stream.current?.setCursor(cursor, false), [stream, cursor]);
  useEffect(() => stream.current?.repaint(theme), [stream, theme]);
}

function streamRun({ store, session, hostOf, targets, nameOf }: RunOnScreen): StreamRun {
  return {
    state: store.state,
    outcomes: store.outcomes,
    hostOf,
    longestAddress: targets.reduce((most, _, host) => Math.max(most, nameOf(host).length), 0),
    now: () => store.now(),
    onTaken: (take) => session.onTaken(take),
  };
}

/** Calls `run` once, when `element` has a size: a terminal that is opened while hidden measures nothing. */
export function whenShown(element: HTMLElement, run: () => void): () => void {
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === 0 || element.clientHeight === 0) return;
    observer.disconnect();
    run();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Copies what is selected in a terminal: its selection is no selection of the page. */
export function copySelection(selection: () => string): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    const text = selection();
    if (text === '' || !document.getSelection()?.isCollapsed) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy);
  return () => document.removeEventListener('copy', onCopy);
}
