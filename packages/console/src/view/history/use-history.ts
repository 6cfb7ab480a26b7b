import { useInfiniteQuery, useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { RunSummary } from '@rollcall/protocol';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { runListQuery, runQuery } from '../../api/runs.ts';
import { runFilter } from './filter.ts';

/** A live run is looked at this often. */
const LIVE_MS = 1_000;
/** The list itself is brought again for new runs, page by page; so the less often, the more pages there are. */
const LIST_MS_PER_PAGE = 10_000;
/** While filtering, further pages are brought by themselves up to this many matches or runs looked through. */
const ENOUGH = 50;
const MAX_SEARCHED = 2_000;

export interface History {
  /** All runs brought so far that match the filter, newest first. */
  runs: RunSummary[];
  /** How many were brought. */
  brought: number;
  /** There are older ones on the server. */
  hasMore: boolean;
  loading: boolean;
  loadingMore: boolean;
  /** Why the list could not be brought; what was brought before stays. */
  problem: ApiProblem | null;
  /** When the list was brought last, in ms; durations of live runs are counted up to it. */
  asOfMs: number;
  loadMore: () => void;
  retry: () => void;
}

/** The runs of the server in pages of 100, live ones kept fresh. */
export function useHistory(filter: string): History {
  const list = useInfiniteQuery({
    ...runListQuery,
    refetchInterval: (query) => LIST_MS_PER_PAGE * (query.state.data?.pages.length ?? 1),
  });
  const brought = useMemo(() => list.data?.pages.flatMap((page) => page.runs) ?? [], [list.data]);
  const live = brought.filter((run) => run.phase !== 'finished').slice(0, 20);
  const fresh = useQueries({
    // Not as initial data: runs of a list have no input, and who copies a run takes it from this cache.
    queries: live.map((run) => ({ ...runQuery(run.id), placeholderData: run, refetchInterval: LIVE_MS })),
    combine: freshest,
  });
  const runs = useMemo(() => {
    const matches = runFilter(filter);
    return brought.filter(matches).map((run) => newer(run, fresh.byId.get(run.id)));
  }, [brought, fresh, filter]);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const search = filter.trim() !== '' && runs.length < ENOUGH && brought.length < MAX_SEARCHED;
  useEffect(() => {
    if (search && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [search, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  return {
    runs,
    brought: brought.length,
    hasMore: hasNextPage,
    loading: list.isPending,
    loadingMore: list.isFetchingNextPage,
    problem: list.error ? asProblem(list.error) : null,
    asOfMs: Math.max(list.dataUpdatedAt, fresh.atMs),
    loadMore: () => void fetchNextPage(),
    retry: () => void list.refetch(),
  };
}

/** The live runs by id, and when the last of them was looked at. */
function freshest(results: readonly UseQueryResult<RunSummary>[]): {
  byId: Map<string, RunSummary>;
  atMs: number;
} {
  const runs = results.flatMap(({ data }) => (data ? [data] : []));
  return {
    byId: new Map(runs.map((run) => [run.id, run])),
    atMs: Math.max(0, ...results.map(({ dataUpdatedAt }) => dataUpdatedAt)),
  };
}

/** Of two answers about a run the one that knows more; a finished one always does. */
function newer(listed: RunSummary, single: RunSummary | undefined): RunSummary {
  return single === undefined || listed.phase === 'finished' ? listed : single;
}
