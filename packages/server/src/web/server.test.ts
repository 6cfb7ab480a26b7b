import { describe, expect, it } from 'vitest';
import { feedOf, heard, startHarness, started } from './harness.suite.ts';

describe('the web server', () => {
  it('says that its port is taken', async () => {
    const { port } = await startHarness();
    await expect(startHarness({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('knows where it is to be opened: the configured origin, else the loopback address', async () => {
    const origins = ['https://rollcall.example', 'https://other.example'];
    expect((await startHarness({ origins })).printed).toBe('https://rollcall.example');
    const plain = await startHarness();
    expect(plain.printed).toBe(`http://127.0.0.1:${plain.port}`);
  });

  it('lets go of followers and sockets when it closes', async () => {
    const harness = await startHarness();
    const run = await harness.run();
    await run.write(started(1));
    const following = await harness.api(`/api/runs/${run.id}/events?follow=true`);
    const client = await harness.connect();
    const batch = heard(client, 'feed-batch');
    await client.emitWithAck('feed-open', feedOf(run.id));
    await batch;
    const gone = heard(client, 'disconnect');
    const ended = following.text().then(
      () => 'whole',
      (error: Error) => error.message,
    );
    await harness.web.close();
    await gone;
    expect(await ended, 'a log that did not end must not look whole').toBe('terminated');
    await expect(fetch(harness.origin)).rejects.toThrow('fetch failed');
  });
});
