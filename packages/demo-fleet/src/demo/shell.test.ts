import { describe, expect, test } from 'vitest';
import { machine, type } from './shell.suite.ts';

const shell = machine();

describe('a command line is a real one', () => {
  test.each([
    ['pipes', 'echo abc | tr a-z A-Z', 'ABC\n', '', 0],
    ['lists', 'false || echo or; true && echo and', 'or\nand\n', '', 0],
    ['exit status', 'exit 7', '', '', 7],
    ['status of the last command', 'true; false', '', '', 1],
    ['errexit', 'set -e; false; echo no', '', '', 1],
    ['pipefail', 'set -o pipefail; false | true', '', '', 1],
    ['variables and substitution', 'x=$(hostname); echo "[$x] $((6*7))"', '[lb-01] 42\n', '', 0],
    ['substitution inside an argument', 'echo $(echo inner) outer', 'inner outer\n', '', 0],
    ['loops', 'for i in 1 2 3; do echo $i; done', '1\n2\n3\n', '', 0],
    ['while with read', 'seq 2 | while read -r l; do echo "<$l>"; done', '<1>\n<2>\n', '', 0],
    ['until', 'i=0; until [ $i = 2 ]; do i=$((i+1)); done; echo $i', '2\n', '', 0],
    ['break and continue', 'for i in 1 2 3; do [ $i = 1 ] && continue; echo $i; break; done', '2\n', '', 0],
    ['functions', 'f() { echo in $1; return 3; }; f x; echo $?', 'in x\n3\n', '', 0],
    ['output of functions in substitutions', 'f() { echo in; }; x=$(f); echo "[$x]"', '[in]\n', '', 0],
    ['case', 'case $(uname -m) in x86*) echo amd;; esac', 'amd\n', '', 0],
    ['if', 'if [ -f /etc/hostname ]; then cat /etc/hostname; else echo no; fi', 'lb-01\n', '', 0],
    ['subshells and groups', '(cd /; pwd); { pwd; }', '/\n/home/ops\n', '', 0],
    ['here documents', 'cat <<E\nhi $USER\nE', 'hi ops\n', '', 0],
    ['stderr', 'echo a >&2; ls /nope', '', 'a\nls: /nope: No such file or directory\n', 2],
    ['stderr into stdout', 'ls /nope 2>&1 | cut -d: -f1', 'ls\n', '', 0],
    ['a group with both streams joined', '{ echo a; echo b >&2; } 2>&1', 'a\nb\n', '', 0],
    ['files', 'echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f; rm /tmp/f', 'a\nb\n', '', 0],
    ['its own redirections by exec', 'exec 2>&1; ls /nope', 'ls: /nope: No such file or directory\n', '', 2],
    ['nothing', 'true > /dev/null 2>&1', '', '', 0],
    ['unknown commands', 'nope; echo $?', '127\n', 'sh: 1: nope: not found\n', 0],
    ['mistakes', 'if then', '', "sh: 1: Syntax error: syntax error near unexpected token `fi'\n", 2],
    ['many languages', 'echo 点名 é', '点名 é\n', '', 0],
    ['a shell in the shell', 'sh -c "echo in; exit 5"; echo $?', 'in\n5\n', '', 0],
    ['timeout', 'timeout 0.05 sleep infinity; echo $?', '124\n', '', 0],
    ['sleep complains', 'sleep x', '', 'sleep: invalid time interval ‘x’\n', 1],
    [
      'sudo',
      'sudo id -un; sudo -u postgres whoami; sudo nope',
      'root\npostgres\n',
      'sh: 1: nope: not found\n',
      127,
    ],
    ['arguments of sudo are not read twice', "sudo echo '$USER' 'a  b'", '$USER a  b\n', '', 0],
    ['signal to itself', 'kill -9 $$; echo no', '', '', 'KILL'],
    ['no signal to others', 'kill 1', '', 'sh: 1: kill: No such process\n', 1],
    [
      'the proc files',
      'cut -d" " -f4 /proc/loadavg | cut -d/ -f1; head -1 /proc/version | cut -c1-13',
      '1\nLinux version\n',
      '',
      0,
    ],
    ['the release', '. /etc/os-release; echo $PRETTY_NAME', 'Debian GNU/Linux 12 (bookworm)\n', '', 0],
  ])('%s', async (_what, command, stdout, stderr, end) => {
    expect(await type(shell, command)).toMatchObject({ stdout, stderr, end });
  });
});

describe('output comes as it is produced', () => {
  test.each([
    ['from a list', 'echo 1; echo 2 >&2; sleep infinity', ['stdout:1\n', 'stderr:2\n']],
    ['from a loop', 'for i in 1 2; do echo $i; done; sleep infinity', ['stdout:1\n', 'stdout:2\n']],
    [
      'from inside a loop',
      'for i in 1 2; do echo $i; [ $i = 2 ] && sleep infinity; done',
      ['stdout:1\n', 'stdout:2\n'],
    ],
    [
      'from the end of a pipeline',
      'seq 2 | while read l; do echo $l; [ $l = 2 ] && sleep infinity; done',
      ['stdout:1\n', 'stdout:2\n'],
    ],
    [
      'from if, case and groups',
      'if true; then case a in a) { (echo 1); echo 2; };; esac; fi; sleep infinity',
      ['stdout:1\n', 'stdout:2\n'],
    ],
    ['from seq', 'seq 2; sleep infinity', ['stdout:1\n2\n']],
  ])('%s', async (_where, command, expected) => {
    const seen: string[] = [];
    const printed = await type(shell, command, (_text, stop) => {
      seen.push('chunk');
      if (seen.length === expected.length) stop();
    });
    expect(printed).toMatchObject({ chunks: expected, end: undefined });
  });
});

describe('endless commands', () => {
  test('yes waits for its reader and stops with it', async () => {
    let waiting = 0;
    let most = 0;
    const printed = await type(shell, 'yes 点', async (_text, stop) => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise(setImmediate);
      waiting -= 1;
      stop();
    });
    expect(most).toBe(1);
    expect(printed.chunks).toHaveLength(1);
    expect(printed.stdout).toMatch(/^(点\n)+$/);
  });

  test.each([
    ['an empty loop', 'echo go; while :; do :; done'],
    ['a loop in a function', 'echo go; f() { while true; do true; done; }; f'],
    ['a loop in a substitution', 'echo go; x=$(while true; do true; done)'],
    ['a sleep', 'echo go; sleep infinity'],
    ['a shell in the shell', 'echo go; sh -c "while :; do :; done"'],
  ])('%s lets others have their turn and can be stopped', async (_what, command) => {
    let ticking: NodeJS.Timeout | undefined;
    const printed = await type(shell, command, (_text, stop) => {
      let turns = 0;
      ticking = setInterval(() => {
        turns += 1;
        if (turns === 3) stop();
      }, 1);
    });
    clearInterval(ticking);
    expect(printed).toMatchObject({ stdout: 'go\n', end: undefined });
  });

  test.each([
    ['yes into head', 'yes | head -n 3', 'y\ny\ny\n'],
    ['yes into a filter that wants all', 'yes | head -c 1M | wc -c', '1048576\n'],
    ['yes in a substitution', 'x=$(yes | head -2); echo $x', 'y y\n'],
    ['yes into grep, cut after 1 MiB', 'yes | grep -c y', '524288\n'],
    ['a piped loop without end', 'while true; do echo a; done | head -2', 'a\na\n'],
    ['a recursion', 'f() { f; }; f 2>/dev/null; echo $?', ''],
  ])('%s ends', async (_what, command, stdout) => {
    expect(await type(shell, command)).toMatchObject({ stdout });
  });
});

describe('a machine remembers', () => {
  test('its files and its stopped services, from command to command', async () => {
    const own = machine();
    await type(own, 'echo kept > /srv/note; sudo systemctl stop nginx');
    expect((await type(own, 'cat /srv/note; systemctl is-active nginx')).stdout).toBe('kept\ninactive\n');
    expect((await type(machine(), 'cat /srv/note; systemctl is-active nginx')).stdout).toBe('active\n');
  });

  test('no variables or folders, and each user has a home', async () => {
    await type(shell, 'cd /tmp; X=1');
    expect((await type(shell, 'echo "[$X]"; pwd; whoami', undefined, 'root')).stdout).toBe(
      '[]\n/root\nroot\n',
    );
    expect((await type(shell, 'pwd', undefined, '../../etc')).stdout).toBe('/home/.._.._etc\n');
  });
});

test('two commands at once do not mix their output', async () => {
  const both = await Promise.all([1, 2].map(async (n) => type(shell, `for i in 1 2 3; do echo ${n}; done`)));
  expect(both.map(({ stdout }) => stdout)).toEqual(['1\n1\n1\n', '2\n2\n2\n']);
});

test('where the disk is full nothing can be written, and memory still has room', async () => {
  const full = machine('disk-full');
  const error = 'No space left on device';
  expect(await type(full, 'echo x > /tmp/a')).toMatchObject({
    end: 1,
    stderr: `sh: 1: write error: ${error}\n`,
  });
  expect(await type(full, 'echo x | tee /tmp/a')).toMatchObject({
    end: 1,
    stdout: 'x\n',
    stderr: `tee: /tmp/a: ${error}\n`,
  });
  expect(await type(full, 'cp /etc/hosts /tmp/h')).toMatchObject({
    end: 1,
    stderr: `cp: cannot copy '/etc/hosts': ${error}\n`,
  });
  expect(await type(full, 'mkdir /tmp/d')).toMatchObject({
    end: 1,
    stderr: `mkdir: cannot create directory '/tmp/d': ${error}\n`,
  });
  expect(await type(full, 'echo x > /dev/null; mkdir -p /tmp; cat /etc/hostname')).toMatchObject({
    end: 0,
    stderr: '',
  });
});

test('without nginx the shell says so and stops the list', async () => {
  const printed = await type(machine('no-nginx'), 'uname -r && nginx -v && openssl version');
  expect(printed).toMatchObject({
    end: 127,
    stdout: '6.1.0-28-amd64\n',
    stderr: 'sh: 1: nginx: not found\n',
  });
});

test('what fills the memory of the demo ends with a reason', async () => {
  const printed = await type(shell, 'x=$(seq 1 100000000); echo $?');
  expect(printed).toMatchObject({ stdout: '1\n', stderr: 'seq: too much output to hold in a demo\n' });
});
