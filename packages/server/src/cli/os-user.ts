import { userInfo } from 'node:os';

/** The name of the user who runs the program; the number of the user where the system knows no name. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'owner');
  }
}
