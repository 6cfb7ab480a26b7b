/** The account that real SSH servers of tests let in. Not part of the product. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Made once when the tests run as root; a server of another user can log in only that user, without a password. */
const USER = 'rollcall-test';
const PASSWORD = 'a test password, 只用于测试';

export interface TestAccount {
  userName: string;
  /** Null when the tests do not run as root: no server could check one. */
  password: string | null;
}

/** Makes the account when it is not there yet. */
export async function testAccount(): Promise<TestAccount> {
  if (process.getuid?.() !== 0) return { userName: userInfo().username, password: null };
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const exists = await run('id', [USER]).then(
    () => true,
    () => false,
  );
  if (!exists) await addUser();
  return { userName: USER, password: PASSWORD };
}

async function addUser(): Promise<void> {
  const { stdout } = await run('openssl', ['passwd', '-6', PASSWORD]);
  try {
    await run('useradd', ['-m', '-s', '/bin/sh', '-p', stdout.trim(), USER]);
  } catch (error) {
    // Two test processes can come here together; the other one has made it.
    if (!String(error).includes('already exists')) throw error;
  }
}
