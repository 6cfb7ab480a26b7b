// The whole-product tests use a real browser and a real sshd; those of ip-range ask Python and ClusterShell.
// Installs them from Debian when it may, otherwise fails with the one line that does; they are never skipped silently.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = [
  { package: 'chromium', file: process.env.ROLLCALL_CHROMIUM ?? '/usr/bin/chromium' },
  { package: 'openssh-server', file: '/usr/sbin/sshd' },
  { package: 'openssh-client', file: '/usr/bin/ssh-keygen' },
  { package: 'python3', file: '/usr/bin/python3' },
  { package: 'clustershell', file: '/usr/bin/nodeset' },
];
/** Other login shells, another SSH server, and sudo: tests that want one of them say so by their name where it is missing and may not be installed. */
const welcome = [
  { package: 'sudo', file: '/usr/bin/sudo' },
  { package: 'dropbear-bin', file: '/usr/sbin/dropbear' },
  { package: 'busybox', file: '/bin/busybox' },
  { package: 'fish', file: '/usr/bin/fish' },
  { package: 'ksh93u+m', file: '/usr/bin/ksh93' },
  { package: 'mksh', file: '/bin/mksh' },
  { package: 'tcsh', file: '/bin/tcsh' },
  { package: 'zsh', file: '/bin/zsh' },
];
const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const missing = (may ? [...needed, ...welcome] : needed).filter((tool) => !existsSync(tool.file));

if (missing.length > 0) {
  const names = missing.map((tool) => tool.package);
  const line = `apt-get update && apt-get install -y ${names.join(' ')}`;
  if (!may) {
    console.error(`The tests need ${names.join(' and ')}. Install with:\n\n  sudo sh -c '${line}'\n`);
    process.exit(1);
  }
  console.error(`Installing ${names.join(', ')} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = spawnSync('sh', ['-c', line], { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (apt.status !== 0) {
    console.error(`Could not install them. Run by hand:\n\n  ${line}\n`);
    if (needed.some((tool) => !existsSync(tool.file))) process.exit(1);
  }
}
