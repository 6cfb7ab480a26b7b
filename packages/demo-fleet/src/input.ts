import type { Readable } from 'node:stream';

/** What a client sends to a command, for one reader at a time. */
export interface Input {
  /** The next line without its end; undefined when there is none left. */
  line(): Promise<string | undefined>;
  /** Waits for the end, and gives what is left. */
  rest(): Promise<Buffer>;
}

/** More than any client of the demo sends; what comes beyond is lost. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 10;
/** As typed on a terminal, it ends the input. */
const END_OF_INPUT = 4;

/** Gathers the input of a channel from now on. @param typed it comes from a terminal @param closed there will be no more */
export function readInput(source: Readable, typed: boolean, closed: AbortSignal): Input {
  let held = Buffer.alloc(0);
  let isEnded = closed.aborted;
  let wake: () => void = () => undefined;
  const end = (): void => {
    isEnded = true;
    wake();
  };
  source.on('data', (bytes: Buffer) => {
    if (isEnded) return;
    const last = typed ? bytes.indexOf(END_OF_INPUT) : -1;
    if (held.length < MAX_HELD_BYTES)
      held = Buffer.concat([held, last === -1 ? bytes : bytes.subarray(0, last)]);
    if (last === -1) wake();
    else end();
  });
  source.once('end', end);
  closed.addEventListener('abort', end, { once: true });

  const more = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  function take(bytes: number): Buffer {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  }
  return {
    async line() {
      for (;;) {
        const length = held.indexOf(LINE_FEED);
        if (length !== -1) return take(length + 1).toString('utf8', 0, length);
        if (isEnded) return undefined;
        await more();
      }
    },
    async rest() {
      for (;;) {
        if (isEnded) return take(held.length);
        await more();
      }
    },
  };
}
