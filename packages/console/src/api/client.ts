import i18next from 'i18next';
import { ApiProblem, problemFrom } from './problem.ts';
import { useReachability } from './reachability.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const signedOutListeners = new Set<() => void>();

/** Calls `listener` whenever the server says that nobody is signed in. Returns the way to stop that. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Tells the page that the session is over; requests do it by themselves, a socket that is refused calls it. */
export function signedOut(): void {
  for (const listener of signedOutListeners) listener();
}

async function answerOf(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const { body, signal } = options;
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        // The server words its details in the language of the page, not of the browser.
        'accept-language': i18next.language ?? 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    useReachability.getState().lost();
    throw new ApiProblem('unreachable');
  }
}

interface RequestOptions {
  body?: unknown;
  signal?: AbortSignal;
  /** Called with the headers of the answer, whatever its status. */
  onHeaders?: (headers: Headers) => void;
}

/**
 * Asks the server's REST interface and returns the JSON of its answer; undefined when it has no body.
 * @throws {ApiProblem} on refusal, silence or an unreadable answer; a 401 also tells `onSignedOut`, except the
 * one that answers a sign-in
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answerOf(method, path, options);
  options.onHeaders?.(response.headers);
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  // A proxy without its server answers 502 to 504 by itself: that is no word of ours.
  if (response.status >= 502 && response.status <= 504 && body === undefined) {
    useReachability.getState().lost();
    throw new ApiProblem('unreachable', response.status);
  }
  useReachability.getState().found();
  if (response.ok) {
    if (text !== '' && body === undefined) throw new ApiProblem('bad-answer', response.status);
    return body as T;
  }
  const problem = problemFrom(response.status, body, response.headers.get('retry-after'));
  if (problem.code === 'not-signed-in') signedOut();
  throw problem;
}
