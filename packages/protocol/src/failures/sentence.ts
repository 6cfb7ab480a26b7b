/**
 * One template of a sentence about a host, in one language. `{name}` is a fact; a part in brackets is left out when a fact
 * in it is not known. Of several forms with `|` between them the first is taken whose facts are known, and a form that
 * starts with `word=` only where that word holds.
 */
export type Template = string;

/** What happened, why that is likely, and what to try; empty where there is nothing to say. No full stop. */
export type Sentences = readonly [what: Template, cause: Template, todo: Template];

/** What is known about the end of a host, ready for templates. */
export interface Known {
  /** Facts in the words of the language. */
  facts: Readonly<Record<string, string | undefined>>;
  /** The way of the login, and what else chooses between forms. */
  words: ReadonlySet<string>;
}

const FORM = /^(?:([\w-]+)=)?(.*)$/s;
const PLACE = /\[([^\]]*)\]|\{(\w+)\}/g;

/** The sentence that a template makes of what is known; empty when none of its forms fits. */
export function say(template: Template, known: Known): string {
  for (const form of template.split('|')) {
    const [, word, text] = FORM.exec(form)!;
    if (word !== undefined && !known.words.has(word)) continue;
    const sentence = filled(text!, known);
    if (sentence !== undefined) return sentence;
  }
  return '';
}

/** Undefined when a fact outside brackets is missing. One pass, so that nothing in a fact is read as a template. */
function filled(text: string, known: Known): string | undefined {
  let isWhole = true;
  const sentence = text.replace(PLACE, (_, optional: string | undefined, name: string) => {
    if (optional !== undefined) return filled(optional, known) ?? '';
    const fact = known.facts[name] ?? '';
    if (fact === '') isWhole = false;
    return fact;
  });
  return isWhole ? sentence : undefined;
}
