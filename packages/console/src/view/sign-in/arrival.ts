import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import { signIn } from '../../api/session.ts';

/** Why the code of an opened link was refused, for the sign-in page; null when none was. */
export const useRefusedLink = create<{ problem: ApiProblem | null }>(() => ({ problem: null }));

let exchange: Promise<void> = Promise.resolve();

/** The one-time code of a fragment `#code=…`; null when there is none. */
export function codeOf(fragment: string): string | null {
  const code = new URLSearchParams(fragment.replace(/^#/, '')).get('code');
  return code === null || code === '' ? null : code;
}

/** The code inside what a person pasted: the code itself or the whole link. */
export function pastedCode(text: string): string {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  return (hash < 0 ? null : codeOf(trimmed.slice(hash))) ?? trimmed;
}

/** A path of this console to return to; anything that leads elsewhere is the start page. */
export function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : '/';
}

/**
 * Exchanges the code in the address bar, if there is one, for a session, and removes it from the address bar and from
 * the history of the browser before anything else happens.
 */
export function exchangeLink(queryClient: QueryClient): boolean {
  const code = codeOf(window.location.hash);
  if (code === null) return false;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  exchange = signIn(queryClient, code).then(
    () => useRefusedLink.setState({ problem: null }),
    (error: unknown) => useRefusedLink.setState({ problem: asProblem(error) }),
  );
  return true;
}

/** Settles when an exchange that is under way has ended, well or not. */
export async function arrived(): Promise<void> {
  await exchange;
}
