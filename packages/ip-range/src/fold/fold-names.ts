import { type Box, uniteBoxes } from '../sets/grid.ts';
import { type Line, unit } from '../sets/line.ts';
import type { Shelf } from '../sets/shelf.ts';
import { coverOf, productsOf } from './cover.ts';
import { digitsText, letterTexts } from './text.ts';

/** With more templates than this each is folded for itself: every letter of every one would have to be looked at. */
const MAX_TEMPLATES = 256;

/** More brackets in a name are not read back. */
const MAX_BRACKETS = 8;

/** More names than this are not shorter apart than with ranges of letters. */
const MAX_APART = 4;

/** Names with brackets: `web[01-20].dc[1,3]`, and `db[a-c]` for templates that differ in letters. */
export function foldNames(shelves: readonly Shelf[], autostep: number): string[] {
  const families = shelves.length > MAX_TEMPLATES ? shelves.map((shelf) => [shelf]) : familiesOf(shelves);
  return families.flatMap((family) => {
    const texts = foldFamily(family, autostep);
    const readable = texts.every((text) => text.split('[').length <= MAX_BRACKETS + 1);
    return readable ? texts : family.flatMap((shelf) => foldFamily([shelf], autostep));
  });
}

/** Templates that are reached from each other by changing one letter at a time, together. */
function familiesOf(shelves: readonly Shelf[]): Shelf[][] {
  const places = new Map<string, Shelf[]>();
  for (const shelf of shelves) {
    for (const place of placesOf(shelf.label)) {
      const known = places.get(place);
      if (known === undefined) places.set(place, [shelf]);
      else known.push(shelf);
    }
  }
  const left = new Set(shelves);
  const families: Shelf[][] = [];
  for (const shelf of shelves) {
    if (!left.delete(shelf)) continue;
    const family = [shelf];
    // Grows while it is walked: neighbours of neighbours belong to it too.
    for (const { label } of family)
      for (const place of placesOf(label))
        for (const other of places.get(place) ?? []) if (left.delete(other)) family.push(other);
    families.push(family);
  }
  return families;
}

/** A template without one of its letters, for each. */
function placesOf(label: string): string[] {
  return [...label.matchAll(/[a-z]/g)].map(
    ({ index }) => `${label.slice(0, index)}\n${label.slice(index + 1)}`,
  );
}

/** Letters in which the templates of a family differ are axes, like runs of digits. */
function foldFamily(family: readonly Shelf[], autostep: number): string[] {
  const [{ label, grid }] = family as [Shelf];
  const chars = label.split('');
  const axes = [...chars.keys()].filter(
    (i) => chars[i] === '#' || family.some((other) => other.label[i] !== chars[i]),
  );
  const write = (lines: Box, apart: boolean): string[] => {
    let texts = [''];
    for (const [i, char] of chars.entries()) {
      const line = lines[axes.indexOf(i)];
      const parts =
        line === undefined ? [char] : char === '#' ? [digitsText(line, autostep)] : letterTexts(line, apart);
      texts = texts.flatMap((text) => parts.map((part) => text + part));
      if (apart && texts.length > MAX_APART) return write(lines, false);
    }
    return texts;
  };
  // Few letters are shorter as names of their own: `a,b`, but `[a-c]`.
  const shortestOf = (lines: Box): string[] => {
    const [apart, ranged] = [write(lines, true), write(lines, false)];
    return apart.join().length > ranged.join().length ? ranged : apart;
  };
  const all = family.length === 1 ? grid : uniteBoxes(family.flatMap((shelf) => boxesOf(shelf, axes)));
  return coverOf(all, all, (box) => shortestOf(box).join()).flatMap(shortestOf);
}

/** The products of a template with its letters among the axes. */
function boxesOf({ label, grid }: Shelf, axes: readonly number[]): Box[] {
  return productsOf(grid).map((box) => {
    let next = 0;
    return axes.map((i) => (label[i] === '#' ? (box[next++] as Line) : unit(label.charCodeAt(i))));
  });
}
