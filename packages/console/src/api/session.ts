import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import type { Session } from '@rollcall/protocol';
import { request } from './client.ts';

/** Who is signed in, what the server offers and its limits. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => request<Session>('GET', '/api/session', { signal }),
  staleTime: 60_000,
});

/** The session of a page that only signed-in people see. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** Exchanges a one-time code for a session cookie. Codes: `wrong-code`, `too-many-tries`. */
export async function signIn(client: QueryClient, code: string): Promise<void> {
  const session = await request<Session | undefined>('POST', '/api/session', { body: { code } });
  if (session && 'limits' in session) client.setQueryData(sessionQuery.queryKey, session);
  else await client.resetQueries({ queryKey: sessionQuery.queryKey });
}

/** Ends the session here and on the server. */
export async function signOut(client: QueryClient): Promise<void> {
  await request('DELETE', '/api/session');
  client.clear();
}
