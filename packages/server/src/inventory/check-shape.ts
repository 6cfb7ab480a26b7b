import type { Words } from '@rollcall/protocol';
import type { z } from 'zod';
import { formatWords } from './format-words.ts';
import { InventoryError, type Span } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * Checks the value of a file against its format. The texts of the schema say what to write.
 * @throws InventoryError with the first mistake
 */
export function checkShape<Shape>(file: YamlFile, schema: z.ZodType<Shape>): Shape {
  const read = schema.safeParse(file.value ?? {});
  if (read.success) return read.data;
  const [first] = read.error.issues.map((issue) => mistakeOf(file, issue)).sort(byPlace);
  throw new InventoryError(file, first!.place, first!.what, first!.hint);
}

interface Mistake {
  place: Span;
  /** A key that is not known is often why another one is missing. */
  isUnknownKey: boolean;
  what: Words;
  hint: Words;
}

function byPlace(a: Mistake, b: Mistake): number {
  return Number(b.isUnknownKey) - Number(a.isUnknownKey) || a.place.from - b.place.from;
}

function mistakeOf(file: YamlFile, issue: z.core.$ZodIssue): Mistake {
  const { path } = issue;
  const hint = formatWords(issue.message);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const what: Words = { en: `${key} is not a key here.`, zh: `此处没有 ${key} 这个键。` };
    return { place: file.placeOfKey([...path, key]), isUnknownKey: true, what, hint };
  }
  const name = path.findLast((step) => typeof step === 'string');
  return { place: file.placeOf(path), isUnknownKey: false, what: wrong(name, file.isMissing(path)), hint };
}

function wrong(name: string | undefined, isMissing: boolean): Words {
  if (name === undefined) return { en: 'The file is not as expected.', zh: '文件的格式不符。' };
  return isMissing
    ? { en: `${name} is missing.`, zh: `缺少 ${name}。` }
    : { en: `${name} is not right.`, zh: `${name} 有误。` };
}
