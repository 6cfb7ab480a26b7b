import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { HostGroup, InventoryProblem } from '@rollcall/protocol';
import { groupsQuery } from '../../api/groups.ts';

/** The groups that a range may name, as the server had them last. */
export interface Groups {
  /** Null while they are not known; none when the server could not say. */
  known: readonly HostGroup[] | null;
  /** Why no group can be used now. */
  problem: InventoryProblem | null;
  /** The server could not be asked. */
  failed: boolean;
  /** Asks again; false when the groups are others than those on screen. A server that does not answer changes nothing. */
  stillHold: () => Promise<boolean>;
}

const NONE: readonly HostGroup[] = [];

/** Follows the groups of the inventory. */
export function useGroups(): Groups {
  const client = useQueryClient();
  const { data, isError } = useQuery(groupsQuery);
  return {
    known: data?.groups ?? (isError ? NONE : null),
    problem: data?.problem ?? null,
    failed: isError && data === undefined,
    stillHold: async () => {
      try {
        await client.fetchQuery({ ...groupsQuery, staleTime: 0 });
        // What is kept stays the same object as long as nothing in it differs.
        return client.getQueryData(groupsQuery.queryKey) === data;
      } catch {
        return true;
      }
    },
  };
}
