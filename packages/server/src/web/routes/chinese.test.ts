import { randomUUID } from 'node:crypto';
import { StorageError } from '../../run/ports.ts';
import { RunRefusedError } from '../../run/refusal.ts';
import type { Problem } from '@rollcall/protocol';
import { expect, it } from 'vitest';
import { specFor, startHarness, type Harness } from '../harness.suite.ts';

const limits = { maxHosts: 100, maxFanout: 64, confirmHostsFrom: 50 };
const full = '/srv/rollcall.db';

/** How a request goes wrong in words of its own, and what of it is a name. */
it.each<[string, object, (harness: Harness) => void, RegExp]>([
  ['a fan-out over the limit', { ...specFor('10.0.0.1'), fanout: 65 }, () => undefined, /^最多 64$/],
  ['too many hosts', specFor('10.0.0.0/24'), () => undefined, /^共 256 台主机，此处上限为 100 台。$/],
  ['hosts that are not called', specFor('224.0.0.1'), () => undefined, /224\.0\.0\.1（组播地址）/],
  [
    'jump hosts that are a range',
    { ...specFor('10.0.0.1'), jump: 'b[1-2]' },
    () => undefined,
    /^请依次写出单台主机/,
  ],
  [
    'a user name',
    { ...specFor('10.0.0.1'), login: { method: 'agent', user: '-x' } },
    () => undefined,
    /^用户名只能/,
  ],
  [
    'the ssh_config',
    specFor('10.0.0.1'),
    ({ engine }) => {
      engine.dispatch = () =>
        Promise.reject(
          new RunRefusedError(
            'ssh-config',
            '/h/config: others may change it, so it is not used: chmod go-w /h/config',
          ),
        );
    },
    /^\/h\/config：其他用户可以修改它，因此不予使用：chmod go-w \/h\/config$/,
  ],
  [
    'a full disk',
    specFor('10.0.0.1'),
    ({ store }) => {
      store.createRun = () =>
        Promise.reject(new StorageError('full', `The disk of ${full} is full. Free some space.`));
    },
    /^\/srv\/rollcall\.db 所在的磁盘已满。/,
  ],
])('says in Chinese what is wrong with %s', async (_, spec, spoil, says) => {
  const harness = await startHarness({ limits });
  spoil(harness);
  const answer = await harness.api(`/api/runs/${randomUUID()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'accept-language': 'zh-CN' },
    body: JSON.stringify({ spec }),
  });
  const { title, detail, errors } = (await answer.json()) as Problem;
  expect(title).toMatch(/\p{Script=Han}/u);
  expect(errors?.[0]?.message ?? detail).toMatch(says);
});
