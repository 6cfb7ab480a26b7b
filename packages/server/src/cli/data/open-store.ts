import { StorageError } from '../../run/ports.ts';
import { openSqliteStore, type SqliteStore } from '../../store/sqlite-store.ts';
import { storageProblem } from '../cli-error.ts';

/**
 * Opens the database of a data folder.
 * @throws CliError in words when it is newer, damaged, locked or cannot be written
 */
export async function openStore(folder: string): Promise<SqliteStore> {
  try {
    return await openSqliteStore({ folder });
  } catch (error) {
    throw error instanceof StorageError ? storageProblem(error) : error;
  }
}
