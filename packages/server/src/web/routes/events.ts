import { Readable } from 'node:stream';
import { eventToJson, targetLabel, type RunEvent, type RunTarget } from '@rollcall/protocol';
import { eventsQuery, runEventLine } from '@rollcall/protocol/schemas';
import type { App, RouteDeps } from '../app-types.ts';
import { followLog, type LogReader } from '../follow-log.ts';
import { PROBLEM_ANSWERS, runParams, streamed } from './answers.ts';
import { runOf } from './runs.ts';

const NDJSON = 'application/x-ndjson';

/** The log of a run as lines of JSON. */
export function eventRoutes(api: App, { store, bell, pollMs }: RouteDeps): void {
  api.get(
    '/runs/:id/events',
    {
      schema: {
        summary: 'The log of a run as NDJSON, from a cursor, on request until the run has finished',
        description:
          'Each line is a `RunEventLine`, numbered by `seq`. A follower that was cut off asks again with `after` set to the last `seq` it has. ' +
          'A slow reader slows only itself.',
        tags: ['runs'],
        params: runParams,
        querystring: eventsQuery,
        response: { ...streamed(NDJSON, 'One event per line', runEventLine), ...PROBLEM_ANSWERS },
      },
    },
    async ({ params, query }, reply) => {
      const run = await runOf(store, params.id);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const reader: LogReader = {
        store,
        bell,
        pollMs,
        run: run.id,
        view: 'all',
        cursor: { 0: query.after },
        follow: query.follow === 'true',
        signal: gone.signal,
      };
      // The head goes out with the first pull, so that a follower of a silent run knows that it is heard.
      const lines = eventLines(reader, (await store.getTargets(run.id)) ?? [], () =>
        reply.raw.flushHeaders(),
      );
      return reply.type(NDJSON).send(Readable.from(lines, { objectMode: false }));
    },
  );
}

async function* eventLines(
  reader: LogReader,
  targets: readonly RunTarget[],
  onFirstPull: () => void,
): AsyncGenerator<string, void, void> {
  const nameOf = (event: RunEvent): string | undefined => {
    const target = 'host' in event ? targets[event.host] : undefined;
    return target && targetLabel(target);
  };
  onFirstPull();
  for await (const { events } of followLog(reader))
    yield `${events.map((event) => eventToJson(event, nameOf(event))).join('\n')}\n`;
}
