import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Session } from '@rollcall/protocol';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { putRun, runListQuery, runQuery } from '../../api/runs.ts';
import { attemptFor, freshRunId, runBody, type Attempt } from './attempt.ts';
import type { Draft } from './readiness.ts';

interface StartRun {
  start: (draft: Draft) => void;
  starting: boolean;
  /** Why the server refused; null again after the next key or try. */
  problem: ApiProblem | null;
  forgive: () => void;
}

/**
 * Starts a run and goes to it. After a refusal or silence everything stays as it was, and the same wish is repeated
 * under the same id, so that an answer that got lost does not run the command twice.
 */
export function useStartRun(session: Session, onStarted: () => void): StartRun {
  const client = useQueryClient();
  const navigate = useNavigate();
  const before = useRef<Attempt | null>(null);
  const put = useMutation({
    mutationFn: async ({ id, body }: Attempt) => putRun(id, body),
    onSuccess: async (run, { id }) => {
      before.current = null;
      onStarted();
      client.setQueryData(runQuery(id).queryKey, run);
      void client.invalidateQueries({ queryKey: runListQuery.queryKey });
      await navigate({ to: '/runs/$runId', params: { runId: id } });
    },
    onError: (error) => {
      if (asProblem(error).code === 'run-id-taken') before.current = null;
    },
  });
  return {
    start: (draft) => {
      if (put.isPending) return;
      before.current = attemptFor(runBody(draft, session), before.current, freshRunId);
      put.mutate(before.current);
    },
    starting: put.isPending,
    problem: put.error ? asProblem(put.error) : null,
    forgive: () => put.reset(),
  };
}
