import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { RunList, RunSecrets, RunSpecInput, RunSummary } from '@rollcall/protocol';
import { request } from './client.ts';

const runPath = (id: string): string => `/api/runs/${encodeURIComponent(id)}`;

/** Runs of one page of the history. */
export const RUNS_PER_PAGE = 100;

/** All runs, newest first, in pages. */
export const runListQuery = infiniteQueryOptions({
  queryKey: ['runs'],
  queryFn: async ({ pageParam, signal }) => {
    const after = pageParam === null ? '' : `&before=${encodeURIComponent(pageParam)}`;
    return request<RunList>('GET', `/api/runs?limit=${RUNS_PER_PAGE}${after}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

/** One run: what was asked for and how it stands. Code: `unknown-run`. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: async ({ signal }) => request<RunSummary>('GET', runPath(id), { signal }),
  });

/** What is asked for, with the secrets of this run beside it and the count that was on screen. */
export interface PutRun {
  spec: RunSpecInput;
  secrets?: RunSecrets;
  expectedHosts: number;
}

/** Starts a run under an id that the page chose, so that a repeat is harmless. */
export async function putRun(id: string, body: PutRun): Promise<RunSummary> {
  return request<RunSummary>('PUT', runPath(id), { body });
}
