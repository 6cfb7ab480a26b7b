import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Session } from '@rollcall/protocol';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { runQuery } from '../../api/runs.ts';
import { useDraft } from './draft.ts';

/**
 * Fills the composer from the run that `?from=` names, once, and takes the name out of the URL so that a reload keeps
 * what was edited since. `problem` is why it could not.
 */
export function useCopiedRun(session: Session): { problem: ApiProblem | null; dismiss: () => void } {
  const { from } = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate();
  const copy = useDraft((draft) => draft.copy);
  const { data, error } = useQuery({ ...runQuery(from ?? ''), enabled: from !== undefined });
  useEffect(() => {
    if (from === undefined || data?.id !== from) return;
    copy(data.spec, session);
    void navigate({ to: '/', search: {}, replace: true });
  }, [from, data, session, copy, navigate]);
  const dismiss = (): void => void navigate({ to: '/', search: {}, replace: true });
  return { problem: from !== undefined && error ? asProblem(error) : null, dismiss };
}
