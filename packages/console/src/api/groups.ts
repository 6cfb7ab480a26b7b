import { queryOptions } from '@tanstack/react-query';
import type { HostGroups } from '@rollcall/protocol';
import { request } from './client.ts';

/**
 * The named groups of the inventory. Asked for again whenever the window gets the focus, since the file may have been
 * edited; an answer that has not changed is the same object.
 */
export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: async ({ signal }) => request<HostGroups>('GET', '/api/groups', { signal }),
  refetchOnWindowFocus: 'always',
  staleTime: 5_000,
});
