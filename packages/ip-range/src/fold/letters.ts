/** With more texts than this letters are left as they are: every letter of every text has to be looked at. */
const MAX_TEXTS = 1000;

/** More brackets than this are not read back. */
const MAX_BRACKETS = 8;

interface Merge {
  readonly parts: readonly string[];
  readonly text: string;
  readonly saved: number;
}

/** Joins names that differ in one letter: `dba,dbb,dbc` is `db[a-c]`. Only where that is shorter. */
export function joinLetters(texts: readonly string[]): string[] {
  if (texts.length > MAX_TEXTS) return [...texts];
  let joined = [...texts];
  for (;;) {
    const merges = mergesOf(joined);
    if (merges.length === 0) return joined;
    const replaced = new Map<string, string>();
    for (const { parts, text } of merges.sort((a, b) => b.saved - a.saved)) {
      if (parts.some((part) => replaced.has(part))) continue;
      for (const [i, part] of parts.entries()) replaced.set(part, i === 0 ? text : '');
    }
    joined = joined.map((text) => replaced.get(text) ?? text).filter((text) => text !== '');
  }
}

/** For every place of a letter: runs of letters with which a text occurs. */
function mergesOf(texts: readonly string[]): Merge[] {
  const places = new Map<string, string[]>();
  for (const text of texts) {
    if (text.split('[').length > MAX_BRACKETS) continue;
    for (const { index } of text.matchAll(/[a-z](?![^[]*\])/g)) {
      const place = `${text.slice(0, index)}\n${text.slice(index + 1)}`;
      const letters = places.get(place);
      if (letters === undefined) places.set(place, [text.charAt(index)]);
      else letters.push(text.charAt(index));
    }
  }
  return [...places]
    .flatMap(([place, letters]) => runsOf(letters).map((run) => mergeOf(place, run)))
    .filter(({ saved }) => saved > 0);
}

/** Letters that follow each other in the alphabet. */
function runsOf(letters: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const letter of [...letters].sort()) {
    const run = runs.at(-1);
    if (run?.at(-1)?.charCodeAt(0) === letter.charCodeAt(0) - 1) run?.push(letter);
    else runs.push([letter]);
  }
  return runs;
}

function mergeOf(place: string, letters: readonly string[]): Merge {
  const text = place.replace('\n', `[${letters[0]}-${letters.at(-1)}]`);
  return {
    parts: letters.map((letter) => place.replace('\n', letter)),
    text,
    saved: letters.length * (place.length + 1) - text.length - 1,
  };
}
