import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSpec } from '@rollcall/protocol/schemas';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf } from '../../run/in-chinese.ts';
import { RunRefusedError } from '../../run/refusal.ts';
import { configureFrom, filesNamedIn } from './configure.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rollcall-configure-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const spec = (more: object = {}) =>
  runSpec.parse({ targets: 'w1', command: 'true', login: { method: 'agent', user: 'ops' }, ...more });

function configured(text: string) {
  const file = join(folder, 'config');
  writeFileSync(file, text, { mode: 0o600 });
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  return { configure: configureFrom(file, log), lines };
}

it('leads to where the file says, as the user and with the key of the run', () => {
  const { configure } = configured(
    'Host w1\n HostName 10.0.0.1\n User file\n Port 2222\n IdentityFile /etc/hostname\n ProxyJump b\n',
  );
  expect(configure([{ host: 'w1' }], spec())).toEqual([
    { host: 'w1', address: '10.0.0.1', port: 2222, jump: 'b:22' },
  ]);
  expect(configure([{ host: 'w1' }], spec({ port: 22022, jump: 'c' }))).toEqual([
    { host: 'w1', address: '10.0.0.1' },
  ]);
});

it('names what it does not support once', () => {
  const { configure, lines } = configured('ForwardAgent yes\nUser file\nIdentityFile ~/.ssh/x\n');
  configure([{ host: 'a' }], spec());
  configure([{ host: 'b' }], spec());
  expect(lines).toHaveLength(1);
  const { msg, keywords } = JSON.parse(lines[0]!) as { msg: string; keywords: string[] };
  expect(keywords).toEqual(['User', 'ForwardAgent']);
  expect(msg).toMatch(/config: not supported, without effect: User, ForwardAgent$/);
  expect(wordsOf(msg).zh).toMatch(/config：不支持、未生效的配置项：User, ForwardAgent$/);
});

it('tells the keys and the known hosts that it names', () => {
  const file = join(folder, 'config');
  writeFileSync(file, 'Host a\n IdentityFile /k/a\nHost b\n UserKnownHostsFile /k/known\n', { mode: 0o600 });
  expect(filesNamedIn(file)).toEqual({ identities: ['/k/a'], knownHosts: ['/k/known'] });
  writeFileSync(file, 'Host\n');
  for (const none of [file, join(folder, 'nowhere'), null])
    expect(filesNamedIn(none)).toEqual({ identities: [], knownHosts: [] });
});

it.each([
  ['Host *\n ProxyCommand nc %h %p\n', /config: ProxyCommand for w1/],
  ['Host\n', /config: a Host line that names nothing/],
])('refuses the run for %j', (text, words) => {
  const { configure } = configured(text);
  expect(() => configure([{ host: 'w1' }], spec())).toThrow(RunRefusedError);
  expect(() => configure([{ host: 'w1' }], spec())).toThrow(words);
});

it('changes nothing without a file', () => {
  const targets = [{ host: 'w1' }];
  expect(configureFrom(null, pino({ enabled: false }))(targets, spec())).toBe(targets);
  expect(configureFrom(join(folder, 'none'), pino({ enabled: false }))(targets, spec())).toEqual(targets);
});
