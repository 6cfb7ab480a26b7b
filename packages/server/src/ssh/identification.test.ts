import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGreetingReader, type Greeting } from './identification.ts';

function read(...chunks: (string | Buffer)[]): Greeting {
  const reader = createGreetingReader();
  let greeting: Greeting = { type: 'incomplete' };
  for (const chunk of chunks) {
    greeting = reader.take(Buffer.from(chunk as string));
    if (greeting.type !== 'incomplete') return greeting;
  }
  return greeting;
}

const ssh = (software: string, rest: string) => ({ type: 'ssh', software, rest: Buffer.from(rest) });
const notSsh = (said: string) => ({ type: 'not-ssh', said });

test.each([
  ['an identification line', ['SSH-2.0-OpenSSH_9.2\r\n'], ssh('OpenSSH_9.2', 'SSH-2.0-OpenSSH_9.2\r\n')],
  ['one with a comment', ['SSH-2.0-x y z\n'], ssh('x y z', 'SSH-2.0-x y z\n')],
  ['one for both versions', ['SSH-1.99-Cisco-1.25\n'], ssh('Cisco-1.25', 'SSH-1.99-Cisco-1.25\n')],
  ['text before it', ['Welcome\r\nto us\r\nSSH-2.0-x\r\n\0\0'], ssh('x', 'SSH-2.0-x\r\n\0\0')],
  [
    'text before it in three pieces',
    ['Welcome\r\n', 'to us\r\n', 'SSH-2.0-x\r\n'],
    ssh('x', 'SSH-2.0-x\r\n'),
  ],
  ['half a line', ['SSH-2.0-Open'], { type: 'incomplete' }],
  [
    'control characters in the version',
    ['SSH-2.0-\u001b[31mx\n'],
    ssh('\\x1b[31mx', 'SSH-2.0-\u001b[31mx\n'),
  ],
  ['version 1 only', ['SSH-1.5-old\n'], notSsh('"SSH-1.5-old"')],
  ['a web server', ['HTTP/1.1 400 Bad Request\r\n\r\n'], notSsh('"HTTP/1.1 400 Bad Request"')],
  ['a mail server', ['220 mail.example.com ESMTP\r\n'], notSsh('"220 mail.example.com ESMTP"')],
  ['a TLS alert', [Buffer.from([0x15, 3, 3, 0, 2, 2, 70])], notSsh('"\\x15\\x03\\x03\\x00\\x02\\x02F"')],
  ['1,024 single bytes', Array<string>(1_024).fill('x'), { type: 'incomplete' }],
  ['more single bytes', Array<string>(1_025).fill('x'), notSsh(`"${'x'.repeat(80)}…"`)],
  ['17 KiB without a line end', ['x'.repeat(9_000), 'x'.repeat(9_000)], notSsh(`"${'x'.repeat(80)}…"`)],
])('%s', (_sentence, chunks, expected) => {
  expect(read(...chunks)).toEqual(expected);
});

test('the pieces in which a greeting comes do not matter', () => {
  const greeting = Buffer.from('Hello there\r\nsecond line\nSSH-2.0-OpenSSH_9.2p1 Debian\r\nrest');
  fc.assert(
    fc.property(fc.array(fc.nat(greeting.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), greeting.length];
      const chunks = at.slice(1).map((end, index) => greeting.subarray(at[index], end));
      const reader = createGreetingReader();
      let found: Greeting = { type: 'incomplete' };
      let fed = 0;
      for (const chunk of chunks) {
        if (found.type === 'incomplete') found = reader.take(chunk);
        else continue;
        fed += chunk.length;
      }
      expect(found).toMatchObject({ type: 'ssh', software: 'OpenSSH_9.2p1 Debian' });
      if (found.type === 'ssh') expect(found.rest).toEqual(greeting.subarray(25, fed));
    }),
  );
});

test('what was said so far is there for a limit', () => {
  const reader = createGreetingReader();
  expect(reader.said()).toBe('');
  reader.take(Buffer.from('Exceeded MaxStartups\r\n'));
  expect(reader.said()).toBe('"Exceeded MaxStartups"');
});
