import { randomUUID } from 'node:crypto';
import type { Problem } from '@rollcall/protocol';
import { runList, runSummary } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { specFor, startHarness, type Harness } from '../harness.suite.ts';

const put = ({ api }: Harness, id: string, body: object, language = 'en'): Promise<Response> =>
  api(`/api/runs/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify(body),
  });

describe('the task of a run', () => {
  it.each([
    [{ command: 'ping {hots}' }, 'spec.command', 'did you mean {host}?'],
    [{ command: 'echo "{host}"' }, 'spec.command', 'inside quotes'],
    [{ workingFolder: '/srv/{var.role}' }, 'spec.workingFolder', '{var.role} has no value for 10.0.0.1'],
    [{ env: { ROLE: '{var.role}' } }, 'spec.env.ROLE', '{var.role} has no value for 10.0.0.1'],
  ])('%j is refused before anything is stored', async (more, path, words) => {
    const harness = await startHarness();
    const id = randomUUID();
    const answer = await put(harness, id, { spec: specFor('10.0.0.1-2', more) });
    const problem = (await answer.json()) as Problem;
    expect(problem).toMatchObject({ status: 422, code: 'invalid-command', errors: [{ path }] });
    expect(problem.errors![0]!.message).toContain(words);
    expect(await harness.store.getRun(id)).toBeNull();
    expect(harness.engine.dispatched).toEqual([]);
  });

  it('speaks of placeholders in the language of the reader', async () => {
    const harness = await startHarness();
    const answer = await put(harness, randomUUID(), { spec: specFor('h', { command: '{hots}' }) }, 'zh-CN');
    expect(((await answer.json()) as Problem).errors![0]!.message).toContain('是否想写 {host}');
  });

  it('hands the password for sudo to the engine, and keeps it nowhere', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    const spec = specFor('10.0.0.1', { sudo: { user: 'root' } });
    const answer = await put(harness, id, { spec, secrets: { sudoPassword: 'hunter2' } });
    expect(harness.engine.dispatched).toEqual([{ run: id, secrets: { sudoPassword: 'hunter2' } }]);
    const kept = JSON.stringify([await harness.store.getRun(id), harness.logged, await answer.json()]);
    expect(kept).not.toContain('hunter2');
  });

  it('has its input in the run, and not in a list of runs', async () => {
    const harness = await startHarness();
    const id = randomUUID();
    const input = { text: 'x'.repeat(1024 * 1024) };
    expect((await put(harness, id, { spec: specFor('10.0.0.1', { input }) })).status).toBe(201);
    const one = runSummary.parse(await (await harness.api(`/api/runs/${id}`)).json());
    expect(one.spec.input).toEqual(input);
    const text = await (await harness.api('/api/runs')).text();
    expect(text.length).toBeLessThan(10_000);
    expect(runList.parse(JSON.parse(text)).runs[0]!.spec).not.toHaveProperty('input');
  });
});
