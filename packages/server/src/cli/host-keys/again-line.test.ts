import type { RunSpecInput, RunTarget } from '@rollcall/protocol';
import { runSpec } from '@rollcall/protocol/schemas';
import { expect, test } from 'vitest';
import { againLine } from './again-line.ts';

const key = { method: 'key', user: 'root', identity: '/keys/ops' } as const;
const spec = (more: Partial<RunSpecInput>) =>
  runSpec.parse({ targets: 'web[1-3]', command: 'uptime -p', login: key, ...more });
const webs: RunTarget[] = [{ host: 'web1' }, { host: 'web2' }, { host: 'web3' }];
const at = (host: string, port = 22) => ({ host, port });

const rows: [
  string,
  { spec?: Partial<RunSpecInput>; targets?: RunTarget[]; keys?: ReturnType<typeof at>[] },
  string,
][] = [
  ['a plain run', {}, "-l root -i /keys/ops -f 64 web1 -- 'uptime -p'"],
  [
    'hosts that all have the same user of their own',
    {
      targets: [
        { host: 'web1', user: 'ops' },
        { host: 'web2', user: 'ops' },
      ],
      keys: [at('web1'), at('web2')],
    },
    "-l ops -i /keys/ops -f 64 'web[1-2]' -- 'uptime -p'",
  ],
  [
    'hosts with users that differ, and a port',
    {
      targets: [{ host: 'web1', user: 'ops', port: 2222 }, { host: 'web2' }],
      keys: [at('web1', 2222), at('web2')],
    },
    "-l root -i /keys/ops -f 64 ops@web1:2222,web2 -- 'uptime -p'",
  ],
  [
    'the port of the run',
    { spec: { port: 2222 }, keys: [at('web1', 2222)] },
    "-l root -i /keys/ops -f 64 web1:2222 -- 'uptime -p'",
  ],
  [
    'the key of a jump host, on which the command is not meant to run',
    { spec: { jump: 'bastion' }, keys: [at('bastion')] },
    "-l root -i /keys/ops -J bastion -f 64 'web[1-3]' -- 'uptime -p'",
  ],
  [
    'as another user, in a folder, with variables',
    { spec: { sudo: { user: 'root' }, workingFolder: '/srv', env: { A: "it's" }, pty: true } },
    String.raw`-l root -i /keys/ops -C /srv -e 'A=it'\''s' --pty --sudo-user root -f 64 web1 -- 'uptime -p'`,
  ],
  [
    'a script with input, whose files are not known',
    { spec: { script: { interpreter: 'python3' }, input: { text: 'x' } } },
    '-l root -i /keys/ops --script FILE --interpreter python3 --input FILE -f 64 web1',
  ],
  [
    'limits and policies that are not the usual ones',
    {
      spec: {
        login: { method: 'password', user: 'root' },
        legacy: true,
        hostKeys: 'accept-new',
        connectTimeoutMs: 3000,
        commandTimeoutMs: 0,
        silenceTimeoutMs: 5000,
        maxOutputBytes: 4096,
        plain: true,
      },
    },
    "-l root --ask-password --legacy --host-keys accept-new --plain -f 64 -t 3000ms -u 0ms --silence 5000ms --max-output 4096 web1 -- 'uptime -p'",
  ],
  [
    'a key of the server, which has no path here',
    { spec: { login: { ...key, identity: 'id_ed25519' } } },
    "-l root -f 64 web1 -- 'uptime -p'",
  ],
];

test.each(rows)('%s', (_, { spec: more = {}, targets = webs, keys = [at('web1')] }, words) => {
  expect(againLine(keys, { spec: spec(more), targets }, undefined)).toBe(`rollcall run ${words}`);
});

test('a run that is gone', () => {
  expect(againLine([at('web1', 2222)], null, '/srv/data')).toBe(
    'rollcall run --data /srv/data web1:2222 COMMAND',
  );
});
