import type {
  DecidedKey,
  HostKeyCounts,
  HostKeyDecision,
  HostKeyDecisionKind,
  HostKeyRef,
  OfferedKey,
} from '@rollcall/protocol';

/** A page of a list that is narrowed by a part of a host name or fingerprint. */
export interface KeyPage {
  search?: string | undefined;
  limit: number;
  /** How many of the list to leave out. */
  after: number;
}

/** An offered key as the store has it, with the key itself and without what lists say about it. */
export type StoredOffer = Omit<OfferedKey, 'secondSource'> & { key: string };
/** A decided key with the key itself, as base64. */
export type StoredKey = DecidedKey & { key: string };

/** Who decides, when, and what stands in the record. */
export interface DecisionRecord {
  kind: HostKeyDecisionKind;
  atMs: number;
  by: string;
  /** Host range of all keys. */
  hosts: string;
  note: string;
}

/** An entry of a known_hosts file about one host by name. */
export interface NamedEntry {
  line: number;
  host: string;
  port: number;
  type: string;
  /** Base64, canonical. */
  key: string;
  fingerprint: string;
}

/** An entry kept as a second source: a plain name as OpenSSH files it, or whatever else names hosts, as it was written. */
export interface ListedEntry {
  line: number;
  name: string;
  fingerprint: string;
}

/** A list that was read, ready to be taken in. */
export interface KeyImport {
  list: string;
  trust: NamedEntry[];
  /** `host` is what the line says, also a pattern: a revoked key is refused on every host. */
  revoke: NamedEntry[];
  listed: ListedEntry[];
}

/** What became of the entries of an import. */
export interface ImportResult {
  trusted: number;
  already: number;
  revoked: number;
  /** Entries whose host keeps another key than theirs. */
  differs: NamedEntry[];
  /** Entries whose key is revoked. */
  isRevoked: NamedEntry[];
}

/**
 * Where the ledger of host keys is kept and decided about. Offers are written by the log of a run, in the transaction that
 * stores what the host showed. Every decision is all or nothing: it gives back the keys that are not as the caller says.
 */
export interface HostKeyStore {
  keyCounts(): Promise<HostKeyCounts>;
  listOffers(
    page: KeyPage & { kind: 'new' | 'changed'; run?: string | undefined },
  ): Promise<{ offers: StoredOffer[]; total: number }>;
  listKeys(page: KeyPage & { state: DecidedKey['state'] }): Promise<{ keys: StoredKey[]; total: number }>;
  listDecisions(limit: number): Promise<HostKeyDecision[]>;
  /** What lists say about hosts or keys: entries with one of these names or fingerprints. */
  findListed(
    names: readonly string[],
    fingerprints: readonly string[],
  ): Promise<(ListedEntry & { list: string })[]>;

  /** First contact becomes trusted. Differs: other key or none waiting, changed, short, or the host is known. */
  approve(keys: readonly HostKeyRef[], record: DecisionRecord): Promise<HostKeyRef[]>;
  /** The one way in which a trusted key gives way to another: every key of the host goes, this one comes. */
  replace(key: HostKeyRef, record: DecisionRecord): Promise<HostKeyRef[]>;
  /** Offers, new or changed, that shall stay as they are. */
  block(keys: readonly HostKeyRef[], record: DecisionRecord): Promise<HostKeyRef[]>;
  /** Trusted keys that are refused from now on, on every host. */
  revoke(keys: readonly HostKeyRef[], record: DecisionRecord): Promise<HostKeyRef[]>;
  /** Trusted keys of these hosts, revoked ones of every host, as if they had never been seen. */
  forget(keys: readonly HostKeyRef[], record: DecisionRecord): Promise<HostKeyRef[]>;
  /** A host that has a trusted key keeps it. A list of the same name is replaced by this one. */
  importKeys(keys: KeyImport, record: DecisionRecord): Promise<ImportResult>;
}
