import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '@rollcall/ip-range';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from './inventory.suite.ts';
import { readRange } from './read-range.ts';

/** As in the documentation of ClusterShell, with more of what files in use have. */
const ROLES = `
roles:
  adm: 'mgmt[1-2]'                    # define groups @roles:adm and @adm
  login: 'login[1-2]'
  compute: 'node[0001-0288]'
  gpu: 'node[0001-0008]'
  servers:                            # example of yaml list syntax for nodes
    - 'server001'
    - 'server002,server101'
    - 'server[003-006]'
  cpu_only: '@compute!@gpu'
  both: '@compute&@gpu'
  either: '@gpu^node[0005-0012]'
  storage: '@lustre:mds,@lustre:oss'
  all: '@login,@compute,@storage'
  plain: node[1,3,5-7]-ib0,node2
  net: 10.0.0.[1-9],10.0.1.7
  two: 'r[1-2]n[01-04]'
  fewer: 'node[1-9]!node5!node7'
`;
const LUSTRE = `
lustre:
  mds: 'mds[1-4]'
  oss: 'oss[0-15/3]'
racks:
  r1: '@r2'
  r2: 'n1'
`;

const RANGES = [
  '@roles:adm',
  '@roles:compute',
  '@roles:servers',
  '@roles:cpu_only',
  '@roles:both',
  '@roles:either',
  '@roles:storage',
  '@roles:all',
  '@roles:plain',
  '@roles:net',
  '@roles:two',
  '@roles:fewer',
  '@roles:*',
  '@lustre:oss',
  '@lustre:*',
  '@racks:r1',
  '@adm,@lustre:mds',
  '@compute!@gpu',
];

/** What ClusterShell itself makes of the ranges. */
const PROGRAM = `
import json, sys
from ClusterShell.NodeSet import NodeSet
print(json.dumps([sorted(NodeSet(text)) for text in json.load(sys.stdin)]))`;

describe('ClusterShell agrees', () => {
  let folder: string;
  let theirs: string[][];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-clustershell-'));
    mkdirSync(join(folder, 'groups.d'));
    writeFileSync(
      join(folder, 'groups.conf'),
      `[Main]\ndefault: roles\nconfdir:\nautodir: ${folder}/groups.d\n`,
    );
    writeFileSync(join(folder, 'groups.d', 'a.yaml'), ROLES);
    writeFileSync(join(folder, 'groups.d', 'b.yaml'), LUSTRE);
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', PROGRAM], {
      encoding: 'utf8',
      input: JSON.stringify(RANGES),
      env: { CLUSTERSHELL_CFGDIR: folder },
    });
    if (status !== 0)
      throw new Error(`These tests need ClusterShell: apt-get install -y clustershell\n${stderr}`);
    theirs = JSON.parse(stdout) as string[][];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ours = (range: string): string[] => {
    const read = readRange(range, inventoryOf(null, ROLES, LUSTRE));
    expect(read.ok ? [] : read.errors).toEqual([]);
    return [...read.set];
  };

  it.each(RANGES)('on %s', (range) => {
    expect(ours(range).toSorted()).toEqual(theirs[RANGES.indexOf(range)]);
  });
});

it.each([
  ['a group that only another source has', 'a: { g: "@h" }', 'b: { h: x }', 'a.yaml', /No group is called h/],
  [
    'what comes back behind an exclusion',
    'a: { g: "x[1-5]!x2,x2" }',
    '',
    'a.yaml',
    /bring back here what !x2 left out/,
  ],
  ['a group that comes back', 'a: { h: "x[2-3]", g: "x[1-5],!@h,@h" }', '', 'a.yaml', /what !@h left out/],
  ['a source in two files', 'a: { g: x }', 'a: { h: y }', 'b.yaml', /source a stands in a\.yaml, too/],
  ['operators whose order would matter', 'a: { g: "x,y&z" }', '', 'a.yaml', /ambiguous/],
  ['a group without a value', 'a:\n  g:\n', '', 'a.yaml', /g is not right/],
  ['a source without groups', 'a: x', '', 'a.yaml', /adm: node/],
  ['a pattern', 'a: { g: "node*" }', '', 'a.yaml', /no list to search/],
  ['a list as the file', '', '- x', 'b.yaml', /sources with their groups/],
])('a mistake is told with its file: %s', (_name, first, second, file, says) => {
  const { problem } = inventoryOf(null, first, second);
  expect(problem?.problem('en')).toMatchObject({ file, message: expect.stringMatching(says) as string });
});

it('an exclusion that changes nothing behind it may stand anywhere', () => {
  const { groups, problem } = inventoryOf(null, 'a: { g: "x[1-5]!x2,y1" }');
  expect(problem).toBeNull();
  expect(groups[0]!.hosts.equals(parse('x[1,3-5],y1'))).toBe(true);
});
