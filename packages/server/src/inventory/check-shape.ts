import type { z } from 'zod';
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
  what: string;
  hint: string;
}

function byPlace(a: Mistake, b: Mistake): number {
  return Number(b.isUnknownKey) - Number(a.isUnknownKey) || a.place.from - b.place.from;
}

function mistakeOf(file: YamlFile, issue: z.core.$ZodIssue): Mistake {
  const { path, message: hint } = issue;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const place = file.placeOfKey([...path, key]);
    return { place, isUnknownKey: true, what: `${key} is not a key here.`, hint };
  }
  const name = path.findLast((step) => typeof step === 'string');
  const wrong = file.isMissing(path) ? 'is missing' : 'is not right';
  const what = name === undefined ? 'The file is not as expected.' : `${name} ${wrong}.`;
  return { place: file.placeOf(path), isUnknownKey: false, what, hint };
}
