import { PROBLEM_ADVICE, PROBLEMS, type Locale, type Problem, type ProblemCode } from '@rollcall/protocol';

/** What a problem says beside its code. */
export interface ProblemParts {
  /** What happened, where, what to do: one sentence or two, in both languages. Absent: what is usually to be done. */
  detail?: Record<Locale, string>;
  errors?: NonNullable<Problem['errors']>;
  issues?: NonNullable<Problem['issues']>;
  /** How long to wait before the next try; becomes `Retry-After`. */
  waitMs?: number;
}

/** Thrown by a handler to answer with a problem document. Never a bug: what the caller got wrong, or what is not there now. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly parts: ProblemParts;

  constructor(code: ProblemCode, parts: ProblemParts = {}) {
    super(parts.detail?.en ?? PROBLEMS[code].en);
    this.code = code;
    this.parts = parts;
  }
}

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The document of RFC 9457 for a code, in the language of the reader. */
export function problemDocument(code: ProblemCode, locale: Locale, parts: ProblemParts = {}): Problem {
  const { status, [locale]: title } = PROBLEMS[code];
  // Mistakes that are listed say themselves what to do.
  const detail = parts.detail ?? (parts.errors ? undefined : PROBLEM_ADVICE[code]);
  return {
    type: `urn:rollcall:problem:${code}`,
    title,
    status,
    code,
    ...(detail ? { detail: detail[locale] } : {}),
    ...(parts.errors ? { errors: parts.errors } : {}),
    ...(parts.issues ? { issues: parts.issues } : {}),
  };
}

/**
 * The language that an `Accept-Language` header asks for first among those Rollcall speaks; null when it names none of them.
 * @see RFC 9110 section 12.5.4
 */
export function localeOf(acceptLanguage: string | undefined): Locale | null {
  let best: { locale: Locale; weight: number } | null = null;
  for (const range of (acceptLanguage ?? '').slice(0, 1_000).split(',')) {
    const match = /^\s*(en|zh)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(range);
    const weight = Number(match?.[2] ?? 1);
    if (match && weight > (best?.weight ?? 0)) best = { locale: match[1]!.toLowerCase() as Locale, weight };
  }
  return best?.locale ?? null;
}
