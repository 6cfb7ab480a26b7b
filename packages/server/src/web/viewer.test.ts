import {
  PROTOCOL_VERSION,
  unpackEvents,
  type FeedBatch,
  type Reply,
  type RunEvent,
} from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import {
  answered,
  feedOf,
  finished,
  heard,
  startHarness,
  started,
  type Harness,
  type TestRun,
  type ViewerClient,
} from './harness.suite.ts';

const open = (client: ViewerClient, request: unknown): Promise<Reply<{ feed: string }>> =>
  client.timeout(5_000).emitWithAck('feed-open', request as never);

/** Acknowledges and keeps everything until a feed ends. */
async function whole(client: ViewerClient, request: object): Promise<{ events: RunEvent[]; end: unknown }> {
  const events: RunEvent[] = [];
  let at: Record<string, number> = {};
  client.on('feed-batch', (batch: FeedBatch, ack) => {
    expect(batch.from, 'each batch goes on where the last one ended').toBe(at[batch.part] ?? 0);
    at = { ...at, [batch.part]: batch.to };
    events.push(...unpackEvents(batch.events, batch.bytes));
    ack();
  });
  const ended = heard(client, 'feed-end');
  expect(await open(client, request)).toMatchObject({ ok: true });
  const [end] = await ended;
  return { events, end };
}

async function twoHosts(harness: Harness): Promise<TestRun> {
  const run = await harness.run(2);
  await run.write(started(2), ...answered(0, 'zero'), ...answered(1, 'one'), finished);
  return run;
}
const stored = async (harness: Harness, run: TestRun): Promise<RunEvent[]> =>
  (await harness.store.readEvents(run.id, 0, 0, 'all', { maxBytes: Infinity, maxEvents: Infinity })).events;
const plain = (events: RunEvent[]): RunEvent[] =>
  events.map((event) =>
    event.type === 'host-output' ? { ...event, bytes: new Uint8Array(event.bytes) } : event,
  );

describe('a feed', () => {
  it('gives everything, the status alone, or one host, and ends with the run', async () => {
    const harness = await startHarness();
    const run = await twoHosts(harness);
    const all = plain(await stored(harness, run));
    const views: [object, (event: RunEvent) => boolean][] = [
      [{ view: 'all' }, () => true],
      [{ view: 'status' }, ({ type }) => type !== 'host-output'],
      [{ view: { host: 1 } }, (event) => 'host' in event && event.host === 1],
    ];
    for (const [more, belongs] of views) {
      const { events, end } = await whole(await harness.connect(), feedOf(run.id, more));
      expect(plain(events)).toEqual(all.filter(belongs));
      expect(end).toMatchObject({ cursor: { 0: all.length } });
    }
  });

  it('goes on from a cursor', async () => {
    const harness = await startHarness();
    const run = await twoHosts(harness);
    const client = await harness.connect();
    const at = { part: 0, to: 3 };
    client.on('feed-batch', (batch, ack) => {
      expect(batch.from).toBe(at.to);
      at.to = batch.to;
      ack();
    });
    const ended = heard(client, 'feed-end');
    await open(client, feedOf(run.id, { cursor: { 0: 3 } }));
    await ended;
    expect(at.to).toBe((await stored(harness, run)).length);
  });

  it('shows a run while it goes on, also when no bell rings, and one host to its end', async () => {
    const harness = await startHarness();
    const run = await harness.run(2);
    const everything = whole(await harness.connect(), feedOf(run.id));
    const oneHost = whole(await harness.connect(), feedOf(run.id, { view: { host: 0 } }));
    await run.write(started(2), ...answered(0, 'zero'));
    await run.write(...answered(1, 'one'));
    harness.engine.ring = () => undefined;
    await run.write(finished);
    expect((await everything).events).toHaveLength((await stored(harness, run)).length);
    expect((await oneHost).events.map(({ type }) => type)).toEqual([
      'host-connecting',
      'host-dispatched',
      'host-output',
      'host-exited',
    ]);
  });

  it('says how far it is also where only events came that its view leaves out', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    const output = answered(0, 'zero').slice(0, -1);
    await run.write(started(1), ...output);
    const seq = (await stored(harness, run)).length;
    const client = await harness.connect();
    const batch = heard(client, 'feed-batch');
    await open(client, feedOf(run.id, { view: 'status', cursor: { 0: seq - 1 } }));
    expect((await batch)[0]).toMatchObject({ from: seq - 1, to: seq, events: [] });
  });

  it('sends the next batch only when the last one was acknowledged', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(started(1), ...answered(0, ...Array.from({ length: 20 }, () => new Uint8Array(30_000))));
    const client = await harness.connect();
    const acks: (() => void)[] = [];
    client.on('feed-batch', (_batch, ack) => acks.push(ack));
    await open(client, feedOf(run.id));
    // A reply after the batch shows that the server had its chance to send more.
    for (let turn = 0; turn < 10; turn += 1) await open(client, {});
    expect(acks).toHaveLength(1);
    acks[0]!();
    await expect.poll(() => acks.length).toBe(2);
  });

  it('stops when it is closed, and its place is free again', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    const client = await harness.connect();
    for (let round = 0; round < 3; round += 1) {
      const replies = await Promise.all(Array.from({ length: 9 }, () => open(client, feedOf(run.id))));
      const feeds = replies.flatMap((reply) => (reply.ok ? [reply.feed] : []));
      expect(feeds).toHaveLength(8);
      expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: 'too-many-tries' });
      for (const feed of feeds) client.emit('feed-close', { feed });
    }
  });
});

describe('a request to open a feed', () => {
  it.each<[string, (run: string) => unknown, string]>([
    ['of another protocol', (run) => feedOf(run, { protocol: PROTOCOL_VERSION + 1 }), 'wrong-protocol'],
    ['of another protocol and shape', () => ({ protocol: 99, stream: 'x' }), 'wrong-protocol'],
    ['of an unknown run', () => feedOf('0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b'), 'unknown-run'],
    ['of a host beyond the last', (run) => feedOf(run, { view: { host: 2 } }), 'unknown-host'],
    ['from beyond the log', (run) => feedOf(run, { cursor: { 0: 1_000 } }), 'invalid-request'],
    ['from a part that is not there', (run) => feedOf(run, { cursor: { 7: 1 } }), 'invalid-request'],
    ['with a run that is no id', () => feedOf("' OR 1=1"), 'invalid-request'],
    ['with another view', (run) => feedOf(run, { view: 'everything' }), 'invalid-request'],
    ['with a cursor that is none', (run) => feedOf(run, { cursor: { 0: -1 } }), 'invalid-request'],
    ['that is nothing', () => null, 'invalid-request'],
    ['that is a text', () => 'feed', 'invalid-request'],
  ])('%s is answered with its code', async (_, request, code) => {
    const harness = await startHarness();
    const run = await twoHosts(harness);
    const client = await harness.connect();
    expect(await open(client, request(run.id))).toMatchObject({ ok: false, code });
    expect(client.connected).toBe(true);
  });

  it('is refused when they come too fast, while the socket goes on', async () => {
    const harness = await startHarness();
    const client = await harness.connect();
    const replies = await Promise.all(Array.from({ length: 60 }, () => open(client, {})));
    const codes = replies.map((reply) => (reply.ok ? 'ok' : reply.code));
    expect(codes.filter((code) => code === 'invalid-request').length).toBeGreaterThanOrEqual(40);
    expect(codes.at(-1)).toBe('too-many-tries');
    expect(client.connected).toBe(true);
  });

  it('fails with the reason when the log cannot be read', async () => {
    const harness = await startHarness();
    const run = await twoHosts(harness);
    harness.store.readEvents = () => Promise.reject(new Error('secret path'));
    const client = await harness.connect();
    const failed = heard(client, 'feed-failed');
    const reply = await open(client, feedOf(run.id));
    expect(await failed).toEqual([{ feed: reply.ok && reply.feed, code: 'internal-error' }]);
    expect(harness.logged.join('')).toContain('secret path');
  });
});

describe('a socket', () => {
  it('that answers no batch is dropped, and others do not notice', async () => {
    const harness = await startHarness({ timings: { ackTimeoutMs: 100 } });
    const run = await twoHosts(harness);
    const stalled = await harness.connect();
    const well = await harness.connect();
    const dropped = heard(stalled, 'disconnect');
    await open(stalled, feedOf(run.id));
    expect((await dropped)[0], 'not a goodbye of the server: the client comes back by itself').toBe(
      'transport close',
    );
    expect((await whole(well, feedOf(run.id))).events).toHaveLength((await stored(harness, run)).length);
  });

  it('is told to expect a sign of life so often that a dead network shows within 10 s', async () => {
    const harness = await startHarness();
    const headers = { authorization: `Bearer ${harness.token}` };
    const socket = new WebSocket(`ws://127.0.0.1:${harness.port}/socket.io/?EIO=4&transport=websocket`, {
      headers,
    });
    const hello = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
      socket.addEventListener('error', () => reject(new Error('refused')), { once: true });
    });
    socket.close();
    const { pingInterval, pingTimeout } = JSON.parse(hello.slice(1)) as Record<string, number>;
    expect(pingInterval! + pingTimeout!).toBeLessThanOrEqual(10_000);
  });

  it('is closed at once when its session ends, and only that session', async () => {
    const harness = await startHarness();
    const [mine, other] = [await harness.signIn(), await harness.signIn()];
    const sockets = await Promise.all([mine, mine, other].map((cookie) => harness.connect({ cookie })));
    const gone = Promise.all(sockets.slice(0, 2).map((socket) => heard(socket, 'disconnect')));
    await harness.api('/api/session', {
      method: 'DELETE',
      headers: { cookie: mine, authorization: '', origin: harness.origin },
    });
    expect((await gone).map(([reason]) => reason)).toEqual(['io server disconnect', 'io server disconnect']);
    expect(await open(sockets[2]!, {})).toMatchObject({ code: 'invalid-request' });
    await expect(harness.connect({ cookie: mine })).rejects.toThrow('websocket error');
  });

  it('is closed soon when another process has ended the session, or it ran out', async () => {
    const harness = await startHarness({ timings: { sessionCheckMs: 20 } });
    const client = await harness.connect();
    const gone = heard(client, 'disconnect');
    harness.clock.skewMs = 13 * 3_600_000;
    expect((await gone)[0]).toBe('io server disconnect');
  });

  it('that goes while its request is checked leaves no feed behind', async () => {
    const harness = await startHarness();
    const [asked, other] = [await twoHosts(harness), await twoHosts(harness)];
    const store = { ...harness.store };
    const [checking, checked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const read: string[] = [];
    Object.assign(harness.store, {
      async getRun(id: string) {
        if (id !== asked.id) return store.getRun(id);
        checking.resolve();
        await checked.promise;
        return store.getRun(id);
      },
      readEvents(...call: Parameters<typeof store.readEvents>) {
        read.push(call[0]);
        return store.readEvents(...call);
      },
    });
    const cookie = await harness.signIn();
    const client = await harness.connect({ cookie });
    client.emit('feed-open', feedOf(asked.id), () => undefined);
    await checking.promise;
    await harness.api('/api/session', {
      method: 'DELETE',
      headers: { cookie, authorization: '', origin: harness.origin },
    });
    checked.resolve();
    await whole(await harness.connect(), feedOf(other.id));
    expect(new Set(read)).toEqual(new Set([other.id]));
  });

  it('opens no feed once its session has run out', async () => {
    const harness = await startHarness();
    const run = await twoHosts(harness);
    const client = await harness.connect();
    harness.clock.skewMs = 13 * 3_600_000;
    expect(await open(client, feedOf(run.id))).toMatchObject({ ok: false, code: 'not-signed-in' });
  });

  it('is one of at most 20 of a user', async () => {
    const harness = await startHarness();
    const cookie = await harness.signIn();
    await Promise.all(Array.from({ length: 20 }, () => harness.connect({ cookie })));
    await expect(harness.connect({ cookie })).rejects.toMatchObject({ data: { code: 'too-many-tries' } });
  });
});
