import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedOf, heard, startHarness, started, type Harness, type ViewerClient } from './harness.suite.ts';

/** Vitest fails the file on an uncaught exception or an unhandled rejection, so surviving is what these tests assert. */
async function stillServes(harness: Harness): Promise<void> {
  expect((await harness.api('/api/health')).status).toBe(200);
  const run = await harness.run();
  await run.write(started(1));
  const client = await harness.connect();
  const batch = heard(client, 'feed-batch');
  expect(await client.timeout(5_000).emitWithAck('feed-open', feedOf(run.id))).toMatchObject({ ok: true });
  await batch;
  client.disconnect();
}

/** A socket that is opened again whenever the server has closed it. */
function tirelessClient(harness: Harness): () => Promise<ViewerClient> {
  let client: ViewerClient | null = null;
  return async () => {
    if (!client?.connected) {
      client?.disconnect();
      client = await harness.connect({ cookie: '', headers: { authorization: `Bearer ${harness.token}` } });
    }
    return client;
  };
}

const anything = fc.anything({
  maxDepth: 3,
  maxKeys: 5,
  withNullPrototype: true,
  withObjectString: true,
  withTypedArray: true,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', 'run', 'view', 'cursor')),
});
const nearlyRight = fc.record(
  {
    protocol: fc.oneof(fc.constant(1), anything),
    run: fc.oneof(fc.constant('0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b'), anything),
    view: fc.oneof(fc.constantFrom('all', 'status', { host: 0 }), anything),
    cursor: fc.oneof(fc.dictionary(fc.string(), fc.integer()), anything),
    feed: anything,
  },
  { requiredKeys: [] },
);
const eventName = fc.oneof(
  fc.constantFrom('feed-open', 'feed-close', 'feed-batch', 'error', 'ack', 'toString', '__proto__'),
  fc.string(),
);
/** What a socket puts on the wire, beneath the packets of Socket.IO. */
const frame = fc.oneof(
  fc.string(),
  fc.string().map((text) => `2${text}`),
  fc.json().map((text) => `2${text}`),
  fc.json().map((text) => `3${text}`),
  fc.constantFrom(
    '59999999-["feed-open"]',
    '51-["feed-open",{"_placeholder":true,"num":99}]',
    '0/admin,{}',
    '2[1,2]',
  ),
  fc.constantFrom(
    '2["__proto__"]',
    '2[null]',
    '2[]',
    '2{}',
    '4',
    '1',
    '6',
    '0',
    '2[["feed-open"]]',
    '29007199254740993["feed-close"]',
  ),
);

describe('whatever a signed-in browser sends', () => {
  it('as events never stops the server', { timeout: 60_000 }, async () => {
    const harness = await startHarness();
    const client = tirelessClient(harness);
    await fc.assert(
      fc.asyncProperty(
        eventName,
        fc.array(fc.oneof(anything, nearlyRight), { maxLength: 3 }),
        fc.boolean(),
        async (name, args, wantsReply) => {
          const socket = await client();
          const send = socket as unknown as { emit(name: string, ...args: unknown[]): void };
          try {
            send.emit(name, ...args, ...(wantsReply ? [() => undefined] : []));
          } catch (error) {
            // The client itself refuses reserved names, and what JSON cannot hold.
            expect(String(error)).toMatch(/reserved event name|BigInt|circular|Cannot|Invalid/);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    await stillServes(harness);
  });

  it('as frames never stops the server', { timeout: 60_000 }, async () => {
    const harness = await startHarness();
    const client = tirelessClient(harness);
    await fc.assert(
      fc.asyncProperty(fc.oneof(frame, fc.uint8Array({ maxLength: 64 })), async (data) => {
        (await client()).io.engine.write(data);
      }),
      { numRuns: 1_000 },
    );
    await stillServes(harness);
  });

  it.each<[string, (client: ViewerClient) => unknown]>([
    [
      'a frame over 128 KiB, which would otherwise be answered,',
      (client) => client.emit('feed-open', 'x'.repeat(130 * 1024) as never, () => undefined),
    ],
    ['an unknown event', (client) => (client as unknown as NodeJS.EventEmitter).emit('shell', 'id')],
    ['an event without a name', (client) => client.io.engine.write('2[7]')],
    [
      'a feed-open that nobody can be answered for',
      (client) => client.emit('feed-open', {} as never, 1 as never),
    ],
    ['a feed-close of another shape', (client) => client.emit('feed-close', 7 as never)],
    ['another namespace than the one there is', (client) => client.io.socket('/admin').connect()],
    [
      'events by the thousand',
      (client) => {
        for (let count = 0; count < 1_000; count += 1) client.emit('feed-close', { feed: 'f1' });
      },
    ],
  ])('%s closes its socket or is refused', async (what, send) => {
    const harness = await startHarness();
    const client = await harness.connect();
    const refused = heard(client.io.socket('/admin'), 'connect_error');
    const closed = heard(client, 'disconnect');
    send(client);
    await (what.startsWith('another namespace') ? refused : closed);
    expect(client.connected).toBe(what.startsWith('another namespace'));
    await stillServes(harness);
  });
});

it('keeps nothing of the request that opened a socket, cookies least of all', async () => {
  const harness = await startHarness();
  const requests: WeakRef<object>[] = [];
  harness.server.on('upgrade', (request) => requests.push(new WeakRef(request)));
  const client = await harness.connect();
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => requests.filter((request) => request.deref() !== undefined).length;
  await expect.poll(() => (collect(), held())).toBe(0);
  expect(requests).toHaveLength(1);
  expect(client.connected).toBe(true);
});
