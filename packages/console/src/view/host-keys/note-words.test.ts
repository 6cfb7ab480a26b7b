import { expect, it } from 'vitest';
import { importedFrom } from './note-words.ts';

it.each([
  ['list known_hosts, line 12', { list: 'known_hosts', line: 12 }],
  ['list racks, line 3, line 4', { list: 'racks, line 3', line: 4 }],
  ['new racks', null],
  ['see list racks, line 4', null],
  ['', null],
])('finds the list and the line of an imported key: %o', (note, found) => {
  expect(importedFrom(note)).toEqual(found);
});
