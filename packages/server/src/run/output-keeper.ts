import { OUTPUT_TAIL_BYTES, type HostFact, type OutputSummary } from '@rollcall/protocol';
import { createLineWatch } from './line-watch.ts';
import { createOutputTail, type Stream } from './output-tail.ts';

type AboutOutput = 'host-output' | 'host-output-gap' | 'host-output-progress';
type WithoutHost<F> = F extends HostFact ? Omit<F, 'host' | 'attempt'> : never;
/** A fact about the output of an attempt, before it is known of which. */
export type OutputFact = WithoutHost<Extract<HostFact, { type: AboutOutput }>>;

/** How often it is said that output goes on while nothing of it reaches the log. */
const PROGRESS_EVERY_MS = 1_000;

/**
 * Decides what of an attempt's output is kept: the first part goes to the log as it comes, the last part waits in
 * memory until the end, and what was between is a gap of known size. Per stream kept + gap = received, in order.
 */
export interface OutputKeeper {
  /** @param nowMs monotonic */
  take(stream: Stream, bytes: Uint8Array, nowMs: number): OutputFact[];
  /** What is left to say before the outcome: the gap, if there is one, and the last part. Take nothing afterwards. */
  end(): OutputFact[];
  /** @param success whether the command did: chooses the line worth showing */
  summary(success: boolean): OutputSummary;
}

/**
 * @param capBytes kept of both streams together; the last part is 1 MiB of it, at most half. 0 keeps nothing.
 */
export function createOutputKeeper(capBytes: number): OutputKeeper {
  const tailBytes = Math.min(OUTPUT_TAIL_BYTES, Math.floor(capBytes / 2));
  const tail = createOutputTail(tailBytes);
  const watches = { stdout: createLineWatch(), stderr: createLineWatch() };
  const received = { stdout: 0, stderr: 0 };
  let keptFirst = 0;
  let firstLeft = capBytes - tailBytes;
  /** Set once the first part is full. */
  let progressAtMs: number | undefined;

  return {
    take(stream, bytes, nowMs) {
      watches[stream].push(bytes);
      received[stream] += bytes.byteLength;
      const first = bytes.subarray(0, firstLeft);
      firstLeft -= first.byteLength;
      keptFirst += first.byteLength;
      const facts: OutputFact[] = first.byteLength > 0 ? [{ type: 'host-output', stream, bytes: first }] : [];
      if (first.byteLength === bytes.byteLength) return facts;

      tail.push(stream, bytes.subarray(first.byteLength));
      progressAtMs ??= nowMs;
      if (nowMs - progressAtMs >= PROGRESS_EVERY_MS) {
        progressAtMs = nowMs;
        const receivedBytes = received.stdout + received.stderr;
        facts.push({ type: 'host-output-progress', receivedBytes, keptBytes: keptFirst + tail.heldBytes });
      }
      return facts;
    },
    end() {
      const { stdout: stdoutBytes, stderr: stderrBytes } = tail.dropped;
      const facts: OutputFact[] = [];
      if (stdoutBytes + stderrBytes > 0) facts.push({ type: 'host-output-gap', stdoutBytes, stderrBytes });
      for (const { stream, bytes } of tail.pieces()) facts.push({ type: 'host-output', stream, bytes });
      return facts;
    },
    summary: (success) => ({
      stdoutBytes: received.stdout,
      stderrBytes: received.stderr,
      gapBytes: tail.dropped.stdout + tail.dropped.stderr,
      lines: watches.stdout.lines() + watches.stderr.lines(),
      excerpt: success ? watches.stdout.first() : watches.stderr.last() || watches.stdout.last(),
    }),
  };
}
