import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostGroups, rangePreview } from '@rollcall/protocol/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInventory } from '../../inventory/open-inventory.ts';
import { specFor, startHarness, type Harness } from '../harness.suite.ts';

const ID = '0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b';

describe('groups', () => {
  let folder: string;
  let harness: Harness;
  const write = (text: string): Promise<void> => writeFile(join(folder, 'inventory.yaml'), text);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-groups-'));
    harness = await startHarness({
      inventory: openInventory({ file: join(folder, 'inventory.yaml'), groupsFrom: [] }),
    });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const preview = async (targets: string, headers: Record<string, string> = {}) => {
    const answer = await harness.api('/api/range/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ targets }),
    });
    return rangePreview.parse(await answer.json());
  };
  const put = (targets: string) =>
    harness.api(`/api/runs/${ID}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spec: specFor(targets) }),
    });

  it('are listed with their hosts, and not sent again while they are the same', async () => {
    await write('groups: { web: "web[1-3]", db: [10.0.3.1-8, "!10.0.3.4"], prod: "@web,@db" }');
    const answer = await harness.api('/api/groups');
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(hostGroups.parse(await answer.json())).toEqual({
      groups: [
        { source: null, name: 'web', hosts: 'web[1-3]', count: '3' },
        { source: null, name: 'db', hosts: '10.0.3.1-3,5-8', count: '7' },
        { source: null, name: 'prod', hosts: '10.0.3.1-3,5-8,web[1-3]', count: '10' },
      ],
      problem: null,
    });
    const again = { headers: { 'if-none-match': answer.headers.get('etag')! } };
    expect((await harness.api('/api/groups', again)).status).toBe(304);
    await write('groups: { web: "web[1-4]" }');
    expect((await harness.api('/api/groups', again)).status).toBe(200);
  });

  it('need a session', async () => {
    expect((await fetch(`${harness.origin}/api/groups`)).status).toBe(401);
  });

  it('are what ranges name, in the preview and in a run, whose hosts no later edit changes', async () => {
    await write('groups: { web: "web[1-3]", db: web2 }\nhosts: { web1: { user: root, port: 2222 } }');
    expect(await preview('@web,!@db')).toMatchObject({ count: '2', fold: 'web[1,3]', errors: [] });
    expect((await put('@web,!@db')).status).toBe(201);
    await write('groups: {}');
    expect((await put('@web,!@db')).status).toBe(200);
    expect((await put('@web')).status).toBe(409);
    const targets = await (await harness.api(`/api/runs/${ID}/targets`)).json();
    expect(targets).toEqual({ targets: [{ host: 'web1', port: 2222, user: 'root' }, { host: 'web3' }] });
  });

  it('of another name are refused with the nearest', async () => {
    await write('groups: { web: web1 }');
    expect((await preview('@wbe')).errors).toMatchObject([{ code: 'unknown-group', suggestion: '@web' }]);
    expect((await put('@wbe')).status).toBe(422);
  });

  it('with a mistake are not used, and said so, and ranges without groups still work', async () => {
    await write('groups:\n  web: web[1-\n');
    expect(hostGroups.parse(await (await harness.api('/api/groups')).json())).toEqual({
      groups: [],
      problem: {
        message: expect.stringContaining('bracket') as string,
        file: join(folder, 'inventory.yaml'),
        line: 2,
        column: 11,
      },
    });
    const inChinese = await harness.api('/api/groups', { headers: { 'accept-language': 'zh' } });
    expect(((await inChinese.json()) as { problem: object }).problem).toMatchObject({
      message: '这里的括号没有闭合。请用 ] 闭合。',
    });
    const { errors } = await preview('@web', { 'accept-language': 'zh' });
    expect(errors).toMatchObject([{ message: '主机清单有误，无法使用组。' }]);
    expect(errors[0]!.hint).toContain(`${join(folder, 'inventory.yaml')}:2:11: `);
    const refused = await put('@web');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      422,
      'invalid-host-range',
    ]);
    expect((await put('web[1-3],ops@web9')).status).toBe(201);
  });

  it('are refused with the name of a key that the server does not offer, before anything is stored', async () => {
    await write('hosts: { "web[1-3]": { identity: lost-key } }');
    harness.logins.check = async (login) =>
      login.method === 'key' && login.identity === 'lost-key' ? 'unknown-identity' : null;
    const answer = await put('web1,web9');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'unknown-identity',
      detail:
        'The inventory gives some of these hosts the key lost-key. ' +
        'Add it to the keys that the server offers, or change it in inventory.yaml.',
    });
    expect(await harness.store.getRun(ID)).toBeNull();
    expect((await put('web9')).status).toBe(201);
  });
});
