import {
  applyEvent,
  emptyRunState,
  type Locale,
  type OutputSummary,
  type RunEvent,
  type RunSpec,
  type RunTarget,
} from '@rollcall/protocol';
import { runSpec } from '@rollcall/protocol/schemas';
import { painter } from '../terminal/colour.ts';
import type { Screen } from '../terminal/screen.ts';
import { labelsOf, type RunView, type ViewContext } from './view.ts';

/** A screen that remembers what it was given, byte for byte. */
export function memoryScreen(): { screen: Screen; out(): string; err(): string; outBytes(): Buffer } {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const keep = (list: Uint8Array[]) => (chunk: string | Uint8Array) =>
    void list.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return {
    screen: {
      result: keep(out),
      note: keep(err),
      progress: () => undefined,
      ready: async () => undefined,
      close: async () => undefined,
    },
    out: () => Buffer.concat(out).toString(),
    err: () => Buffer.concat(err).toString(),
    outBytes: () => Buffer.concat(out),
  };
}

/** What a view prints with, for hosts on a wide pipe or a terminal of 80 cells. */
export function contextOf(
  screen: Screen,
  targets: readonly RunTarget[],
  how: { terminal?: boolean; colour?: boolean; locale?: Locale } = {},
): ViewContext {
  const terminal = how.terminal ?? false;
  const columns = (): number => (terminal ? 80 : Infinity);
  const paint = painter(how.colour ?? false);
  const spec: RunSpec = runSpec.parse({
    targets: 'some',
    command: 'uptime',
    login: { method: 'agent', user: 'ops' },
  });
  return {
    screen,
    locale: how.locale ?? 'en',
    paint: { out: paint, err: paint },
    outIsTerminal: terminal,
    errIsTerminal: terminal,
    columns: { out: columns, err: columns },
    spec,
    targets,
    labels: labelsOf(targets),
  };
}

type Unnumbered<E> = E extends RunEvent ? Omit<E, 'seq' | 'atMs' | 'attempt'> : never;

const ended = { durationMs: 420, stages: {} };
const noOutput: OutputSummary = { stdoutBytes: 0, stderrBytes: 0, gapBytes: 0, lines: 0, excerpt: '' };

/** Facts in few words. */
export const fact = {
  out: (host: number, text: string | Uint8Array): Unnumbered<RunEvent> => output(host, 'stdout', text),
  err: (host: number, text: string | Uint8Array): Unnumbered<RunEvent> => output(host, 'stderr', text),
  exited: (host: number, status = 0, summary: Partial<OutputSummary> = {}): Unnumbered<RunEvent> => ({
    type: 'host-exited',
    host,
    ...ended,
    output: { ...noOutput, ...summary },
    status,
    signal: null,
  }),
  refused: (host: number): Unnumbered<RunEvent> => ({
    type: 'host-failed',
    host,
    ...ended,
    reason: 'connect/refused',
  }),
  newKey: (host: number): Unnumbered<RunEvent> => ({
    type: 'host-failed',
    host,
    ...ended,
    reason: 'verify/unknown-host-key',
  }),
  cancelled: (host: number, stage: 'connecting' | 'running'): Unnumbered<RunEvent> => ({
    type: 'host-cancelled',
    host,
    ...ended,
    output: noOutput,
    stage,
    confirmed: true,
  }),
};

function output(host: number, stream: 'stdout' | 'stderr', text: string | Uint8Array): Unnumbered<RunEvent> {
  return { type: 'host-output', host, stream, bytes: typeof text === 'string' ? Buffer.from(text) : text };
}

/** Numbers the facts as a run of `hostCount` hosts and shows them; resolves when the view is done. */
export async function show(
  view: RunView,
  hostCount: number,
  facts: readonly Unnumbered<RunEvent>[],
): Promise<void> {
  const state = emptyRunState(hostCount);
  const log = [
    { type: 'run-started', hostCount, fanout: 64, engine: 'e' },
    ...facts,
    { type: 'run-finished', reason: 'completed', durationMs: 3_600 },
  ];
  for (const [at, each] of log.entries()) {
    const event = { ...each, seq: at + 1, atMs: Date.UTC(2026, 10, 21, 12), attempt: 1 } as RunEvent;
    applyEvent(state, event);
    await view.take(event, state);
  }
  await view.finish(state);
}

/** Targets from their hosts. */
export const hosts = (...names: string[]): RunTarget[] => names.map((host) => ({ host }));
