import { PROBLEMS, type Locale, type Problem, type ProblemCode } from '@rollcall/protocol';

/** A code of the server's closed list, or what the page itself found: no answer, or one that it cannot read. */
export type ApiProblemCode = ProblemCode | 'unreachable' | 'bad-answer';

/** A request that did not get what it asked for. `detail` and `errors` are the server's words, in English. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ApiProblemCode;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly { path: string; message: string }[];
  /** From `Retry-After`, in seconds; null when the server named none. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ApiProblemCode,
    status = 0,
    more: Partial<Pick<ApiProblem, 'detail' | 'errors' | 'retryAfterSeconds'>> = {},
  ) {
    super(`${code} (${status})`);
    this.code = code;
    this.status = status;
    this.detail = more.detail;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

/** Reads a refused answer: a problem document of RFC 9457, or `bad-answer` when it is none of ours. */
export function problemFrom(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const retryAfterSeconds = Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
  if (typeof body !== 'object' || body === null || !('code' in body))
    return new ApiProblem('bad-answer', status, { retryAfterSeconds });
  const { code, detail, errors } = body as Partial<Problem>;
  if (code === undefined || !Object.hasOwn(PROBLEMS, code))
    return new ApiProblem('bad-answer', status, { detail, retryAfterSeconds });
  return new ApiProblem(code, status, { detail, errors: errors ?? [], retryAfterSeconds });
}

const OWN: Record<Exclude<ApiProblemCode, ProblemCode>, Record<Locale, string>> = {
  unreachable: { en: 'The server does not answer', zh: '服务器没有应答' },
  'bad-answer': { en: 'The server gave an answer that this page cannot read', zh: '无法识别服务器的应答' },
};

/** What went wrong in one sentence without full stop, in the language of the page. */
export function problemTitle(code: ApiProblemCode, locale: Locale): string {
  return code === 'unreachable' || code === 'bad-answer' ? OWN[code][locale] : PROBLEMS[code][locale];
}

/** Anything thrown by a request as a problem, so that a view has one thing to show. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem('bad-answer');
}
