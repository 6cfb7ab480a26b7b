import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onSignedOut, request } from './client.ts';
import { useReachability } from './reachability.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers });

const fetched = vi.fn<typeof fetch>();
const problem = (code: string): object => ({ type: 'about:blank', title: '', status: 0, code });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockReset();
  useReachability.setState({ reachable: true });
});

describe('a request', () => {
  it('sends JSON and gives back the JSON of the answer', async () => {
    fetched.mockResolvedValueOnce(answer(201, { id: 'x' }));
    await expect(request('PUT', '/api/runs/x', { body: { a: 1 } })).resolves.toEqual({ id: 'x' });
    expect(fetched).toHaveBeenCalledWith(
      '/api/runs/x',
      expect.objectContaining({ method: 'PUT', body: '{"a":1}', credentials: 'same-origin' }),
    );
  });

  it('without an answer body gives undefined', async () => {
    fetched.mockResolvedValueOnce(answer(204, undefined));
    await expect(request('DELETE', '/api/session')).resolves.toBeUndefined();
  });

  it('tells who listens when nobody is signed in, but not about a wrong code', async () => {
    const heard = vi.fn<() => void>();
    const stop = onSignedOut(heard);
    fetched.mockResolvedValueOnce(answer(401, problem('wrong-code')));
    await expect(request('POST', '/api/session', { body: {} })).rejects.toMatchObject({ code: 'wrong-code' });
    expect(heard).not.toHaveBeenCalled();
    fetched.mockResolvedValueOnce(answer(401, problem('not-signed-in')));
    await expect(request('GET', '/api/runs')).rejects.toMatchObject({ code: 'not-signed-in', status: 401 });
    expect(heard).toHaveBeenCalledTimes(1);
    stop();
    fetched.mockResolvedValueOnce(answer(401, problem('not-signed-in')));
    await expect(request('GET', '/api/runs')).rejects.toThrow('not-signed-in');
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('of a silent server is unreachable until its health answers', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(request('GET', '/api/runs')).rejects.toMatchObject({ code: 'unreachable', status: 0 });
    expect(useReachability.getState().reachable).toBe(false);
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(useReachability.getState().reachable).toBe(false);
    fetched.mockResolvedValueOnce(answer(200, { status: 'ok' }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(useReachability.getState().reachable).toBe(true);
    expect(fetched).toHaveBeenLastCalledWith('/api/health');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it('answered by a proxy whose server is gone is unreachable too', async () => {
    fetched.mockResolvedValueOnce(answer(502, undefined));
    await expect(request('GET', '/api/runs')).rejects.toMatchObject({ code: 'unreachable', status: 502 });
  });

  it('that was taken back is no sign of silence', async () => {
    const stop = new AbortController();
    stop.abort();
    fetched.mockRejectedValueOnce(new DOMException('aborted', 'AbortError'));
    await expect(request('GET', '/api/runs', { signal: stop.signal })).rejects.toThrow('aborted');
    expect(useReachability.getState().reachable).toBe(true);
  });

  it('whose good answer is no JSON is a bad answer', async () => {
    fetched.mockResolvedValueOnce(new Response('<html>', { status: 200 }));
    await expect(request('GET', '/api/runs')).rejects.toMatchObject({ code: 'bad-answer' });
  });
});
