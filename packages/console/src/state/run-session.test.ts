import { emptyRunState, type RunSummary } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import { Link } from './link.ts';
import { HostSession } from './host-session.ts';
import { RunSession } from './run-session.ts';
import { FakeServer } from './testing/fake-server.ts';
import { FakeTimers } from './testing/fake-timers.ts';
import { wholeLog } from './testing/sample-log.ts';

const RUN = '0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b';
const HOSTS = 4;

const summary = { id: RUN, counts: emptyRunState(HOSTS).counts, reached: {} } as RunSummary;
const targets = Array.from({ length: HOSTS }, (_, host) => ({ host: `10.0.0.${host + 1}` }));

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

async function setUp(options: { load?: () => Promise<never>; reached?: number } = {}) {
  const server = new FakeServer();
  server.parts.push(wholeLog(HOSTS));
  const timers = new FakeTimers();
  const link = new Link(server, timers, () => 0);
  const session = new RunSession(RUN, {
    link,
    timers,
    load: options.load ?? (async () => ({ summary, targets, serverMs: timers.now() })),
    reached: async () => ({ 0: options.reached ?? server.parts[0]!.length }),
  });
  await settled();
  return { server, timers, link, session };
}

function ready(session: RunSession) {
  if (session.state.type !== 'ready') throw new Error(`the session is ${session.state.type}`);
  return session.state;
}

async function drain(server: FakeServer): Promise<void> {
  while (server.step(3)) await settled();
}

describe('the session of a run', () => {
  it('loads what was asked for, then follows the log to its end', async () => {
    const { server, session } = await setUp();
    server.finished = true;
    await drain(server);
    expect(ready(session).targets).toBe(targets);
    expect(ready(session).store.snapshot.phase).toBe('finished');
    expect(session.link.feed).toEqual({ type: 'ended' });
    expect(session.link.back).toBeNull();
  });

  it('hands every batch on and waits for its reader', async () => {
    const { server, session } = await setUp();
    let release = (): void => undefined;
    session.onTaken(async () => new Promise<void>((resolve) => (release = resolve)));
    server.step(3);
    await settled();
    expect(server.acknowledged).toBe(0);
    release();
    await settled();
    expect(server.acknowledged).toBe(1);
  });

  it('says after a reconnect which events came, once they are all here', async () => {
    const { server, timers, session } = await setUp();
    server.step(3);
    await settled();
    server.cut();
    timers.advance(1_000);
    await settled();
    expect(session.link.back).toBeNull();
    await drain(server);
    expect(session.link.back).toEqual({ afterMs: 1_000, from: 4, to: server.parts[0]!.length });
    timers.advance(8_000);
    expect(session.link.back).toBeNull();
  });

  it('says after a reconnect when nothing happened meanwhile', async () => {
    const { server, timers, session } = await setUp({ reached: 3 });
    server.step(3);
    await settled();
    server.cut();
    timers.advance(1_000);
    await settled();
    expect(session.link.back).toEqual({ afterMs: 1_000, from: 4, to: 3 });
  });

  it('passes the reason on when the run cannot be loaded, and loads again on request', async () => {
    const problem = new Error('unknown-run');
    let tries = 0;
    const load = async (): Promise<never> => {
      tries += 1;
      throw problem;
    };
    const { session } = await setUp({ load });
    expect(session.state).toEqual({ type: 'failed', error: problem });
    session.retry();
    await settled();
    expect(tries).toBe(2);
  });

  it('says so when the server refuses the feed', async () => {
    const { server, session } = await setUp();
    server.fail('wrong-protocol');
    expect(session.link.feed).toEqual({ type: 'refused', code: 'wrong-protocol' });
  });

  it('leaves nothing behind when it is closed', async () => {
    const { server, timers, session } = await setUp();
    server.step(3);
    await settled();
    session.close();
    expect(server.feeds.size).toBe(0);
    expect(timers.pending).toBe(0);
  });
});

describe('the session of a host', () => {
  it('keeps the token and the output, and waits for the reader', async () => {
    const { server, timers, link } = await setUp();
    const host = new HostSession({ wire: link, timers }, RUN, 0);
    const read: string[] = [];
    host.read((item) => {
      read.push(item.type === 'bytes' ? new TextDecoder().decode(item.bytes) : item.type);
    });
    timers.advance(79);
    expect(server.opens.at(-1)?.view).toBe('status');
    timers.advance(1);
    server.parts[0] = wholeLog(1);
    server.finished = true;
    await drain(server);
    expect(host.token).toBe('t0');
    expect(read).toEqual(['host 0\n', 'end']);
    expect(host.window.printed).toEqual({ stdout: 7, stderr: 0 });
    expect(host.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(server.opens.at(-1)?.view).toEqual({ host: 0 });
  });
});
