import {
  CHIPS,
  HOST_STATES,
  HOST_STATE_LOOKS,
  type Chip,
  type HostRow,
  type HostState,
} from '@rollcall/protocol';
import { hostRows, hostsQuery } from '@rollcall/protocol/schemas';
import type { App, RouteDeps } from '../app-types.ts';
import { createRunFolds, type RunFold } from '../run-folds.ts';
import { PROBLEM_ANSWERS, runParams } from './answers.ts';
import { runOf } from './runs.ts';

/** The hosts of a run by state, from the fold of its log. */
export function hostRoutes(api: App, { store }: RouteDeps): void {
  const folds = createRunFolds(store);
  api.get(
    '/runs/:id/hosts',
    {
      schema: {
        summary: 'Hosts of a run with their state, in the order of calling',
        tags: ['runs'],
        params: runParams,
        querystring: hostsQuery,
        response: { 200: hostRows, ...PROBLEM_ANSWERS },
      },
    },
    async ({ params, query }) => {
      const fold = await folds.foldOf(await runOf(store, params.id));
      const wanted = matching(fold, query.state);
      const rest = query.after === undefined ? wanted : wanted.filter((index) => index > query.after!);
      const page = rest.slice(0, query.limit);
      return {
        hosts: page.map((index) => rowOf(fold, index)),
        total: wanted.length,
        next: rest.length > page.length ? page.at(-1)! : null,
      };
    },
  );
}

/** Indices of the hosts in a state, or in any state of a counter. */
function matching({ state }: RunFold, wanted: Chip | HostState | undefined): number[] {
  const counter = CHIPS.find((chip) => chip === wanted);
  const fits = HOST_STATES.map(
    (name) => wanted === undefined || (counter ? HOST_STATE_LOOKS[name].chip === counter : name === wanted),
  );
  const found: number[] = [];
  state.states.forEach((code, index) => {
    if (fits[code]) found.push(index);
  });
  return found;
}

function rowOf({ state, targets }: RunFold, index: number): HostRow {
  const outcome = state.hosts.get(index)?.outcome;
  return {
    index,
    host: targets[index]?.host ?? '',
    state: HOST_STATES[state.states[index]!]!,
    exitStatus: outcome?.type === 'host-exited' ? outcome.status : null,
    signal: outcome?.type === 'host-exited' ? outcome.signal : null,
    durationMs: outcome && 'durationMs' in outcome ? outcome.durationMs : null,
    reason: outcome && 'reason' in outcome ? outcome.reason : null,
    excerpt: outcome && 'output' in outcome ? outcome.output.excerpt : '',
  };
}
