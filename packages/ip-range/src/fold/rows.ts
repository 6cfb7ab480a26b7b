import { octetText } from './boxes.ts';

/** All ranges inside one /24, as half-open pairs of the last octet. */
export interface Row {
  /** The first three octets as one number. */
  readonly net: number;
  readonly cuts: number[];
}

/** Rows that are written as one pattern. */
export interface Part {
  /** Lowest address that the part stands for. */
  readonly at: number;
  /** The octets written so far, from the right; all four in the end. */
  readonly tail: string;
  /** The one row it consists of, if it is only one. */
  readonly single: Row | undefined;
}

/** Patterns of the rows: equal last octets under the same two numbers join, then equal pairs, then equal triples. */
export function patternsOf(rows: readonly Row[]): Part[] {
  const leaves = rows.map((row) => ({
    at: row.net * 256 + (row.cuts[0] as number),
    tail: octetText(row.cuts),
    single: row,
  }));
  const pairs = joinLevel(leaves, 65_536);
  const triples = joinLevel(pairs, 16_777_216);
  return joinLevel(triples, 4_294_967_296);
}

/** Joins parts that lie in one block of `block` addresses and have the same tail into one part each. */
function joinLevel(parts: readonly Part[], block: number): Part[] {
  const groups = new Map<string, { first: Part; cuts: number[]; many: boolean }>();
  for (const part of parts) {
    const key = `${Math.floor(part.at / block)} ${part.tail}`;
    const number = Math.floor((part.at % block) / (block / 256));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: part, cuts: [number, number + 1], many: false });
    else {
      group.many = true;
      if (group.cuts.at(-1) === number) group.cuts[group.cuts.length - 1] = number + 1;
      else group.cuts.push(number, number + 1);
    }
  }
  return [...groups.values()].map(({ first, cuts, many }) => {
    return {
      at: first.at,
      tail: `${octetText(cuts)}.${first.tail}`,
      single: many ? undefined : first.single,
    };
  });
}
