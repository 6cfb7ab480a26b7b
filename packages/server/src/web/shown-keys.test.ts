import { expect, it } from 'vitest';
import { specFor, startHarness } from './harness.suite.ts';

const path = '/home/ana/.ssh/ops';
const login = { method: 'key', user: 'ops', identity: path };

it.each([
  ['cli', 'ops'],
  ['console', path],
] as const)('a run from %s is shown with the key %s, wherever it is read', async (origin, shown) => {
  const { api, store } = await startHarness();
  const id = '00000000-0000-4000-8000-000000000001';
  const targets = [{ host: 'a' }, { host: 'b', identity: path }];
  await store.createRun({
    id,
    spec: specFor('a,b', { login }),
    targets,
    createdAtMs: 1,
    createdBy: 'ana',
    origin,
  });
  const read = async (url: string): Promise<string> => (await api(url)).text();
  const own = JSON.parse(await read(`/api/runs/${id}`)) as { spec: { login: object } };
  expect(own.spec.login).toEqual({ ...login, identity: shown });
  expect(JSON.parse(await read(`/api/runs/${id}/targets`))).toEqual({
    targets: [{ host: 'a' }, { host: 'b', identity: shown }],
  });
  expect((await read('/api/runs')).includes(path)).toBe(shown === path);
  expect((await store.getRun(id))!.spec.login, 'the terminal names the file again').toEqual(login);
});
