import type { ProblemCode } from '@rollcall/protocol';

/** A run that cannot be started; nothing was contacted. `code` is for programs, `detail` for people, without secrets. */
export class RunRefusedError extends Error {
  override readonly name = 'RunRefusedError';
  readonly code: ProblemCode;
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}
