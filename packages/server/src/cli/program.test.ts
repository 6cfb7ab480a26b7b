import { Writable } from 'node:stream';
import { cellWidth } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { runProgram } from './program.ts';
import { createSink } from './terminal/sink.ts';

async function program(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const text = { out: '', err: '' };
  const into = (output: 'out' | 'err') =>
    createSink(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          text[output] += chunk.toString();
          done();
        },
      }),
      false,
    );
  const status = await runProgram(words, { out: into('out'), err: into('err'), env: {} });
  return { status, ...text };
}

const COMMANDS = ['serve', 'run', 'expand', 'groups', 'host-keys', 'link'];

test.each([[], ...COMMANDS.map((command) => [command])])(
  'the help of rollcall %s fits 80 columns and has examples',
  async (...words) => {
    const { status, out, err } = await program(...words, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^Usage: rollcall/);
    expect(out).toContain('\nExamples:\n');
    for (const line of out.split('\n')) expect(cellWidth(line)).toBeLessThanOrEqual(80);
  },
);

test('rollcall help run is rollcall run --help', async () => {
  const { status, out } = await program('help', 'run');
  expect(status).toBe(0);
  expect(out).toBe((await program('run', '--help')).out);
  expect(out).toBe((await program('run', '10.0.0.1', '--help')).out);
});

test('the help names every command, every exit status, and why there is no --password', async () => {
  const { out } = await program('--help');
  for (const command of COMMANDS) expect(out).toMatch(RegExp(`^ {2}${command}`, 'm'));
  const { out: run } = await program('help', 'run');
  for (const status of [0, 1, 2, 130]) expect(run).toMatch(RegExp(`^ {2}${status} +\\w`, 'm'));
  expect(run).toContain('There is no --password');
  expect(run).not.toMatch(/^ +--password /m);
});

test.each([
  [['10.0.0.1-3,7', '!10.0.0.2'], '10.0.0.1\n10.0.0.3\n10.0.0.7\n'],
  [['web[9-11]'], 'web9\nweb10\nweb11\n'],
  [['gw:2201', 'ops@gw:2202'], 'gw:2201\nops@gw:2202\n'],
  [['[2001:db8::1]:22', '2001:db8::2'], '[2001:db8::1]:22\n2001:db8::2\n'],
  [['--count', '10.0.0.0/8'], '16777216\n'],
  [['-c', '::/0'], '340282366920938463463374607431768211456\n'],
  [['--fold', 'web1', 'web3', 'web2'], 'web[1-3]\n'],
  [['--json', 'a1', 'a2'], '[\n  "a1",\n  "a2"\n]\n'],
])('rollcall expand %j', async (words, expected) => {
  expect(await program('expand', ...words)).toMatchObject({ status: 0, out: expected });
});

test('expand warns on stderr about what is legal but odd', async () => {
  const { status, out, err } = await program('expand', '--count', '10.0.0.1 10.0.0.1');
  expect({ status, out }).toEqual({ status: 0, out: '1\n' });
  expect(err).toMatch(/^warning: .*10\.0\.0\.1/);
});
