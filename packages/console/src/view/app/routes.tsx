import { PROTOCOL_VERSION } from '@rollcall/protocol';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiProblem, asProblem } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session.ts';
import { arrived, safeBack } from '../sign-in/arrival.ts';
import { BrokenPage, LoadingPage, NotFoundPage } from './fallbacks.tsx';
import { Shell } from './shell.tsx';

/** A text of the URL's search part, absent when it is none. */
function text(search: Record<string, unknown>, key: string): string | undefined {
  const value = search[key];
  return typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined;
}

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string | undefined } => ({
    back: text(search, 'back'),
  }),
  beforeLoad: async ({ context, search }) => {
    await arrived();
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null);
    if (session) throw redirect({ href: safeBack(search.back) });
  },
  component: lazyRouteComponent(async () => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    await arrived();
    try {
      const session = await context.queryClient.ensureQueryData(sessionQuery);
      if (session.protocol !== PROTOCOL_VERSION) throw new ApiProblem('wrong-protocol');
    } catch (error) {
      if (asProblem(error).code !== 'not-signed-in') throw error;
      throw redirect({ to: '/sign-in', search: { back: location.href } });
    }
  },
  component: Shell,
});

const compose = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { from?: string | undefined } => ({
    from: text(search, 'from'),
  }),
  component: lazyRouteComponent(async () => import('../compose/compose-page.tsx'), 'ComposePage'),
});

/** What the URL says about a run page; the page itself knows which values mean something. */
export interface RunSearch {
  tab?: string | undefined;
  /** Address or name of the open host. */
  host?: string | undefined;
  /** Chips that filter, joined by commas. */
  state?: string | undefined;
}

const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/runs/$runId',
  validateSearch: (search: Record<string, unknown>): RunSearch => ({
    tab: text(search, 'tab'),
    host: text(search, 'host'),
    state: text(search, 'state'),
  }),
  component: lazyRouteComponent(async () => import('../run/run-page.tsx'), 'RunPage'),
});

const history = createRoute({
  getParentRoute: () => signedIn,
  path: '/history',
  validateSearch: (
    search: Record<string, unknown>,
  ): { run?: string | undefined; filter?: string | undefined } => ({
    run: text(search, 'run'),
    filter: text(search, 'filter'),
  }),
  component: lazyRouteComponent(async () => import('../history/history-page.tsx'), 'HistoryPage'),
});

const hostKeys = createRoute({
  getParentRoute: () => signedIn,
  path: '/host-keys',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: string | undefined; run?: string | undefined; filter?: string | undefined } => ({
    tab: text(search, 'tab'),
    run: text(search, 'run'),
    filter: text(search, 'filter'),
  }),
  component: lazyRouteComponent(async () => import('../host-keys/host-keys-page.tsx'), 'HostKeysPage'),
});

/** The router of the console: `/`, `/runs/:runId`, `/history`, `/host-keys`, `/sign-in`, each in its own chunk. */
export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([signIn, signedIn.addChildren([compose, run, history, hostKeys])]),
    context: { queryClient },
    defaultErrorComponent: BrokenPage,
    defaultPendingComponent: LoadingPage,
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
