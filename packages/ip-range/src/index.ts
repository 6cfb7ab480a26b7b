export { classify } from './classes/classify.ts';
export { HOST_CLASSES, type HostClass } from './classes/host-class.ts';
export { formatIssue, HostRangeError, TooManyHostsError } from './errors.ts';
export type { FoldOptions } from './fold/fold.ts';
export { HostSet } from './host-set.ts';
export { parse, type ParseResult, tryParse } from './parse/parse.ts';
export { TooComplexError } from './sets/grid.ts';
export type {
  ErrorCode,
  Foldable,
  HostRange,
  Issue,
  IssueCode,
  IssueParams,
  ParsedItem,
  ParseLimits,
  ParseOptions,
  Target,
  WarningCode,
} from './types.ts';
