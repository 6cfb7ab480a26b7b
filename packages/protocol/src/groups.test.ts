import { describe, expect, it } from 'vitest';
import { groupLookup, type NamedGroup } from './groups.ts';

const group = (name: string, source: string | null = null): NamedGroup<string> => ({
  source,
  name,
  hosts: `${source ?? ''}:${name}`,
});
const OWN = [group('web'), group('db')];
const RACKS = [group('new', 'racks'), group('db', 'racks'), group('both', 'racks')];
const ROWS = [group('all', 'rows'), group('both', 'rows')];

describe('groupLookup', () => {
  it.each([
    ['a group of the inventory', OWN, 'web', undefined, ':web'],
    ['the inventory before a source', [...OWN, ...RACKS], 'db', undefined, ':db'],
    ['the only source with such a group', [...OWN, ...RACKS, ...ROWS], 'new', undefined, 'racks:new'],
    ['the group of a source', [...OWN, ...RACKS], 'db', 'racks', 'racks:db'],
    ['nothing of two sources', [...OWN, ...RACKS, ...ROWS], 'both', undefined, undefined],
    ['nothing of another source', [...OWN, ...RACKS], 'web', 'racks', undefined],
    ['nothing of a source that is not there', OWN, 'web', 'racks', undefined],
    ['all groups of the inventory, as a text', [...OWN, ...ROWS], '*', undefined, '@web,@db'],
    ['all groups of the only source', RACKS, '*', undefined, '@racks:new,@racks:db,@racks:both'],
    ['the group all of a source', [...OWN, ...ROWS], '*', 'rows', 'rows:all'],
    ['nothing for all groups of no source', [...RACKS, ...ROWS], '*', undefined, undefined],
  ])('finds %s', (_what, groups, name, source, hosts) => {
    expect(groupLookup(groups).groups(name, source)).toBe(hosts);
  });

  it('names every group once, or those of a source', () => {
    const lookup = groupLookup([...OWN, ...RACKS]);
    expect(lookup.groupNames()).toEqual(['web', 'db', 'new', 'both']);
    expect(lookup.groupNames('racks')).toEqual(['new', 'db', 'both']);
  });

  it('names for a source that is not there what no group is called, so that nothing is not taken for all', () => {
    const lookup = groupLookup(OWN);
    for (const name of lookup.groupNames('racks')) expect(lookup.groups(name, 'racks')).toBeUndefined();
    expect(lookup.groupNames('racks')).not.toEqual([]);
  });

  it('knows whether a group was asked for', () => {
    const lookup = groupLookup(OWN);
    expect(lookup.asked).toBe(false);
    lookup.groups('nothing');
    expect(lookup.asked).toBe(true);
  });

  it('explains only what has to do with sources', () => {
    const lookup = groupLookup([...OWN, ...RACKS, ...ROWS]);
    lookup.groups('wbe');
    lookup.groups('both');
    lookup.groups('both', 'row');
    expect(lookup.explain('wbe', '@wbe', 'en')).toBeNull();
    expect(lookup.explain('both', '@both', 'en')).toEqual({
      message: 'Several sources have a group both.',
      hint: 'Say which: @racks:both or @rows:both.',
    });
    expect(lookup.explain('both', '@row:both', 'en')).toEqual({
      message: 'No source of groups is called row.',
      hint: 'There are: racks, rows.',
    });
    expect(lookup.explain('both', '@both', 'zh')!.message).toMatch(/[\u4e00-\u9fff]/);
  });
});
