import { Readable } from 'node:stream';
import { outputQuery } from '@rollcall/protocol/schemas';
import { z } from 'zod';
import type { App, RouteDeps } from '../app-types.ts';
import { outlineOutput, outputBytes, type OutputOutline } from '../host-output.ts';
import { ProblemError } from '../problem.ts';
import { PROBLEM_ANSWERS, runParams, streamed } from './answers.ts';
import { runOf } from './runs.ts';

const BYTES = 'application/octet-stream';
const params = runParams.extend({ index: z.coerce.number().int().min(0) });

/** What one host printed, byte for byte. */
export function outputRoutes(api: App, { store }: RouteDeps): void {
  api.get(
    '/runs/:id/hosts/:index/output',
    {
      schema: {
        summary: "One host's output, byte for byte, as a download",
        description:
          '`Rollcall-Gap` tells of bytes that were received but not kept: a list of `bytes;at=N`, where N bytes of the answer come before. ' +
          '`Rollcall-Complete: ?1` says that no more can come.',
        tags: ['runs'],
        params,
        querystring: outputQuery,
        response: { ...streamed(BYTES, 'The bytes'), ...PROBLEM_ANSWERS },
      },
    },
    async ({ params: { id, index }, query: { stream } }, reply) => {
      const run = await runOf(store, id);
      if (index >= run.hostCount) throw new ProblemError('unknown-host');
      const { host } = (await store.getTargets(id))![index]!;
      const outline = await outlineOutput(store, run, index, stream);
      const bytes = Readable.from(outputBytes(store, run, index, stream, outline.attempt), {
        objectMode: false,
      });
      return reply
        .headers(outlineHeaders(outline))
        .header('content-disposition', `attachment; filename="${fileName(host, stream)}"`)
        .type(BYTES)
        .send(bytes);
    },
  );
}

/** Structured fields of RFC 8941. */
function outlineHeaders({ bytes, gaps, complete }: OutputOutline): Record<string, string> {
  return {
    'content-length': String(bytes),
    'rollcall-complete': complete ? '?1' : '?0',
    ...(gaps.length > 0 ? { 'rollcall-gap': gaps.map((gap) => `${gap.bytes};at=${gap.at}`).join(', ') } : {}),
  };
}

function fileName(host: string, stream: string): string {
  return `${host.replace(/[^A-Za-z0-9.-]/g, '_')}.${stream === 'both' ? 'output' : stream}`;
}
