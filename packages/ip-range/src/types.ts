/** Why a piece of a spec is refused. Closed list: every code has a sentence in every locale of `messages/`. */
export type ErrorCode =
  | 'octet-range'
  | 'leading-zero'
  | 'reversed-range'
  | 'bad-ipv4'
  | 'bare-number'
  | 'double-range'
  | 'open-range'
  | 'short-range-end'
  | 'spaced-dash'
  | 'partial-wildcard'
  | 'prefix-range'
  | 'bad-prefix'
  | 'bad-netmask'
  | 'wildcard-mask'
  | 'mask-after-space'
  | 'mask-after-colon'
  | 'prefix-on-pattern'
  | 'mixed-family'
  | 'bad-ipv6'
  | 'zone-mismatch'
  | 'unclosed-bracket'
  | 'unmatched-bracket'
  | 'nested-bracket'
  | 'empty-bracket'
  | 'empty-range'
  | 'bad-bracket-item'
  | 'bad-step'
  | 'padding-mismatch'
  | 'bad-label'
  | 'empty-label'
  | 'label-too-long'
  | 'name-too-long'
  | 'bad-character'
  | 'needs-inventory'
  | 'url-or-path'
  | 'non-ascii'
  | 'invisible-character'
  | 'bad-port'
  | 'bad-user'
  | 'user-conflict'
  | 'user-in-exclusion'
  | 'dash-exclusion'
  | 'word-range'
  | 'only-exclusions'
  | 'missing-operand'
  | 'missing-paren'
  | 'unexpected'
  | 'mixed-operators'
  | 'unknown-group'
  | 'group-cycle'
  | 'bad-group'
  | 'too-complex'
  | 'too-long'
  | 'too-many-items'
  | 'too-many-hosts';

/** What is worth saying about a spec that is nevertheless accepted. */
export type WarningCode =
  | 'host-bits'
  | 'network-broadcast-included'
  | 'duplicate'
  | 'excluded-nothing'
  | 'looks-like-a-range'
  | 'address-then-name'
  | 'sensitive-address';

/** Every code an {@link Issue} can carry. */
export type IssueCode = ErrorCode | WarningCode;

/** Values a sentence is made from; never markup. */
export type IssueParams = Record<string, string | number>;

/** One thing to say about one place of the text. */
export interface Issue {
  code: IssueCode;
  /** One English sentence; other locales through `issueMessage`. */
  message: string;
  /** Offset in UTF-16 units into the text as it was given, before any character was mapped. */
  index: number;
  /** UTF-16 units; 0 when the place is a gap or the end of the text. */
  length: number;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units of the line. */
  column: number;
  /** What to do about it; absent when the message says all. */
  hint?: string;
  /** A whole corrected spec; present only where one correction is certain. */
  suggestion?: string;
  params: IssueParams;
}

/** One item of the spec as it was written, for highlighting and for showing what each part means. */
export interface ParsedItem {
  /** The text as typed. */
  text: string;
  index: number;
  length: number;
  kind: 'include' | 'exclude' | 'error';
  /** Hosts this item means by itself, before exclusions and duplicates; `0n` for errors. */
  count: bigint;
  /** First host in numeric order; absent when the item means no host. */
  first?: string;
  last?: string;
}

/** One host to reach. */
export interface Target {
  /** Address or name alone: no port, no user; a zone stays (`fe80::1%eth0`). */
  host: string;
  /** Absent when none was written. */
  port?: number;
  user?: string;
  /** Where in the text it was first written; both 0 when the set did not come from a text. */
  index: number;
  length: number;
}

/** Consecutive hosts, both ends included. */
export interface HostRange {
  kind: 'ipv4' | 'ipv6' | 'name';
  first: string;
  last: string;
  size: bigint;
  port?: number;
}

/** Upper bounds for one parse. */
export interface ParseLimits {
  /** UTF-16 units of text; default 1,048,576. */
  chars?: number;
  /** Items; default 100,000. */
  items?: number;
  /** Separate ranges one item may stand for before it is refused as `too-complex`; default 65,536. */
  ranges?: number;
}

/** A `HostSet`, or anything that can be written as a spec. */
export interface Foldable {
  fold(): string;
}

/** How to read a spec. */
export interface ParseOptions {
  /**
   * `all` (default): a CIDR block means every address in it.
   * `usable`: IPv4 blocks of /30 and larger lose their first and last address.
   */
  cidrHosts?: 'all' | 'usable';
  /**
   * What `@name` (or `@source:name`) stands for: a spec, a set, or undefined for "no such group". Called once per name
   * and parse; must answer at once. Without it every `@name` is an error.
   */
  groups?: (name: string, source?: string) => string | Foldable | undefined;
  /** All group names: for `@*`, and to name the nearest one when a name is unknown. */
  groupNames?: (source?: string) => Iterable<string>;
  /** A spec of hosts to leave out, as if each were written with `!`. */
  exclude?: string;
  limits?: ParseLimits;
}
