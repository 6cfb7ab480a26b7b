import { visibleText, type FailedJump, type FailureReason, type UnknownReason } from '@rollcall/protocol';

const MAX_DETAIL_CHARS = 300;

/** Hostile or system text for an event: one line, visible characters only, at most 300 of them. */
export function detailText(text: string): string {
  // visibleText can make four characters of one, so the cut comes before and after.
  const line = visibleText(text.slice(0, MAX_DETAIL_CHARS).trim());
  return line.length <= MAX_DETAIL_CHARS ? line : `${line.slice(0, MAX_DETAIL_CHARS - 1)}…`;
}

/** Most items of a list that a host sends: an honest one has a few. */
const MAX_ITEMS = 20;

/** What a host listed (methods, algorithms, questions), each visible and short. */
export function saidList(items: readonly string[]): string[] {
  return items.slice(0, MAX_ITEMS).map(detailText);
}

/** Node's error codes of a dial, all others are `connect/failed`. */
const CONNECT_REASONS: Record<string, FailureReason> = {
  ECONNREFUSED: 'connect/refused',
  EHOSTUNREACH: 'connect/unreachable',
  ENETUNREACH: 'connect/unreachable',
  EHOSTDOWN: 'connect/unreachable',
  ENETDOWN: 'connect/unreachable',
  EACCES: 'connect/unreachable',
  EPERM: 'connect/unreachable',
  ETIMEDOUT: 'connect/timeout',
  ECONNRESET: 'connect/reset',
  ECONNABORTED: 'connect/reset',
  EPIPE: 'connect/reset',
  EMFILE: 'connect/no-resources',
  ENFILE: 'connect/no-resources',
  ENOBUFS: 'connect/no-resources',
  ENOMEM: 'connect/no-resources',
  EADDRNOTAVAIL: 'connect/no-resources',
  EAGAIN: 'connect/no-resources',
};

/** Error codes of a name lookup, all others are `resolve/failed`. */
const RESOLVE_REASONS: Record<string, FailureReason> = {
  ENOTFOUND: 'resolve/not-found',
  ENODATA: 'resolve/not-found',
  EAI_NONAME: 'resolve/not-found',
  EAI_NODATA: 'resolve/not-found',
  ETIMEOUT: 'resolve/timeout',
};

/** Why the command did not get to the host, as its outcome says it. */
export interface Failure {
  reason: FailureReason;
  detail?: string;
  limitMs?: number;
  /** With `jump/…`, and where this jump host said what went wrong behind it. */
  jump?: FailedJump;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the system said to a TCP connection, as a failure. */
export function connectFailure(error: unknown): Failure {
  const reason = CONNECT_REASONS[codeOf(error)] ?? 'connect/failed';
  return { reason, detail: detailText(codeOf(error) || messageOf(error)) };
}

/** What the resolver said, as a failure. */
export function resolveFailure(error: unknown): Failure {
  const reason = RESOLVE_REASONS[codeOf(error)] ?? 'resolve/failed';
  return { reason, detail: detailText(codeOf(error) || messageOf(error)) };
}

/** How a connection was lost. */
export type Loss =
  /** FIN, RST or a dead peer. */
  | { type: 'closed'; detail?: string; /** The jump host that was lost with it. */ jump?: FailedJump }
  /** The host said goodbye with a reason (RFC 4253 section 11.1). */
  | { type: 'disconnected'; code: number; detail: string }
  /** The bytes made no sense. */
  | { type: 'protocol'; detail: string };

/** Where a connection was when it was lost. */
export type LossStage = 'banner' | 'kex' | 'auth' | 'open';

const LOSS_REASONS: Record<LossStage, Record<Loss['type'], FailureReason>> = {
  banner: { closed: 'banner/closed', disconnected: 'banner/closed', protocol: 'banner/not-ssh' },
  kex: { closed: 'kex/closed', disconnected: 'kex/closed', protocol: 'kex/protocol' },
  auth: { closed: 'auth/closed', disconnected: 'auth/closed', protocol: 'auth/closed' },
  open: { closed: 'open/closed', disconnected: 'open/closed', protocol: 'open/closed' },
};

/** Before the command was sent: a failure of the stage. */
export function lossFailure(stage: LossStage, loss: Loss): Failure {
  if (loss.type === 'closed' && loss.jump !== undefined) return { reason: 'jump/lost', jump: loss.jump };
  const reason = LOSS_REASONS[stage][loss.type];
  return loss.detail === undefined ? { reason } : { reason, detail: detailText(loss.detail) };
}

const LOSS_UNKNOWN: Record<Loss['type'], UnknownReason> = {
  closed: 'connection-lost',
  disconnected: 'connection-lost',
  protocol: 'protocol',
};

/** After the command was sent. */
export function lossUnknown(loss: Loss): { reason: UnknownReason; jump?: FailedJump } {
  const reason = LOSS_UNKNOWN[loss.type];
  return loss.type === 'closed' && loss.jump !== undefined ? { reason, jump: loss.jump } : { reason };
}

/** What ends a connection that went through a jump host when the connection to that one is lost. */
export class JumpLostError extends Error {
  override readonly name = 'JumpLostError';
  readonly jump: FailedJump;

  constructor(jump: FailedJump) {
    super('the connection to a jump host was lost');
    this.jump = jump;
  }
}

/**
 * What an `error` event of an ssh2 client means. Errors of the socket carry a text code, a disconnect by the host carries
 * its number, everything else comes from parsing, decryption or the message rules.
 */
export function lossOf(error: Error & { level?: string; code?: unknown }): Loss {
  if (error instanceof JumpLostError) return { type: 'closed', jump: error.jump };
  if (typeof error.code === 'number') {
    return { type: 'disconnected', code: error.code, detail: error.message };
  }
  if (error.level === 'client-socket') return { type: 'closed', detail: codeOf(error) || error.message };
  // ssh2's word for a FIN before the identification line, which is a closed connection like any other.
  if (error.message === 'Connection lost before handshake') return { type: 'closed' };
  return { type: 'protocol', detail: error.message };
}
