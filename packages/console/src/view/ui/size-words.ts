import { utf8Bytes, type TaskInput } from '@rollcall/protocol';

/** An amount of data: `105 B`, `38 MiB`. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Bytes of a standard input. */
export function inputBytes(input: TaskInput): number {
  if ('text' in input) return utf8Bytes(input.text);
  const { base64 } = input;
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}
