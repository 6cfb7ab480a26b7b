import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunTarget } from '../schemas/http.ts';
import { runSpec } from '../schemas/run-spec.ts';
import { createExpander, expandCommand, findPlaceholderProblem } from './expand-command.ts';
import { placeholderProblemText } from './placeholder-problem.ts';
import { shellQuote } from './quote.ts';

const spec = (command: string, more: object = {}) =>
  runSpec.parse({ targets: 'h', command, login: { method: 'agent', user: 'ops' }, ...more });
const HOST: RunTarget = { host: '10.0.0.7', vars: { role: 'web', 'my.var-2': 'x y' } };

function sent(command: string, target: RunTarget = HOST, more: object = {}): string {
  const expansion = expandCommand(spec(command, more), target, 3);
  if (!expansion.ok) throw new Error(placeholderProblemText(expansion.problem, 'en'));
  return expansion.task.command;
}
function refusal(command: string, target: RunTarget = HOST): object {
  const expansion = expandCommand(spec(command), target, 3);
  if (expansion.ok) throw new Error(`not refused: ${expansion.task.command}`);
  return expansion.problem;
}
const printed = (shell: string, script: string): string =>
  execFileSync(shell, ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('what is filled in', () => {
  it.each([
    ['ping -c1 {host}', "ping -c1 '10.0.0.7'"],
    ['echo {index}>f', "echo '3'>f"],
    ['echo {user}@{host}:{port}', "echo 'ops'@'10.0.0.7':'22'"],
    ['echo {var.role} {var.my.var-2}', "echo 'web' 'x y'"],
    ['echo $(dig +short {host} | tail -1)', "echo $(dig +short '10.0.0.7' | tail -1)"],
    ['(cd /x && ls {host})', "(cd /x && ls '10.0.0.7')"],
    ['for a in 1 2; do echo {host}; done', "for a in 1 2; do echo '10.0.0.7'; done"],
    ['case {host} in 10.*) echo ten;; esac', "case '10.0.0.7' in 10.*) echo ten;; esac"],
    ['echo "load of "{host}', `echo "load of "'10.0.0.7'`],
    ["awk '{print $1}' {host}.log", "awk '{print $1}' '10.0.0.7'.log"],
    ['echo a#{host}', "echo a#'10.0.0.7'"],
    ['cat <<< {host}', "cat <<< '10.0.0.7'"],
    ['echo {{host}} {{var.role}}', 'echo {host} {var.role}'],
  ])('%s', (command, expected) => {
    expect(sent(command)).toBe(expected);
  });

  it('takes port and user of the host before those of the run', () => {
    expect(sent('{user} {port}', { host: 'h', port: 2222, user: 'root' })).toBe("'root' '2222'");
  });

  it('is in folder and variables as it is, quoted by the one who sends it', () => {
    const asked = spec('true', {
      workingFolder: '/srv/{var.role}/{index}',
      env: { WHO: '"{user}" {{host}}', B: '${host}' },
    });
    expect(expandCommand(asked, HOST, 4)).toEqual({
      ok: true,
      task: {
        command: 'true',
        workingFolder: '/srv/web/4',
        env: { WHO: '"ops" {host}', B: '$10.0.0.7' },
      },
    });
  });

  it('is the environment of a script, whose text stays', () => {
    const asked = spec('echo {host} "{var.none}"', { script: {}, env: { ROLE: 'db' } });
    expect(expandCommand(asked, HOST, 4)).toEqual({
      ok: true,
      task: {
        command: 'echo {host} "{var.none}"',
        env: {
          ROLLCALL_HOST: '10.0.0.7',
          ROLLCALL_INDEX: '4',
          ROLLCALL_USER: 'ops',
          ROLLCALL_PORT: '22',
          ROLLCALL_VAR_role: 'web',
          ROLLCALL_VAR_my_var_2: 'x y',
          ROLE: 'db',
        },
      },
    });
  });
});

describe('what is left as it is', () => {
  it.each([
    "awk '{print $2}' f",
    "awk '{{print}}' f",
    "find . -exec rm {} ';'",
    'echo ${host} ${user} $${host}',
    'echo {a,b} {1..9} {hostx,y}',
    'echo \\{host}',
    `curl -d '{"a":{"b":[1]}}' x`,
    "docker ps --format '{{.Names}} {{json .}}'",
    'f() { echo hi; }; f',
    'exec {fd}>file; exec {hos}<file',
    'echo {print} {x} {HOST} { host } {host }',
    'git rev-parse HEAD^{tree} stash@{upstream}',
  ])('%s', (command) => {
    expect(sent(command)).toBe(command);
  });
});

describe('what is refused', () => {
  it.each([
    ['echo "{host}"', 'host', 'quotes'],
    ["echo '{var.role}'", 'var.role', 'quotes'],
    ['echo `ls {host}`', 'host', 'quotes'],
    ['echo ${x:-{host}}', 'host', 'quotes'],
    ['echo $((1 + {index}))', 'index', 'quotes'],
    ['((x = {index}))', 'index', 'quotes'],
    ['a[{index}]=1', 'index', 'quotes'],
    ['echo "$(ls "{host}")"', 'host', 'quotes'],
    ['echo "$(case x in x) echo "{host}";; esac)"', 'host', 'quotes'],
    ['echo "$( (a) "{host}" )"', 'host', 'quotes'],
    [`echo "\${x:-it's}" 'a}"b {host} c'`, 'host', 'quotes'],
    ["echo $'\\'' {host}", 'host', 'quotes'],
    ['# {host}', 'host', 'comment'],
    ["true;# it's {host}", 'host', 'comment'],
    ['cat <<EOF\n{host}\nEOF', 'host', 'here-document'],
    ['cat <<-"E"\n\t{var.role}\n\tE', 'var.role', 'here-document'],
  ])('%s', (command, name, place) => {
    expect(refusal(command)).toMatchObject({ code: 'misplaced', path: 'command', name, place });
  });

  it.each([
    ['echo {hots}', 'hots', 'host', 5],
    ['echo {hostname}', 'hostname', 'host', 5],
    ['{Index}; echo {indx}', 'indx', 'index', 14],
    ['echo {prot}', 'prot', 'port', 5],
    ['echo {users}', 'users', 'user', 5],
    ['echo {vars.role}', 'vars.role', 'var.role', 5],
  ])('%s', (command, name, nearest, at) => {
    expect(refusal(command)).toEqual({ code: 'unknown', path: 'command', name, nearest, at });
  });

  it.each(['var.none', 'var.__proto__', 'var.constructor', 'var.toString'])(
    '{%s}, which has no value',
    (name) => {
      expect(refusal(`echo {${name}}`)).toEqual({
        code: 'no-value',
        path: 'command',
        name,
        target: '10.0.0.7',
      });
      const named = spec('true', { workingFolder: `/{${name}}` });
      expect(expandCommand(named, HOST, 0)).toMatchObject({
        ok: false,
        problem: { path: 'workingFolder', name },
      });
    },
  );

  it('a value with NUL, and a command that outgrows what a host takes', () => {
    expect(refusal('echo {var.a}', { host: 'h', vars: { a: '\0' } })).toMatchObject({
      code: 'nul',
      name: 'var.a',
    });
    const big = { host: 'h', vars: { a: 'x'.repeat(70_000) } };
    expect(refusal('echo {var.a}{var.a}', big)).toMatchObject({ code: 'too-long', target: 'h' });
  });

  it('names the first host that has no value, in both languages', () => {
    const problem = findPlaceholderProblem(spec('echo {var.role}'), [HOST, { host: 'db-1', vars: {} }])!;
    expect(problem).toMatchObject({ code: 'no-value', target: 'db-1' });
    expect(placeholderProblemText(problem, 'en')).toContain('{var.role} has no value for db-1');
    expect(placeholderProblemText(problem, 'zh')).toContain('db-1');
    expect(findPlaceholderProblem(spec('echo {var.role}'), [HOST])).toBeUndefined();
  });
});

/** Anything but NUL, which no argument can hold, with what shells care about more often than by chance. */
const anyValue = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'\'"\\`$(){}[]!#~*?;&|<>\n\r\t -=%@^'.split('')),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());

describe('a value', () => {
  it.each(['/bin/sh', '/bin/bash'])('arrives in %s exactly as it is, and never as code', (shell) => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const target = { host: 'h', vars: { a, b } };
        const command = sent('printf "%s\\0" {var.a} x{var.b}y $(printf "%s;" {var.a} | wc -c)', target);
        const bytes = Buffer.byteLength(a) + 1;
        expect(printed(shell, command)).toBe(`${a}\0x${b}y\0${bytes}\0`);
      }),
      { numRuns: 150 },
    );
  });

  it('never ends the quotes, comments or documents that a person wrote: such a command is refused or the value whole', () => {
    const fragments = [
      '"',
      "'",
      '`',
      '$(',
      ')',
      '${x:-',
      '}',
      '((',
      '))',
      '\\',
      '#',
      '<<E',
      '\n',
      ' ',
      'case x in x)',
      'esac',
      ';;',
      "$'",
      '[',
      ']',
      'a',
      '(',
      '|',
      '{var.a}',
      '{var.a}',
    ];
    const canary = '\'>broken"\n>broken;#$(>broken)`>broken`\nE\n>broken\n))}]\n>broken';
    const folder = mkdtempSync(join(tmpdir(), 'placeholders-'));
    let whole = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 14 }), (parts) => {
        const command = `: ${parts.join('')}`;
        const expansion = createExpander(spec(command))({ host: 'h', vars: { a: canary } }, 0);
        if (!expansion.ok || !command.includes('{var.a}')) return;
        whole += 1;
        for (const shell of ['sh', 'bash'])
          spawnSync(shell, ['-c', expansion.task.command], { cwd: folder, stdio: 'ignore' });
        expect(readdirSync(folder), command).not.toContain('broken');
      }),
      { numRuns: 600, seed: 4711 },
    );
    rmSync(folder, { recursive: true });
    expect(whole).toBeGreaterThan(50);
  });
});

describe('shellQuote', () => {
  it.each([
    ['', "''"],
    ['a', "'a'"],
    ["it's", "'it'\\''s'"],
    ['a\\b', "'a'\\\\'b'"],
    ['!', '\\!'],
  ])('%j is %s', (value, quoted) => {
    expect(shellQuote(value)).toBe(quoted);
  });
});
