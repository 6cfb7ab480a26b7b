/** Programs that stream: they may never end, so they write as they go and stop when nobody reads. */
import { FILTERS } from './stream-filters.ts';
import { SOURCES } from './stream-sources.ts';
import type { Chunks, MaybeWord, StreamContext } from './stream-types.ts';

/** How many commands of a pipeline, from its first on, can run as one stream; 0 if it begins otherwise. */
export function streamableLength(
  commands: readonly ([MaybeWord, readonly MaybeWord[]] | undefined)[],
): number {
  const [first, ...rest] = commands;
  if (first === undefined || SOURCES.get(first[0] ?? '')?.when(first[1]) !== true) return 0;
  const stop = rest.findIndex(
    (command) => command === undefined || FILTERS.get(command[0] ?? '')?.when(command[1]) !== true,
  );
  return stop === -1 ? commands.length : stop + 1;
}

/** Joined programs. `endless`: nothing in them ends by itself. */
export interface OpenedStream {
  readonly chunks: Chunks;
  readonly endless: boolean;
}

/** Joins programs to one stream; wrong arguments show as `StreamUsageError` when it is read. */
export function openStream(programs: readonly (readonly string[])[], context: StreamContext): OpenedStream {
  const [[name = '', ...args] = [], ...filters] = programs;
  const source = SOURCES.get(name);
  let chunks = source?.run(args, context) ?? nothing();
  for (const [filter = '', ...filterArgs] of filters) {
    chunks = FILTERS.get(filter)?.run(filterArgs, chunks) ?? chunks;
  }
  const passedOnWhole = filters.every(([filter]) => filter === 'cat');
  return { chunks, endless: source?.endless === true && passedOnWhole };
}

async function* nothing(): Chunks {}
