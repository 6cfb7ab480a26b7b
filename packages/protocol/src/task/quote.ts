/**
 * One word of a POSIX shell that is exactly `value`, whatever it holds; NUL must not be in it. Backslashes and `!` stand outside the
 * quotes, where csh and fish read them as a POSIX shell does; a line end inside quotes is the one thing that csh refuses.
 */
export function shellQuote(value: string): string {
  const pieces = value.match(/[^'\\!]+|['\\!]/g) ?? [];
  const words = pieces.map((piece) => (/^['\\!]$/.test(piece) ? `\\${piece}` : `'${piece}'`));
  return words.length === 0 ? "''" : words.join('');
}
