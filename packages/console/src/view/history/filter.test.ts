import { expect, it } from 'vitest';
import { runSpec } from '@rollcall/protocol/schemas';
import { runFilter } from './filter.ts';

const run = {
  spec: runSpec.parse({
    targets: '10.0.0.1-100, !10.0.0.13, web-[01-12].example.net',
    command: 'sudo systemctl reload Nginx',
    login: { method: 'agent', user: 'ops' },
  }),
  createdBy: 'Lin',
};

it.each([
  ['', true, 'nothing typed'],
  ['nginx', true, 'a word of the command'],
  ['RELOAD sudo', true, 'words in any order and case'],
  ['reload apache', false, 'one word that is not there'],
  ['lin', true, 'who asked'],
  ['ops', true, 'the login'],
  ['10.0.0.49', true, 'a host inside the range'],
  ['10.0.0.13', true, 'a host that is written, if only to be left out'],
  ['10.0.0.101', false, 'a host beyond the range'],
  ['web-07.example.net', true, 'a name inside the brackets'],
  ['web-13.example.net', false, 'a name beyond them'],
  ['10.0.0.1-5', false, 'a range is no host'],
])('%j finds it: %s, %s', (text, found, _why) => {
  expect(runFilter(text)(run)).toBe(found);
});
