import { describe, expect, it } from 'vitest';
import { completionAt } from './group-completion.ts';

const group = (name: string, source: string | null = null) => ({
  source,
  name,
  hosts: 'web[1-3]',
  count: '3',
});
const GROUPS = [group('web'), group('web-eu'), group('db'), group('r1', 'racks'), group('运维')];

/** The offered names at the `|` of a text. */
function offered(marked: string): string[] | null {
  const caret = marked.indexOf('|');
  return completionAt(marked.replace('|', ''), caret, GROUPS)?.options.map(({ name }) => name) ?? null;
}

describe('what is offered while a group is typed', () => {
  it.each([
    ['@|', ['web', 'web-eu', 'db', 'racks:r1', '运维']],
    ['@w|', ['web', 'web-eu']],
    ['@EU|', ['web-eu']],
    ['10.0.0.1, @d|', ['db']],
    ['@web,!@d|', ['db']],
    ['(@web&@r|', ['racks:r1']],
    ['@racks:|', ['racks:r1']],
    ['！＠运|', ['运维']],
    ['@web|', ['web', 'web-eu']],
  ])('%s is %j', (marked, names) => {
    expect(offered(marked)).toEqual(names);
  });

  it.each([
    ['nothing at a name', 'web|'],
    ['nothing at a user', 'ops@w|'],
    ['nothing at a group that is whole', '@db|'],
    ['nothing that no group holds', '@xyz|'],
    ['nothing behind a comma', '@web,|'],
  ])('is %s', (_, marked) => {
    expect(offered(marked)).toBeNull();
  });

  it('takes the place of all of the name that the caret stands in', () => {
    expect(completionAt('a,@wxx,b', 4, GROUPS)).toMatchObject({ from: 2, to: 6 });
  });

  it('is never more than 50', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => group(`g${at}`));
    expect(completionAt('@g', 2, many)?.options).toHaveLength(50);
  });
});
