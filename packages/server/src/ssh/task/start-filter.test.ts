import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksOf } from './marks.ts';
import { createStartFilter } from './start-filter.ts';

const marks = marksOf('00112233445566778899aabbccddeeff');
const { mark, prompt } = marks;
type Stream = 'stdout' | 'stderr';

function filtered(pty: boolean, pieces: readonly (readonly [Stream, Buffer])[], release = false) {
  const heard: string[] = [];
  const output = { stdout: '', stderr: '' };
  const filter = createStartFilter(marks, pty, {
    ready: (group) => heard.push(`ready ${group}`),
    asked: (times) => heard.push(`asked ${times}`),
    user: (group) => heard.push(`user ${group}`),
    went: () => heard.push('went'),
    refused: (refusal) => heard.push(`refused ${refusal}`),
    output: (stream, bytes) => void (output[stream] += bytes.toString('latin1')),
  });
  for (const [stream, bytes] of pieces) filter.push(stream, bytes);
  if (release) filter.release();
  return { heard, ...output, said: filter.said() };
}

/** The bytes in pieces of any sizes, down to single ones. */
const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

describe('what the shell says on its way is taken out', () => {
  test('however the bytes are cut, and whatever the command prints', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.nat({ max: 40 }).map((size) => size + 1),
          { minLength: 1, maxLength: 6 },
        ),
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom('', 'noise', 'noise\n', 'rc-', `${mark.slice(0, 20)}\n`),
        (sizes, bytes, noise) => {
          const own = Buffer.concat([Buffer.from(bytes), Buffer.from(`${mark} ready 9\n${prompt}`)]);
          const err = `${noise}${mark} ready 42\nlecture\n${prompt}${mark} user 0\n${mark} go\n`;
          const pieces = [
            ...cut(Buffer.concat([Buffer.from(err), own]), sizes).map((piece) => ['stderr', piece] as const),
            ...cut(Buffer.concat([Buffer.from(`${noise}${mark} go\n`), own]), sizes).map(
              (piece) => ['stdout', piece] as const,
            ),
          ];
          const { heard, stdout, stderr } = filtered(false, pieces);
          expect(heard).toEqual(['ready 42', 'asked 1', 'user 0', 'went']);
          expect([stdout, stderr]).toEqual([own.toString('latin1'), own.toString('latin1')]);
        },
      ),
    );
  });

  test('on the one stream of a terminal, whose lines end in CR LF', () => {
    const said = Buffer.from(`motd\r\n${mark} ready 7\n${mark} go\r\nout`);
    expect(filtered(true, [['stdout', said]])).toMatchObject({ heard: ['ready 7', 'went'], stdout: 'out' });
  });

  test('on standard error alone: standard output can only say that the command begins', () => {
    const lie = Buffer.from(`${mark} ready 7\n${prompt}${mark} refused working-folder\n`);
    expect(filtered(false, [['stdout', lie]]).heard).toEqual([]);
  });

  test('and words about a refusal are kept', () => {
    const err = Buffer.from(`${mark} ready 7\nsh: cd: 不存在\n${mark} refused working-folder\n`);
    expect(filtered(false, [['stderr', err]])).toMatchObject({
      heard: ['ready 7', 'refused working-folder'],
      said: 'sh: cd: 不存在\n',
    });
  });
});

test('what was held back is output when nothing came of it', () => {
  const pieces = [
    ['stdout', Buffer.from('a')],
    ['stderr', Buffer.from('b')],
  ] as const;
  expect(filtered(false, pieces)).toMatchObject({ stdout: '', stderr: '' });
  expect(filtered(false, pieces, true)).toMatchObject({ stdout: 'a', stderr: 'b' });
});
