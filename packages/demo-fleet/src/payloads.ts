import type { StreamName } from './tally.ts';

const LINE_BYTES = 64;
const BLOCK_LINES = 16_384;

let block: Buffer | undefined;

/** 1 MiB of 64-byte lines, each with its number in hex: a gap or a swap shows to the eye. Made at first use. */
function patternBlock(): Buffer {
  block ??= Buffer.from(
    Array.from({ length: BLOCK_LINES }, (_, line) => {
      const number = line.toString(16).padStart(8, '0');
      return `${number} the quick brown fox jumps over the lazy dog ${number}\n`
        .padStart(LINE_BYTES, '.')
        .slice(-LINE_BYTES);
    }).join(''),
  );
  return block;
}

/**
 * `length` bytes of the endless pattern from `offset` on.
 * A view where it can be: do not write to it.
 */
export function patternBytes(offset: number, length: number): Buffer {
  const whole = patternBlock();
  const start = offset % whole.length;
  if (start + length <= whole.length) return whole.subarray(start, start + length);
  const parts = [whole.subarray(start)];
  let missing = length - (whole.length - start);
  for (; missing > 0; missing -= whole.length) parts.push(whole.subarray(0, Math.min(missing, whole.length)));
  return Buffer.concat(parts);
}

/** `count` lines `stdout line 1`, numbered from `first`. */
export function numberedLines(stream: StreamName, first: number, count: number): Buffer {
  const lines = Array.from({ length: count }, (_, index) => `${stream} line ${first + index}\n`);
  return Buffer.from(lines.join(''));
}

/** One to four bytes a character, combining marks, a flag, right to left, colours, and no line end at the end. */
export const SCRIPTS_TEXT = Buffer.from(
  [
    'ASCII plain',
    'Grüße, naïve café, Ωμέγα, Привет',
    '点名：每台主机都有回答。',
    'こんにちは 안녕하세요 สวัสดี',
    'שלום مرحبا नमस्ते',
    'e\u0301 combining, 👩‍💻 joined, 🇨🇳 flag, 🎉',
    '\u001b[32mgreen\u001b[0m and \u001b[1;31mred\u001b[0m',
    'the end without a line end 完',
  ].join('\n'),
);
