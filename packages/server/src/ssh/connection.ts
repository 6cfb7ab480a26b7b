import type { HostKeySeen } from '@rollcall/protocol';
import type { Socket } from 'node:net';
import type { NegotiatedAlgorithms } from 'ssh2';
import type { TrustedKey } from '../run/ports.ts';
import { algorithmsFor } from './algorithms.ts';
import type { Attempt } from './attempt.ts';
import { detailText, lossFailure, type Loss, type LossStage } from './failures.ts';
import { judgeHostKey, type KeyKnowledge } from './host-key.ts';
import { createGreetingReader } from './identification.ts';
import { explainNoMatch } from './kexinit.ts';
import { createLink, type Link } from './link.ts';
import type { LoginConversation } from './login.ts';
import { signAtOnce } from './ssh2-internals.ts';

/** A connection on which the host has proved its key and taken the login. */
export interface LoggedIn {
  link: Link;
  server: string;
  hostKey: HostKeySeen;
  algorithms: string;
}

/** Enough of the handshake to hold any KEXINIT in use. */
const KEPT_HANDSHAKE_BYTES = 8 * 1024;

interface Handshake {
  attempt: Attempt;
  known: KeyKnowledge;
  login: LoginConversation;
  user: string;
  /** Keeps a key that is trusted from now on; called when the host has proved that it holds it, before the login. */
  record(key: TrustedKey): Promise<void>;
}

/** Takes a fresh TCP connection to a login, stage by stage. Undefined when the attempt ended on the way. */
export function connectSsh(socket: Socket, handshake: Handshake): Promise<LoggedIn | undefined> {
  const { attempt, known, login, user } = handshake;
  return attempt.wait<LoggedIn>((done) => {
    const state = { at: 'banner' as LossStage, server: '', algorithms: '' };
    let proven: Buffer | undefined;
    let hostKey: HostKeySeen | undefined;
    let toRecord: TrustedKey | undefined;

    /** Before any credential leaves. ssh2 asks again at each re-keying: the key must stay the same. */
    function verify(shown: Buffer): boolean {
      if (proven !== undefined) return proven.equals(shown);
      const verdict = judgeHostKey(shown, known);
      if (verdict.type === 'refused') {
        const { reason, detail, hostKey: seen } = verdict;
        attempt.end({ type: 'host-failed', reason, detail: detailText(detail), hostKey: seen });
        return false;
      }
      proven = Buffer.from(shown);
      hostKey = verdict.hostKey;
      if (verdict.type === 'new') toRecord = verdict.record;
      return true;
    }

    const link = createLink(socket, {
      username: user,
      algorithms: algorithmsFor(new Set(known.trusted.map((key) => key.type))),
      hostVerifier: verify,
      authHandler: login.authHandler(async () => {
        if (toRecord !== undefined) await handshake.record(toRecord);
      }),
    });
    if (login.signsAtOnce) signAtOnce(link.protocol);
    attempt.onEnd(() => link.close());
    attempt.onDispose(() => link.drop());
    const first = readGreeting(attempt, link, state);
    link.onLost = (loss) => {
      // sshd hangs up in place of one more refusal when its MaxAuthTries is used up.
      if (state.at === 'auth' && /too many auth/i.test(loss.detail ?? '')) {
        attempt.end({ type: 'host-failed', reason: 'auth/rejected', detail: login.credential });
      } else endLost(attempt, state.at, loss, first());
    };

    link.client.once('handshake', (negotiated) => {
      Reflect.deleteProperty(link.protocol, 'parse');
      state.at = 'auth';
      state.algorithms = describe(negotiated);
      attempt.begin('auth', attempt.limits.authMs, login.onLimit);
    });
    link.client.on('change password', () => {
      attempt.end({ type: 'host-failed', reason: 'auth/password-change' });
    });
    link.client.once('ready', () => {
      attempt.endStage();
      done({ link, server: state.server, hostKey: hostKey!, algorithms: state.algorithms });
    });
  });
}

/** Stands before ssh2 until the identification line is complete, then remembers the handshake for a message about it. */
function readGreeting(attempt: Attempt, link: Link, state: { at: LossStage; server: string }) {
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

/** What sshd says in place of an identification line when it has no place for us. */
const BUSY = /^"(?:Exceeded MaxStartups|Not allowed at this time)/;

function endLost(
  attempt: Attempt,
  at: LossStage,
  loss: Loss,
  first: { said: string; handshake: Buffer },
): void {
  const { said, handshake } = first;
  const unmatched = at === 'kex' ? explainNoMatch(loss.detail ?? '', handshake) : undefined;
  if (unmatched !== undefined) {
    attempt.end({ type: 'host-failed', reason: 'kex/no-common-algorithm', detail: detailText(unmatched) });
  } else if (at === 'banner' && said !== '' && !BUSY.test(said)) {
    attempt.end({ type: 'host-failed', reason: 'banner/not-ssh', detail: detailText(said) });
  } else {
    attempt.end({ type: 'host-failed', ...lossFailure(at, loss) });
  }
}

function describe({ kex, serverHostKey, cs, sc }: NegotiatedAlgorithms): string {
  const cipher = cs.cipher === sc.cipher ? cs.cipher : `${cs.cipher}/${sc.cipher}`;
  return [kex, serverHostKey, cipher, cs.mac].filter(Boolean).join(', ');
}
