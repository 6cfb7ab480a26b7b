import { StorageError } from '../../run/ports.ts';
import { openSqliteStore, type SqliteStore } from '../../store/sqlite-store.ts';
import { CliError } from '../cli-error.ts';

/**
 * Opens the database of a data folder.
 * @throws CliError in words when it is newer, damaged, locked or cannot be written
 */
export async function openStore(folder: string): Promise<SqliteStore> {
  try {
    return await openSqliteStore({ folder });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new CliError(lowerFirst(error.message), ['Another folder can be chosen with --data FOLDER.'], {
      cause: error,
    });
  }
}

/** A message that begins with a path stays as it is. */
function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence[0]!.toLowerCase() + sentence.slice(1) : sentence;
}
