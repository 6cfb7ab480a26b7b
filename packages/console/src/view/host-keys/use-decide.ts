import { useQueryClient } from '@tanstack/react-query';
import type { HostKeyRef } from '@rollcall/protocol';
import { useState } from 'react';
import { decideKeys, HOST_KEYS, replaceKey, type KeyAction } from '../../api/host-keys.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';

/** Deciding about keys: what is under way, and why the last one did not happen. */
export interface Decide {
  busy: boolean;
  problem: ApiProblem | null;
  /** True when it was done. The lists are brought anew either way: a refusal means that they are old. */
  run: (action: KeyAction, keys: readonly HostKeyRef[], note: string) => Promise<boolean>;
  replace: (key: HostKeyRef, note: string) => Promise<boolean>;
}

/** One decision at a time. */
export function useDecide(): Decide {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: HOST_KEYS });
    }
  };
  return {
    busy,
    problem,
    run: async (action, keys, note) => attempt(async () => decideKeys(action, keys, note)),
    replace: async (key, note) => attempt(async () => replaceKey(key, note)),
  };
}
