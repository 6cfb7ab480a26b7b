/** A hidden page draws no frames; its work goes on at this pace, in ms. */
const HIDDEN_MS = 100;

/** Calls `run` once before the next frame is drawn, or soon when the page is hidden. The result takes it back. */
export function onNextFrame(run: () => void): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = (): void => {
    cancel();
    run();
  };
  if (!document.hidden) frame = requestAnimationFrame(once);
  timer = setTimeout(once, HIDDEN_MS);
  return cancel;
}
