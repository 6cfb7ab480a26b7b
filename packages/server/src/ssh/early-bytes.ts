import type { Attempt, ConnectRequest } from './attempt.ts';
import { detailText, lossFailure, saidList, type Loss, type LossStage } from './failures.ts';
import { createGreetingReader } from './identification.ts';
import { explainNoMatch } from './kexinit.ts';
import type { Link } from './link.ts';
import { turnedAway } from './turned-away.ts';

/** Where a handshake is, and what the host calls itself once it has said so. */
export interface HandshakeState {
  at: LossStage;
  server: string;
}

/** What a host has said first, for words about why it went no further. */
export interface EarlyBytes {
  /** Before the identification line, visible and quoted; empty when nothing was. */
  said: string;
  /** From the identification line on. */
  handshake: Buffer;
}

/** Enough of the handshake to hold any KEXINIT in use. */
const KEPT_HANDSHAKE_BYTES = 8 * 1024;

/** Stands before ssh2 until the identification line is complete, then remembers the handshake for a message about it. */
export function readGreeting(
  attempt: Attempt<ConnectRequest>,
  link: Link,
  state: HandshakeState,
): () => EarlyBytes {
  const { bannerMs, kexMs } = attempt.limits;
  const { protocol } = link;
  const reader = createGreetingReader();
  const kept: Buffer[] = [];
  let keptBytes = 0;
  // The method of ssh2's class, not the stand-in that is put over it here.
  const parse = protocol.parse;

  const notSsh = (said: string) =>
    attempt.end({ type: 'host-failed', reason: 'banner/not-ssh', detail: detailText(said) });

  attempt.begin('banner', bannerMs, () => {
    if (reader.said() !== '') notSsh(reader.said());
    else attempt.end({ type: 'host-failed', reason: 'banner/timeout', limitMs: bannerMs });
  });

  function pass(chunk: Buffer): void {
    if (keptBytes < KEPT_HANDSHAKE_BYTES) kept.push(chunk);
    keptBytes += chunk.length;
    parse.call(protocol, chunk, 0, chunk.length);
  }

  protocol.parse = (chunk) => {
    if (state.at !== 'banner') return pass(chunk);
    const greeting = reader.take(chunk);
    if (greeting.type === 'not-ssh') return notSsh(greeting.said);
    if (greeting.type === 'incomplete') return;
    state.server = greeting.software;
    state.at = 'kex';
    attempt.begin('kex', kexMs, () =>
      attempt.end({ type: 'host-failed', reason: 'kex/timeout', limitMs: kexMs }),
    );
    pass(greeting.rest);
  };
  return () => ({ said: reader.said(), handshake: Buffer.concat(kept) });
}

/** Ends the attempt for a connection that was lost before the login was over. */
export function endLost(
  attempt: Attempt<ConnectRequest>,
  at: LossStage,
  loss: Loss,
  { said, handshake }: EarlyBytes,
): void {
  const away = turnedAway(loss, { said });
  const unmatched = at === 'kex' ? explainNoMatch(loss.detail ?? '', handshake) : undefined;
  if (unmatched !== undefined) {
    const { list, offers } = unmatched;
    const detail = detailText(`${list}: the host offers ${offers.join(', ') || 'nothing'}`);
    const facts = { list, offers: saidList(offers), ...(unmatched.legacyFits && { legacy: true as const }) };
    attempt.end({ type: 'host-failed', reason: 'kex/no-common-algorithm', detail, facts });
  } else if (at === 'banner' && away.type === 'penalised') {
    attempt.end({ type: 'host-failed', ...away.failure });
  } else if (at === 'banner' && said !== '') {
    attempt.end({ type: 'host-failed', reason: 'banner/not-ssh', detail: detailText(said) });
  } else {
    attempt.end({ type: 'host-failed', ...lossFailure(at, loss) });
  }
}
