import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HERE = join(import.meta.dirname, '..');
const BIN = join(HERE, '../../node_modules/.bin');

/** Runs a program without a shell; its output is in the error when it fails. */
function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 60_000 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** `npm pack` of a folder into another; gives the tarball. */
function pack(folder: string, into: string): string {
  const [packed] = JSON.parse(
    run(folder, 'npm', 'pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', into),
  ) as { filename: string }[];
  return join(into, packed?.filename ?? '');
}

describe('the package in an empty project', () => {
  let folder = '';
  let project = '';
  let tarball = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ip-range-pack-'));
    project = join(folder, 'project');
    const source = join(folder, 'source');
    mkdirSync(project);
    mkdirSync(source);
    for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
      cpSync(join(HERE, file), join(source, file));
    // Compiled afresh: what an earlier build left in dist is nobody's proof.
    const out = ['--outDir', join(source, 'dist'), '--tsBuildInfoFile', join(folder, 'tsbuildinfo')];
    run(HERE, join(BIN, 'tsc'), '-p', 'tsconfig.src.json', ...out);
    tarball = pack(source, folder);
    const ipaddr = pack(realpathSync(join(HERE, 'node_modules/ipaddr.js')), folder);
    writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true,"type":"module"}');
    run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball, ipaddr);
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
