import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, emptyProject, run, smokeInBrowser } from '../tools/empty-project.ts';

describe('the package in an empty project', () => {
  let folder = '';
  let project = '';
  let tarball = '';

  beforeAll(() => {
    ({ folder, project, tarball } = emptyProject());
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is imported by its name, with every entry', () => {
    writeFileSync(
      join(project, 'use.js'),
      `import { parse } from '@rollcall/ip-range';
import { issueMessage } from '@rollcall/ip-range/messages';
import { en } from '@rollcall/ip-range/messages/en';
import { zh } from '@rollcall/ip-range/messages/zh';
const issue = { code: 'missing-operand', params: { operator: '!' } };
console.log(parse('10.0.0.1-100').size, Object.keys(en).length === Object.keys(zh).length, issueMessage(issue, 'en'));`,
    );
    expect(run(project, process.execPath, 'use.js')).toBe('100n true Nothing after !.\n');
  });

  it('gives the same answers in Node and in a browser', async () => {
    const said = run(project, process.execPath, 'smoke.js');
    expect(JSON.parse(said)).toEqual({
      size: '119',
      everything: String(2n ** 128n),
      fold: '10.0.0.1-6,8-100,web[01-20]',
      last: 'web20',
      difference: 'web[01-20]',
      class: 'metadata',
      picture: `10.0.0.1,10.0.0.300
                ^^^ Octet over 255: 300 in part 4. (line 1, column 17)
  Use a number from 0 to 255.`,
      zh: '第 4 段的 300 超过 255。',
    });
    expect(await smokeInBrowser(project)).toBe(said);
  });

  it('is type-checked by a strict project, and a wrong use is refused', () => {
    const options = '--noEmit --strict --module nodenext --target es2024 --types'.split(' ');
    const check = (text: string): string => {
      writeFileSync(join(project, 'use.ts'), text);
      return run(project, join(BIN, 'tsc'), ...options, '', 'use.ts');
    };
    const head = "import { parse, type HostSet } from '@rollcall/ip-range';\n";
    check(`${head}export const set: HostSet = parse('10.0.0.1'); export const size: bigint = set.size;`);
    expect(() => check(`${head}export const size: number = parse('10.0.0.1').size;`)).toThrow(/TS2322/);
  });

  it('carries what it needs and nothing else', () => {
    const files = run(folder, 'tar', 'tzf', tarball).trim().split('\n');
    expect(files).toEqual(expect.arrayContaining(['package/LICENSE', 'package/dist/index.js']));
    expect(files.filter((file) => /\.test\.|\.map$|tsbuildinfo|^package\/src/.test(file))).toEqual([]);
  });

  it('is found clean by publint and by Are the types wrong', () => {
    // Both leave with a failure, and so throw, when they find something.
    expect(run(folder, join(BIN, 'publint'), 'run', tarball, '--strict')).toContain('All good!');
    expect(run(folder, join(BIN, 'attw'), tarball, '--profile', 'esm-only')).toContain('bundler: 🟢');
  });
});
