import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { english } from '../english.suite.ts';
import { ground } from './program.suite.ts';

const at = ground();
const HAN = /\p{Script=Han}/u;
const env = { LANG: 'zh_CN.UTF-8' };

/** What hosts of the fleet themselves say. */
const HOSTS_SAY = /exit status \d+ on request|this host forgets.*|.*the quick brown fox.*/g;

/** What a run on hosts of the fleet prints of its own in a Chinese session. */
async function run(...words: string[]): Promise<string> {
  const { out, err } = await at.run(['run', ...at.login, ...words], { env });
  return (out + err).replaceAll(HOSTS_SAY, '');
}

const EVERY_KIND =
  '127.1.0.1 127.3.7.1 127.4.6.0 127.12.0.1 127.21.0.1 127.40.0.1 127.28.0.1 127.60.0.1 127.1.0.1:1';

test.each([
  ['one line for each host', [EVERY_KIND, '-u', '300ms', 'true']],
  ['each answer once', [EVERY_KIND, '-u', '300ms', '-b', 'true']],
  ['each line', ['127.1.0.1', '--lines', 'true']],
  ['one host alone', ['127.3.7.1', 'false']],
  ['more output than is kept', ['127.14.0.1', '--max-output', '2M', '-u', '500ms', 'x']],
  ['keys that are taken as they are', ['127.1.0.1', '--host-keys', 'insecure', 'true']],
])('a run prints no English: %s', async (_, words) => {
  const said = await run(...words);
  expect(said).toMatch(HAN);
  expect(english(said), said).toEqual([]);
});

test('hosts with unknown keys wait in Chinese, and are decided about in Chinese', async () => {
  const data = ['--data', at.folder()];
  const empty = join(at.home, 'no-hosts');
  writeFileSync(empty, '');
  const login = [
    '-p',
    String(at.fleet.port),
    '-i',
    join(at.home, 'key'),
    '-l',
    'ops',
    '--known-hosts',
    empty,
  ];
  const { err: first } = await at.run(['run', ...login, ...data, '127.1.0.1-3', 'true'], { env });
  expect(first).toContain('尚未批准');
  expect(english(first), first).toEqual([]);
  for (const words of [
    [],
    ['waiting', '--all-hosts'],
    ['approve', '127.1.0.1'],
    ['approve', '127.1.0.1', '--yes'],
    ['block', '127.1.0.2', '--yes'],
    ['trusted'],
    ['revoke', '127.1.0.1', '--yes', '--note', '旧'],
    ['revoked'],
    ['approve', '--all', '--yes'],
    ['changed'],
  ]) {
    const { out, err } = await at.run(['host-keys', ...words, ...data], { env });
    expect(english(out + err), words.join(' ')).toEqual([]);
  }
});

test('a server says where it is, and that it stops, in Chinese', async () => {
  const data = at.folder();
  writeFileSync(join(data, 'inventory.yaml'), 'groups:\n  web: @x\n');
  const server = at.start(['serve', '--port', '0', '--no-console', '--host', '0.0.0.0', '--data', data], {
    env,
  });
  await server.says('out', /#code=/);
  const { status, err } = await server.stop('SIGTERM');
  expect(status).toBe(0);
  const spoken = err
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n');
  expect(spoken).toContain('按 Ctrl-C 停止服务器。');
  expect(english(spoken), spoken).toEqual([]);
});
