import type { Cursor, RunSummary, RunTargets } from '@rollcall/protocol';
import { request, signedOut } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import { HostSession } from '../../state/host-session.ts';
import { Link } from '../../state/link.ts';
import { RunSession, type LoadedRun } from '../../state/run-session.ts';
import { SessionKeeper } from '../../state/session-keeper.ts';
import { createSocket } from '../../state/socket.ts';
import { platformTimers } from '../../state/timers.ts';

const runPath = (run: string): string => `/api/runs/${encodeURIComponent(run)}`;

/** The page's one connection for live views; made when the first run is looked at. */
let link: Link | null = null;

/** The connection to the server. It starts with the first session that needs it. */
export function liveLink(): Link {
  link ??= createLink();
  return link;
}

function createLink(): Link {
  const created = new Link(createSocket(), platformTimers);
  window.addEventListener('online', () => created.tryNow());
  created.onRefused(() => void askWhetherSignedIn());
  return created;
}

/** A browser is not told why a WebSocket was refused; the session may be over. */
async function askWhetherSignedIn(): Promise<void> {
  try {
    await request('GET', '/api/session');
  } catch (error) {
    if (asProblem(error).code === 'not-signed-in') signedOut();
  }
}

/** What was asked for and of whom, with the server's clock as its answers tell it. */
async function loadRun(run: string): Promise<LoadedRun> {
  const [{ summary, serverMs }, { targets }] = await Promise.all([
    loadSummary(run),
    request<RunTargets>('GET', `${runPath(run)}/targets`),
  ]);
  return { summary, targets, serverMs };
}

async function loadSummary(run: string): Promise<{ summary: RunSummary; serverMs: number }> {
  let serverMs = Number.NaN;
  const summary = await request<RunSummary>('GET', runPath(run), {
    onHeaders: (headers) => (serverMs = Date.parse(headers.get('date') ?? '')),
  });
  return { summary, serverMs };
}

async function reached(run: string): Promise<Cursor> {
  return (await request<RunSummary>('GET', runPath(run))).reached;
}

/** Runs go on for a moment after their page is left, since people come back; hosts are passed by the dozen. */
const RUN_KEPT_MS = 5_000;
const HOST_KEPT_MS = 50;

/** The runs that are looked at. */
export const runSessions = new SessionKeeper(
  (run) => new RunSession(run, { link: liveLink(), timers: platformTimers, load: loadRun, reached }),
  platformTimers,
  RUN_KEPT_MS,
);

/** The hosts that are open, by `run host`. */
export const hostSessions = new SessionKeeper(
  (key) => {
    const [run, host] = key.split(' ') as [string, string];
    return new HostSession({ wire: liveLink(), timers: platformTimers }, run, Number(host));
  },
  platformTimers,
  HOST_KEPT_MS,
);

/** Asks the server to stop a run; the hosts' outcomes say later what was stopped. Codes: `run-finished`, `engine-unavailable`. */
export async function cancelRun(run: string): Promise<void> {
  await request('POST', `${runPath(run)}/cancel`);
}

/** Where the output of a host can be downloaded, byte for byte. */
export function outputUrl(run: string, host: number, stream: 'both' | 'stdout' | 'stderr'): string {
  return `${runPath(run)}/hosts/${host}/output?stream=${stream}`;
}
