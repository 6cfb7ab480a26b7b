import type { HostKeyStore } from '../host-keys/ports.ts';
import type { HostKeyLedger } from '../run/ports.ts';
import type { Database } from './database.ts';
import { hostKeyDecisions } from './host-key-decisions.ts';
import { hostKeyImport } from './host-key-import.ts';
import { hostKeyLists } from './host-key-lists.ts';
import { hostKeyRecords } from './host-key-records.ts';
import { revokedKeys } from './revoked-keys.ts';

/** The ledger of host keys: what runs ask it, what people see of it and decide. Its offers are folded in `logAppend`. */
export function hostKeys(database: Database): HostKeyLedger & HostKeyStore {
  const revoked = revokedKeys(database);
  return {
    ...hostKeyRecords(database, revoked),
    ...hostKeyLists(database),
    ...hostKeyDecisions(database, revoked),
    ...hostKeyImport(database, revoked),
  };
}
