import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ground } from './program.suite.ts';

const at = ground();

/** A data folder with this inventory, and the option that names it. */
function data(inventory: string): string[] {
  const folder = at.folder();
  writeFileSync(join(folder, 'inventory.yaml'), inventory);
  return ['--data', folder];
}

const FLEET = `
groups:
  demo: 192.0.2.1-4
  odd: [192.0.2.1, 192.0.2.3]
  web: "web[01-20]"
`;

const BROKEN = 'groups:\n  web: web[1-\n';

test('expand reads groups, without making a data folder', async () => {
  expect(await at.run(['expand', '--fold', ...data(FLEET), '@demo,!@odd'])).toMatchObject({
    status: 0,
    out: '192.0.2.2,4\n',
    err: '',
  });
  expect((await at.run(['expand', ...data(FLEET), '@odd'])).out).toBe('192.0.2.1\n192.0.2.3\n');
  const { status, err } = await at.run(['expand', '@web']);
  expect(status).toBe(2);
  expect(err).toContain(`Groups are defined in ${at.home}/.local/share/rollcall/inventory.yaml.`);
});

test('groups lists them, or tells the hosts of one', async () => {
  const folder = data(FLEET);
  const groups = async (...words: string[]): Promise<string> => {
    const { status, out, err } = await at.run(['groups', ...folder, ...words]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return out;
  };
  const [all, web, same, json, one] = await Promise.all([
    groups(),
    groups('web'),
    groups('@web'),
    groups('--json'),
    groups('--json', 'odd'),
  ]);
  expect(all).toBe('@demo   4  192.0.2.1-4\n@odd    2  192.0.2.1,3\n@web   20  web[01-20]\n');
  expect([web, same]).toEqual(['web[01-20]\n', 'web[01-20]\n']);
  expect(JSON.parse(json)).toContainEqual({ name: '@odd', hosts: '192.0.2.1,3', count: '2' });
  expect(JSON.parse(one)).toEqual({ name: '@odd', hosts: '192.0.2.1,3', count: '2' });
});

test('groups names the nearest one, and says when there are none', async () => {
  const folder = data(FLEET);
  const unknown = await at.run(['groups', ...folder, 'wbe']);
  expect(unknown).toMatchObject({ status: 2, out: '' });
  expect(unknown.err).toMatch(/^rollcall: [^]*\n {2}@wbe\n {2}\^+ No group is called wbe[^]*try: @web/);
  expect(await at.run(['groups', ...folder, 'web,odd'])).toMatchObject({
    status: 2,
    err: expect.stringMatching(/not the name of one group[^]*expand --fold '@web,odd'/) as string,
  });
  const none = await at.run(['groups']);
  expect(none).toMatchObject({ status: 0, out: '' });
  expect(none.err).toMatch(/^There are no groups. They are defined in .*\/inventory\.yaml\.\n$/);
});

test.each([['expand', '@web'], ['groups'], ['run', '@web', 'true']])(
  'a mistake in the inventory ends rollcall %s, with its place',
  async (command, ...words) => {
    const { status, out, err } = await at.run([command, ...data(BROKEN), ...words]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(
      /^rollcall: the inventory has a mistake, in .*inventory\.yaml\n\n {4}web: web\[1-\n {12}\^ .*line 2/,
    );
  },
);

test('a mistake in the inventory is a warning for ranges without groups', async () => {
  const { status, out, err } = await at.run(['expand', ...data(BROKEN), 'ops@web1']);
  expect({ status, out }).toEqual({ status: 0, out: 'ops@web1\n' });
  expect(err).toMatch(/^warning: the inventory is not used: .*inventory\.yaml:2:11: .*\n$/);
});

test('--groups-dir reads files as ClusterShell has them', async () => {
  const folder = at.folder();
  const groups = join(folder, 'groups.d');
  mkdirSync(groups);
  writeFileSync(join(groups, 'racks.yaml'), "racks:\n  new: 'n[1-3]'\n  old: '@new!n2'\n");
  const option = ['--groups-dir', groups, '--data', folder];
  expect((await at.run(['expand', '--fold', ...option, '@old,@racks:new'])).out).toBe('n[1-3]\n');
  expect((await at.run(['expand', '--fold', ...option, '@old'])).out).toBe('n[1,3]\n');
  expect((await at.run(['groups', ...option])).out).toBe('@racks:new  3  n[1-3]\n@racks:old  2  n[1,3]\n');
  expect(await at.run(['groups', '--groups-dir', join(folder, 'gone')])).toMatchObject({
    status: 2,
    err: expect.stringContaining('no such file') as string,
  });
});

test('run calls the hosts of a group with the user and port of the inventory', async () => {
  const { port } = at.fleet;
  const folder = data(`
groups:
  fleet: { hosts: 127.1.0.1-3, user: carol, port: ${port} }
  last: 127.1.0.3
`);
  // The port of the run is closed: only that of the inventory answers.
  const login = at.login.map((word) => (word === String(port) ? '1' : word));
  const ended = await at.run(['run', ...login, ...folder, '--json', '@fleet,!@last', 'whoami']);
  expect(ended).toMatchObject({ status: 0 });
  const targets = ended.out.matchAll(/"type":"host-exited".*/g);
  expect([...targets]).toHaveLength(2);
  expect(ended.out).toContain(`"target":"carol@127.1.0.1:${port}"`);
  expect(ended.out).not.toContain('127.1.0.3');
  expect(await at.contacted()).toEqual(expect.arrayContaining(['127.1.0.1', '127.1.0.2']));
});

test('run calls the demo hosts of a group', async () => {
  const ended = await at.run(['run', '--demo', ...data(FLEET), '-u', '20s', '@demo,!@odd', 'true']);
  expect(ended.out).toMatch(/192\.0\.2\.2 /);
  expect(ended.out).toMatch(/192\.0\.2\.4 /);
  expect(ended.out).not.toMatch(/192\.0\.2\.[13] /);
});

test('serve starts with a mistake in the inventory, says so, and answers for it', async () => {
  const server = at.start(['serve', '--no-console', '--port', '0', ...data(BROKEN)]);
  const log = await server.says('err', /no groups and no settings of hosts/);
  expect(log).toMatch(/inventory\.yaml:2:11: /);
  const link = await server.says('out', /http:\/\/\S+/);
  expect(link).toMatch(/^http/);
  expect((await server.stop('SIGTERM')).status).toBe(0);
});
