import type { Pattern } from '../sets/patterns.ts';
import type { IssueParams, WarningCode } from '../types.ts';
import type { Fault } from './fault.ts';
import { PatternFinder } from './ipv4.ts';

/** What every reader of one text shares. */
export interface Context {
  /** The text after stage 0; same length as the spec. */
  readonly text: string;
  /** The spec as given, for zones and messages. */
  readonly spec: string;
  readonly finder: PatternFinder;
  /** Separate ranges one item may stand for; shrinks when many items of a text each stand for many. */
  readonly ranges: number;
  /** Counts the ranges of an item that its text does not account for. */
  readonly spend: (pattern: Pattern, chars: number) => void;
  /** Leave out the first and last address of IPv4 blocks. */
  readonly usable: boolean;
  /** Looks up a named group. */
  readonly group: (name: string, source: string | undefined) => Resolved;
  readonly warn: (code: WarningCode, index: number, length: number, params: IssueParams) => void;
}

/** Ranges all items of a text together may need beyond its length: what fits in memory without being felt. */
const BUDGET = 1_048_576;

function storedRanges(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'ipv4':
      return pattern.line.length / 2;
    case 'names': {
      let ranges = 0;
      for (const { axes } of pattern.shapes) for (const line of axes) ranges += line.length / 2;
      return ranges + pattern.shapes.length;
    }
    case 'octets':
    case 'ipv6':
    case 'set':
    case 'sets':
      return 0;
  }
}

/** Makes the context of one parse. */
export function contextOf(
  spec: string,
  text: string,
  options: Pick<Context, 'ranges' | 'usable' | 'warn' | 'group'>,
): Context {
  let left = BUDGET;
  return {
    text,
    spec,
    finder: new PatternFinder(text),
    ...options,
    get ranges(): number {
      return Math.min(options.ranges, left);
    },
    spend: (pattern, chars) => {
      left -= Math.max(0, storedRanges(pattern) - chars);
    },
  };
}

/** What a host reader found: the hosts and where their text ends, or the mistake and where to go on. */
export type Reading =
  | { readonly pattern: Pattern; readonly end: number; readonly pick?: 'address' | 'block' | undefined }
  | { readonly wrong: Fault; readonly end: number };

/** A failed reading. */
export function failed(wrong: Fault, end: number): Reading {
  return { wrong, end };
}

/** One item between separators: `[user@]host[:port]`. */
export interface TargetReading {
  readonly end: number;
  readonly wrong: Fault | undefined;
  readonly pattern: Pattern | undefined;
  /** Where the host starts, after the user. */
  readonly hostAt: number;
  /** 0 when none is written. */
  readonly port: number;
  /** Empty when none is written. */
  readonly user: string;
  /** What the item is, when rules about its neighbours ask for it. */
  readonly pick: 'address' | 'block' | undefined;
}

/** What a named group stands for, or why it stands for nothing. */
export type Resolved = { readonly pattern: Pattern } | { readonly wrong: Pick<Fault, 'code' | 'params'> };

/** An item that is refused. */
export function refused(wrong: Fault, end: number, hostAt: number): TargetReading {
  return { end, wrong, pattern: undefined, hostAt, port: 0, user: '', pick: undefined };
}
