import { readFileSync } from 'node:fs';

/** The version of the program, from the package's own package.json (two folders up, in `src` as in `dist`). */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
