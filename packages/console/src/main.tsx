import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSignedOut } from './api/client.ts';
import { asProblem } from './api/problem.ts';
import { startWords } from './i18n/locale.ts';
import { createConsoleRouter } from './view/app/routes.tsx';
import { startTheme } from './view/app/theme.ts';
import { arrived, exchangeLink } from './view/sign-in/arrival.ts';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may be this very machine: a browser that calls itself offline still reaches it.
      networkMode: 'always',
      retry: (failures, error) => failures < 1 && asProblem(error).code === 'unreachable',
      retryDelay: 300,
    },
    mutations: { networkMode: 'always' },
  },
});

startTheme();
exchangeLink(queryClient);
const router = createConsoleRouter(queryClient);

onSignedOut(() => {
  const { href, pathname } = router.state.location;
  if (pathname === '/sign-in' || router.state.isLoading) return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { back: href } });
});

// A link opened in a tab that already shows the console changes the fragment alone.
window.addEventListener('hashchange', () => {
  if (exchangeLink(queryClient)) void arrived().then(async () => router.invalidate());
});

await startWords();
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
