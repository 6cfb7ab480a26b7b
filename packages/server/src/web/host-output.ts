import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunEvent } from '@rollcall/protocol';
import type { RunStore, StoredRun } from '../run/ports.ts';

export type WhichStream = 'stdout' | 'stderr' | 'both';

/** A host's output as it is stored, without the bytes. */
export interface OutputOutline {
  attempt: number;
  /** Bytes kept of the streams asked for. */
  bytes: number;
  /** Where bytes were received but not kept: `at` counts the kept bytes before. */
  gaps: { at: number; bytes: number }[];
  /** Whether the attempt has its outcome, so that no more can come. */
  complete: boolean;
}

type LogStore = Pick<RunStore, 'readEvents'>;

/** The facts and the output of one host up to what `run` has reached, page by page. */
async function* hostEvents(
  store: LogStore,
  run: StoredRun,
  host: number,
): AsyncGenerator<RunEvent, void, void> {
  const limits = { maxBytes: 256 * 1024, maxEvents: 256 };
  for (const [part, reached] of Object.entries(run.reached)) {
    for (let after = 0; after < reached;) {
      const { events, to } = await store.readEvents(run.id, Number(part), after, { host }, limits);
      for (const event of events) if (event.seq <= reached) yield event;
      if (to <= after) break;
      after = to;
      await nextTurn();
    }
  }
}

const wanted = (event: RunEvent, which: WhichStream): event is Extract<RunEvent, { type: 'host-output' }> =>
  event.type === 'host-output' && (which === 'both' || event.stream === which);

/** Reads a host's log once to know what `outputBytes` will give, so that it can be said before the first byte. */
export async function outlineOutput(
  store: LogStore,
  run: StoredRun,
  host: number,
  which: WhichStream,
): Promise<OutputOutline> {
  let outline: OutputOutline = { attempt: 1, bytes: 0, gaps: [], complete: false };
  for await (const event of hostEvents(store, run, host)) {
    if ('attempt' in event && event.attempt > outline.attempt)
      outline = { attempt: event.attempt, bytes: 0, gaps: [], complete: false };
    if (wanted(event, which)) outline.bytes += event.bytes.byteLength;
    if (event.type === 'host-output-gap') {
      const { stdoutBytes, stderrBytes } = event;
      const bytes = { stdout: stdoutBytes, stderr: stderrBytes, both: stdoutBytes + stderrBytes }[which];
      if (bytes > 0) outline.gaps.push({ at: outline.bytes, bytes });
    }
    if ('durationMs' in event || event.type === 'host-skipped') outline.complete = true;
  }
  return outline;
}

/** The bytes of one attempt exactly as the host sent them; `both` in the order in which they were received. */
export async function* outputBytes(
  store: LogStore,
  run: StoredRun,
  host: number,
  which: WhichStream,
  attempt: number,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const event of hostEvents(store, run, host))
    if (wanted(event, which) && event.attempt === attempt) yield event.bytes;
}
