import { describe, expect, it } from 'vitest';
import { taskInput } from '@rollcall/protocol/schemas';
import { inputBytes } from '../ui/size-words.ts';
import { readInput, readScript } from './read-file.ts';

const file = (content: string | Uint8Array<ArrayBuffer>, name = 'a.sh'): File => new File([content], name);
const bytes = (count: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: count }, (_, at) => at % 256);
const gone = {
  name: 'gone',
  size: 1,
  arrayBuffer: async () => Promise.reject(new DOMException('moved away', 'NotFoundError')),
};

describe('a script', () => {
  it.each([
    ['#!/bin/sh\necho 点\n', { text: '#!/bin/sh\necho 点\n' }],
    ['\uFEFF#!/bin/sh\r\nid\r\n', { text: '#!/bin/sh\nid\n' }],
    ['', { text: '' }],
    ['a\0b', { fault: 'file-binary' }],
    [bytes(200), { fault: 'file-binary' }],
    ['x'.repeat(65_536), { text: 'x'.repeat(65_536) }],
    ['x'.repeat(65_537), { fault: 'file-large-script' }],
  ])('is read as text of at most 64 KiB (%#)', async (content, read) => {
    expect(await readScript(file(content))).toEqual(read);
  });

  it('that cannot be read is named', async () => {
    expect(await readScript(gone)).toEqual({ fault: 'file-unreadable' });
    expect(await readInput(gone)).toEqual({ fault: 'file-unreadable' });
  });
});

describe('an input', () => {
  it.each([0, 1, 2, 3, 32_766, 32_767, 100_000, 1_048_576])(
    'of %d bytes arrives byte by byte',
    async (count) => {
      const read = await readInput(file(bytes(count), 'data\n.bin'));
      expect(read).toMatchObject({ name: 'data.bin' });
      if (!('base64' in read)) throw new Error('not read');
      const sent = atob(read.base64);
      expect(sent).toHaveLength(count);
      expect(bytes(count).every((byte, at) => sent.charCodeAt(at) === byte)).toBe(true);
      expect(inputBytes(read)).toBe(count);
      expect(taskInput.safeParse(read).success).toBe(true);
    },
  );

  it('over 1 MiB is not taken', async () => {
    expect(await readInput(file(bytes(1_048_577)))).toEqual({ fault: 'file-large-input' });
  });
});
