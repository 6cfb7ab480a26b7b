/** What this browser remembers under `rollcall.<name>`; null when nothing is stored or storage is refused. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(`rollcall.${name}`);
  } catch {
    return null;
  }
}

/** Remembers `value`; null forgets. Never for secrets. */
export function writeStored(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`rollcall.${name}`);
    else localStorage.setItem(`rollcall.${name}`, value);
  } catch {
    // A browser that refuses storage forgets; nothing else changes.
  }
}
