import { createHash, randomBytes } from 'node:crypto';
import type { RunFact } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';
import { answered, startHarness, started, type Harness, type TestRun } from '../harness.suite.ts';

const printed = (
  host: number,
  stream: 'stdout' | 'stderr',
  text: string | Uint8Array,
  attempt = 1,
): RunFact => ({ type: 'host-output', host, attempt, stream, bytes: Buffer.from(text) });
const dispatched = (host: number, attempt = 1): RunFact[] => [
  { type: 'host-connecting', host, attempt },
  { type: 'host-dispatched', host, attempt, token: 't' },
];
const ask = ({ api }: Harness, run: TestRun, host: number | string, stream = ''): Promise<Response> =>
  api(`/api/runs/${run.id}/hosts/${host}/output${stream && `?stream=${stream}`}`);

describe('GET /api/runs/:id/hosts/:index/output', () => {
  it('gives the bytes of each stream, or both as they came', async () => {
    const harness = await startHarness();
    const run = await harness.run(2);
    await run.write(
      started(2),
      ...dispatched(0),
      ...dispatched(1),
      printed(0, 'stdout', 'one\n'),
      printed(1, 'stdout', 'not mine\n'),
      printed(0, 'stderr', 'oh\n'),
      printed(0, 'stdout', 'two\n'),
    );
    const texts = await Promise.all(
      ['', 'stdout', 'stderr', 'both'].map(async (stream) => (await ask(harness, run, 0, stream)).text()),
    );
    expect(texts).toEqual(['one\ntwo\n', 'one\ntwo\n', 'oh\n', 'one\noh\ntwo\n']);
  });

  it('gives any bytes exactly, over many pages, as a download that no browser interprets', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(started(1), ...dispatched(0));
    const hash = createHash('sha256');
    for (let count = 0; count < 100; count += 1) {
      const bytes = randomBytes(32 * 1024);
      hash.update(bytes);
      await run.write(printed(0, 'stdout', bytes));
    }
    const answer = await ask(harness, run, 0);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="10.0.0.0.stdout"',
      'x-content-type-options': 'nosniff',
      'content-length': String(100 * 32 * 1024),
      'rollcall-complete': '?0',
    });
    const got = Buffer.from(await answer.arrayBuffer());
    expect(createHash('sha256').update(got).digest('hex')).toBe(hash.digest('hex'));
  });

  it('says where bytes are missing and how many', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(
      started(1),
      ...dispatched(0),
      printed(0, 'stdout', 'first'),
      printed(0, 'stderr', 'warn'),
      { type: 'host-output-gap', host: 0, attempt: 1, stdoutBytes: 1_000, stderrBytes: 0 },
      printed(0, 'stdout', 'last'),
      answered(0).at(-1)!,
    );
    const gaps = await Promise.all(
      ['stdout', 'stderr', 'both'].map(async (stream) => (await ask(harness, run, 0, stream)).headers),
    );
    expect(gaps.map((headers) => headers.get('rollcall-gap'))).toEqual(['1000;at=5', null, '1000;at=9']);
    expect(gaps.map((headers) => headers.get('rollcall-complete'))).toEqual(['?1', '?1', '?1']);
  });

  it('gives the last attempt when there are several', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(
      started(1),
      ...dispatched(0),
      printed(0, 'stdout', 'first try'),
      answered(0).at(-1)!,
      ...dispatched(0, 2),
      printed(0, 'stdout', 'second', 2),
    );
    const answer = await ask(harness, run, 0);
    expect([await answer.text(), answer.headers.get('rollcall-complete')]).toEqual(['second', '?0']);
  });

  it('has no output of a host that is still queued, and no host beyond the last', async () => {
    const harness = await startHarness();
    const run = await harness.run(2);
    expect(await (await ask(harness, run, 1)).text()).toBe('');
    expect(await (await ask(harness, run, 2)).json()).toMatchObject({ code: 'unknown-host' });
    expect(await (await ask(harness, run, '-1')).json()).toMatchObject({ code: 'invalid-request' });
    expect(await (await ask(harness, run, 0, 'all')).json()).toMatchObject({ code: 'invalid-request' });
  });
});
