/** Commands, options, paths and drawn texts: what an operator types and reads in any language. */
const NOT_A_SENTENCE = [
  /\brollcall [a-z].*/g,
  /\bssh -L.*/g,
  /--?[a-z][-\w]*(?: [A-Z]+)?/g,
  /(?:eval|chmod|mkdir|kill|ssh-add) [^。，）]*/g,
  /[~/][-\w./*~]*/g,
  /\{[^}]*\}/g,
  /"[^"]*"/g,
  /^ *(?:prod|web|groups): .*$/gm,
];

/** English that a person would have to read in a text: two words of it in a row that are no names. */
export function english(text: string): string[] {
  const rest = NOT_A_SENTENCE.reduce((left, pattern) => left.replaceAll(pattern, '#'), text);
  return rest.match(/\b[A-Za-z][a-z']+(?:,? [a-z']+)+\b/g) ?? [];
}
