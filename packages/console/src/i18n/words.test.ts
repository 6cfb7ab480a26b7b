import { describe, expect, it } from 'vitest';
import { words as en } from './en/index.ts';
import { words as zh } from './zh/index.ts';

/** Every text by its path: `compose.targets.label`. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : texts(value as object, `${path}${key}.`),
  );
}

const PLURAL = /_(one|other)$/;
const withoutForm = (path: string): string => path.replace(PLURAL, '');
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();

const english = new Map(texts(en));
const chinese = new Map(texts(zh));

describe('the words of the console', () => {
  it('exist in both languages', () => {
    const paths = (all: Map<string, string>): string[] =>
      [...new Set([...all.keys()].map(withoutForm))].toSorted();
    expect(paths(chinese)).toEqual(paths(english));
  });

  it('have one and other in English, other alone in Chinese', () => {
    const forms = (all: Map<string, string>, form: string): string[] =>
      [...all.keys()].filter((path) => path.endsWith(form)).map(withoutForm);
    expect(forms(english, '_one')).toEqual(forms(english, '_other'));
    expect(forms(chinese, '_one')).toEqual([]);
    expect(forms(chinese, '_other').toSorted()).toEqual(forms(english, '_other').toSorted());
  });

  it('are never empty and hold the same places and marks in both', () => {
    for (const [path, text] of chinese) {
      expect(text.trim(), path).not.toBe('');
      expect(placeholders(text), path).toEqual(placeholders(english.get(path)!));
    }
    for (const [path, text] of english) expect(text.trim(), path).not.toBe('');
  });

  it('use full-width punctuation between Chinese characters', () => {
    for (const [path, text] of chinese) expect(text, path).not.toMatch(/\p{Script=Han}[,.;:!?]/u);
  });
});
