/** What the server notes about a key that came by an import. */
const IMPORTED = /^list (.+), line (\d+)$/s;

/** The list and the line that a key was imported from; null where the note was typed by a person. */
export function importedFrom(note: string): { list: string; line: number } | null {
  const found = IMPORTED.exec(note);
  return found ? { list: found[1]!, line: Number(found[2]) } : null;
}
