import type { IssueCode, IssueParams } from '../types.ts';

/**
 * What is wrong, and what to do about it; both templates of whole sentences. `{name}` is a value, `{name,}` one with
 * thousands marks. Of several forms with `|` between them the first is taken whose values are all there, and a form
 * that starts with `word=` only where the param `why` is that word.
 */
export type Sentence = readonly [message: string, hint?: string];

/** One locale: the sentences of every code. */
export type Sentences = Readonly<Record<IssueCode, Sentence>>;

const VALUE = /\{(\w+)(,?)\}/g;

/** The sentence that a template makes of these values; undefined when it has no form for them. */
export function say(template: string | undefined, params: IssueParams): string | undefined {
  for (const form of template?.split('|') ?? []) {
    const [, why, text = form] = /^([\w-]+)=(.*)/.exec(form) ?? [];
    if (why !== undefined && why !== params.why) continue;
    let whole = true;
    const sentence = text.replace(VALUE, (_, name: string, grouped: string) => {
      const value = String(params[name] ?? '');
      if (value === '') whole = false;
      return grouped === '' ? value : value.replace(/\B(?=(\d{3})+$)/g, ',');
    });
    if (whole) return sentence;
  }
  return undefined;
}
