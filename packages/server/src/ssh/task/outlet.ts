import type { Attempt } from '../attempt.ts';
import type { SessionChannel } from '../channel/session-channel.ts';
import type { FlushTicker } from '../flush-ticker.ts';
import { createOutputQueue } from '../output-queue.ts';

type Stream = 'stdout' | 'stderr';

/** Output on its way from a channel to whoever reads the facts of the attempt. */
export interface Outlet {
  /** The window of this channel opens as output is read. */
  drawFrom(channel: Pick<SessionChannel, 'grant'>): void;
  push(stream: Stream, bytes: Buffer): void;
  /** Bytes that wait to be read. */
  readonly heldBytes: number;
  /** The next output; undefined when the attempt has ended and nothing is left to read. */
  next(): Promise<{ stream: Stream; bytes: Uint8Array } | undefined>;
}

export function createOutlet(attempt: Attempt, ticker: FlushTicker): Outlet {
  let source: Pick<SessionChannel, 'grant'> | undefined;
  let wakeReader: () => void = () => undefined;
  const queue = createOutputQueue(ticker, () => wakeReader());
  attempt.onEnd(() => queue.flush());
  return {
    drawFrom: (channel) => void (source = channel),
    push: (stream, bytes) => queue.push(stream, bytes),
    get heldBytes() {
      return queue.heldBytes;
    },
    async next() {
      for (;;) {
        const piece = queue.take();
        if (piece !== undefined) {
          source?.grant(queue.heldBytes);
          return piece;
        }
        if (attempt.ending !== undefined) return undefined;
        await attempt.wait<true>((done) => void (wakeReader = () => done(true)));
      }
    },
  };
}
