import type { Pattern } from '../sets/build.ts';
import type { IssueParams, WarningCode } from '../types.ts';
import type { Fault } from './fault.ts';
import type { Resolved } from './groups.ts';
import { PatternFinder } from './ipv4.ts';

/** What every reader of one text shares. */
export interface Context {
  /** The text after stage 0; same length as the spec. */
  readonly text: string;
  /** The spec as given, for zones and messages. */
  readonly spec: string;
  readonly finder: PatternFinder;
  /** Separate ranges one item may stand for. */
  readonly ranges: number;
  /** Leave out the first and last address of IPv4 blocks. */
  readonly usable: boolean;
  /** Looks up a named group. */
  readonly group: (name: string, source: string | undefined) => Resolved;
  readonly warn: (code: WarningCode, index: number, length: number, params: IssueParams) => void;
}

/** Makes the context of one parse. */
export function contextOf(
  spec: string,
  text: string,
  options: Pick<Context, 'ranges' | 'usable' | 'warn' | 'group'>,
): Context {
  return { text, spec, finder: new PatternFinder(text), ...options };
}

/** What a host reader found: the hosts and where their text ends, or the mistake and where to go on. */
export type Reading =
  | { readonly pattern: Pattern; readonly end: number; readonly pick?: 'address' | 'block' }
  | { readonly wrong: Fault; readonly end: number };

/** A failed reading. */
export function failed(wrong: Fault, end: number): Reading {
  return { wrong, end };
}
