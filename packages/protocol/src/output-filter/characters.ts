/**
 * Everything that a terminal would act on or that hides from the eye: C0, DEL, C1, invisible formatting, the characters that
 * turn the direction of text, and tags.
 */
export const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** A character that takes no cell of its own but goes on the one before. */
export const MARK = /\p{M}/u;
/** Marks on one character; more would only make a terminal slow. */
export const MAX_MARKS = 8;

/** A character as text that does nothing: `\x1b`, `\u202e`, `\u{e0041}`. */
export function writtenOut(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
