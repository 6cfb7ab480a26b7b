import type { RunSummary, RunTargets } from '@rollcall/protocol';
import { putRunBody, runId, runList, runsQuery, runSummary, runTargets } from '@rollcall/protocol/schemas';
import { z } from 'zod';
import type { RunStore, StoredRun } from '../../run/ports.ts';
import { languageOf, signedInOf, type App, type RouteDeps } from '../app-types.ts';
import { ProblemError } from '../problem.ts';
import { shownSpec, shownTargets } from '../shown-keys.ts';
import { createRunStarter } from '../start-run.ts';
import { PROBLEM_ANSWERS, runParams } from './answers.ts';

/** A run as the API shows it. */
export function summaryOf(run: StoredRun): RunSummary {
  const { engine, cancelRequestedBy, ...summary } = run;
  void [engine, cancelRequestedBy];
  return { ...summary, spec: shownSpec(run) };
}

/** A page of runs would be up to 70 MiB otherwise. */
function withoutInput({ spec, ...run }: RunSummary): RunSummary {
  const { input, ...rest } = spec;
  void input;
  return { ...run, spec: rest };
}

/** The run of a URL. */
export async function runOf(store: Pick<RunStore, 'getRun'>, id: string): Promise<StoredRun> {
  const run = await store.getRun(id);
  if (!run) throw new ProblemError('unknown-run');
  return run;
}

/** Start, list, look at and stop runs. */
export function runRoutes(api: App, deps: RouteDeps): void {
  const { store, engine } = deps;
  const startRun = createRunStarter(deps);

  api.put(
    '/runs/:id',
    {
      schema: {
        summary: 'Start a run under an id that the caller has chosen',
        description:
          'Sending the same again is harmless: the command runs once, and the answer is 200 in place of 201. ' +
          'Another spec under the same id is refused with `run-id-taken`. Whatever is wrong is found before any host is contacted.',
        tags: ['runs'],
        params: z.object({ id: runId }),
        body: putRunBody,
        response: { 200: runSummary, 201: runSummary, ...PROBLEM_ANSWERS },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { run, created } = await startRun(id, request.body, {
        signedIn: signedInOf(request),
        locale: languageOf(request),
      });
      if (created) reply.header('location', `/api/runs/${id}`);
      return reply.code(created ? 201 : 200).send(summaryOf(run));
    },
  );

  api.get(
    '/runs',
    {
      schema: {
        summary: 'Runs, newest first, without their input',
        tags: ['runs'],
        querystring: runsQuery,
        response: { 200: runList, ...PROBLEM_ANSWERS },
      },
    },
    async ({ query }) => {
      const { runs, next } = await store.listRuns(query);
      return { runs: runs.map((run) => withoutInput(summaryOf(run))), next };
    },
  );

  api.get(
    '/runs/:id',
    {
      schema: {
        summary: 'One run with its counts',
        tags: ['runs'],
        params: runParams,
        response: { 200: runSummary, ...PROBLEM_ANSWERS },
      },
    },
    async ({ params }) => summaryOf(await runOf(store, params.id)),
  );

  api.get(
    '/runs/:id/targets',
    {
      schema: {
        summary: 'The hosts of a run in the order of calling; events name them by index',
        tags: ['runs'],
        params: runParams,
        response: { 200: runTargets, ...PROBLEM_ANSWERS },
      },
    },
    async ({ params }, reply) => {
      const { origin } = await runOf(store, params.id);
      const targets = shownTargets(origin, (await store.getTargets(params.id)) ?? []);
      // As text, since checking 10,000 targets once more against the schema would take 5 ms of everybody's time.
      return reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .type('application/json')
        .send(JSON.stringify({ targets }) as unknown as RunTargets);
    },
  );

  api.post(
    '/runs/:id/cancel',
    {
      schema: {
        summary: 'Stop a run: no further host is called, running commands get TERM, then KILL',
        description:
          'The wish is stored before the answer, which does not wait for the hosts; their outcomes say what was stopped.',
        tags: ['runs'],
        params: runParams,
        response: { 202: runSummary, ...PROBLEM_ANSWERS },
      },
    },
    async (request, reply) => {
      const run = await runOf(store, request.params.id);
      if (run.phase === 'finished') throw new ProblemError('run-finished');
      const { user } = signedInOf(request);
      await store.requestCancel(run.id, user);
      // Only faster: the engine, or the one that follows a dead one, also finds the wish in the store.
      await engine
        .cancel(run.id, user)
        .catch((error: unknown) => request.log.warn({ err: error }, 'the engine was not told of a stop'));
      return reply.code(202).send(summaryOf(run));
    },
  );
}
