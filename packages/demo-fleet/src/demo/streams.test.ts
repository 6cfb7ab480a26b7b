import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEMO_HOSTS } from './personas.ts';
import { StreamUsageError } from './stream-types.ts';
import { openStream, streamableLength } from './streams.ts';

const stop = new AbortController();
const context = {
  stop: stop.signal,
  view: () => ({ host: DEMO_HOSTS[0]!, user: 'ops', nowMs: 0, stopped: new Set<string>() }),
  readFile: async (path: string) => (path === '/log' ? 'a\nb\n' : Promise.reject(new Error('ENOENT'))),
};

async function text(line: string): Promise<string> {
  const programs = line.split(' | ').map((program) => program.split(' '));
  const chunks: Buffer[] = [];
  for await (const chunk of openStream(programs, context).chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('programs in a row', () => {
  test.each([
    ['seq 3', '1\n2\n3\n'],
    ['seq 3 5', '3\n4\n5\n'],
    ['seq 5 -2 1', '5\n3\n1\n'],
    ['seq 2 1', ''],
    ['seq 100000 | wc -l', '100000\n'],
    ['seq 100000 | tail -n 2', '99999\n100000\n'],
    ['seq 100000 | tail -1', '100000\n'],
    ['seq 3 | tail -n 9', '1\n2\n3\n'],
    ['seq 3 | tail -n 0', ''],
    ['seq 20 | head | wc -l', '10\n'],
    ['seq 20 | head -2', '1\n2\n'],
    ['seq 20 | head -n2', '1\n2\n'],
    ['seq 20 | head -n 0', ''],
    ['seq 20 | head -c 3', '1\n2'],
    ['yes no | head -n 2', 'no\nno\n'],
    ['yes a b | head -n 1', 'a b\n'],
    ['yes | cat | head -c 5', 'y\ny\ny'],
    ['yes | head -c 2k | wc -c', '2048\n'],
    [
      'head -c 1M /dev/zero | md5sum',
      `${createHash('md5')
        .update(Buffer.alloc(1024 ** 2))
        .digest('hex')}  -\n`,
    ],
    ['cat /dev/urandom | head -c 70000 | wc -c', '70000\n'],
    ['tail -f /log | head -n 2', 'a\nb\n'],
    ['ping -c 1 192.0.2.9 | wc -l', '5\n'],
    ['vmstat | wc -l', '3\n'],
  ])('%s', async (line, expected) => {
    expect(await text(line)).toBe(expected);
  });

  test.each([
    ['seq 1 0 5', 'seq: invalid Zero increment value: ‘0’'],
    ['seq 1 2 3 4', 'seq: invalid floating point argument: ‘1 2 3 4’'],
    ['yes | head -n x', 'head: invalid number: ‘x’'],
    ['ping', 'ping: usage error: Destination address required'],
    ['tail -f /nope', "tail: cannot open '/nope' for reading: No such file or directory"],
  ])('%s complains', async (line, message) => {
    await expect(text(line)).rejects.toThrow(new StreamUsageError(message));
  });

  test('only what nothing ends is called endless', () => {
    const endless = (line: string): boolean =>
      openStream(
        line.split(' | ').map((program) => program.split(' ')),
        context,
      ).endless;
    expect(['yes', 'cat /dev/zero', 'yes | cat'].map(endless)).toEqual([true, true, true]);
    expect(['yes | head', 'seq 3', 'head -c 1 /dev/zero'].map(endless)).toEqual([false, false, false]);
  });
});

test.each([
  ['yes', 1],
  ['yes | head -n 3', 2],
  ['yes | head -n 3 | sort', 2],
  ['yes | grep y', 1],
  ['seq 5 | wc', 1],
  ['seq -w 5', 0],
  ['cat /etc/hosts', 0],
  ['constructor | toString', 0],
  ['tail -f /var/log/syslog', 1],
  ['tail /var/log/syslog', 0],
  ['echo | yes', 0],
])('%s: %i of its programs stream', (line, length) => {
  const commands = line.split(' | ').map((program): [string, string[]] => {
    const [name = '', ...args] = program.split(' ');
    return [name, args];
  });
  expect(streamableLength(commands)).toBe(length);
});
