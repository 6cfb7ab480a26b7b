import type { Duplex } from 'node:stream';
import type { HostKeySeen } from '@rollcall/protocol';
import type { NegotiatedAlgorithms } from 'ssh2';
import type { TrustedKey } from '../run/ports.ts';
import { algorithmsFor } from './algorithms.ts';
import type { Attempt, ConnectRequest } from './attempt.ts';
import { endLost, readGreeting, type HandshakeState } from './early-bytes.ts';
import { detailText, lossFailure, type Failure } from './failures.ts';
import { createHostKeyCheck, type KeyKnowledge } from './host-key.ts';
import { createLink, type Link } from './link.ts';
import type { LoginConversation } from './login-conversation.ts';
import { hearAnswersToKeys, signAtOnce, signWithSha2Only } from './ssh2-internals.ts';
import { turnedAway } from './turned-away.ts';

/** A connection on which the host has proved its key and taken the login. */
export interface LoggedIn {
  link: Link;
  server: string;
  hostKey: HostKeySeen;
  /** The blob of the host's key. */
  shownKey: Buffer;
  algorithms: string;
}

interface Handshake {
  attempt: Attempt<ConnectRequest>;
  known: KeyKnowledge;
  login: LoginConversation;
  user: string;
  /** Keeps a key that is trusted from now on; called when the host has proved that it holds it, before the login. */
  record(key: TrustedKey): Promise<void>;
}

/**
 * Takes a fresh connection to a login, stage by stage. Undefined when the attempt ended on the way; the connection is closed then.
 * A failure when sshd was too busy to say a word, which is not the end of the attempt yet.
 */
export function connectSsh(socket: Duplex, handshake: Handshake): Promise<LoggedIn | Failure | undefined> {
  const { attempt, known, login, user } = handshake;
  return attempt.wait<LoggedIn | Failure>((done) => {
    const state: HandshakeState = { at: 'banner', server: '' };
    let algorithms = '';
    const check = createHostKeyCheck(known, ({ reason, detail, hostKey }) => {
      attempt.end({ type: 'host-failed', reason, detail: detailText(detail), hostKey });
    });

    const { legacy = false } = attempt.request;
    const link = createLink(socket, {
      username: user,
      algorithms: algorithmsFor(new Set(known.trusted.map((key) => key.type)), legacy),
      hostVerifier: check.verify,
      authHandler: login.authHandler(async () => {
        const key = check.toRecord();
        if (key !== undefined) await handshake.record(key);
      }),
    });
    if (!legacy) signWithSha2Only(link.protocol._handlers);
    switch (login.method) {
      case 'key':
        signAtOnce(link.protocol);
        break;
      case 'agent':
        hearAnswersToKeys(link.protocol, login.heard);
        break;
      case 'password':
    }
    let isLoggedIn = false;
    attempt.onEnd(() => {
      if (isLoggedIn) return;
      // Who has not named himself gets no goodbye: he may go on talking until it is over.
      if (state.at === 'banner') link.drop();
      else link.close();
    });
    const release = attempt.onDispose(() => link.drop());
    const first = readGreeting(attempt, link, state);
    link.onLost = (loss) => {
      if (state.at === 'banner' && turnedAway(loss, first()).type === 'busy') {
        attempt.endStage();
        release();
        return done(lossFailure(state.at, loss));
      }
      // sshd hangs up in place of one more refusal when its MaxAuthTries is used up.
      if (state.at === 'auth' && /too many auth/i.test(loss.detail ?? '')) {
        attempt.end({ type: 'host-failed', reason: 'auth/rejected', ...login.cutOff });
      } else endLost(attempt, state.at, loss, first());
    };

    link.client.once('handshake', (negotiated) => {
      Reflect.deleteProperty(link.protocol, 'parse');
      state.at = 'auth';
      algorithms = describe(negotiated);
      attempt.begin('auth', attempt.limits.authMs, login.onLimit);
    });
    link.client.on('change password', () => {
      attempt.end({ type: 'host-failed', reason: 'auth/password-change' });
    });
    link.client.once('ready', () => {
      attempt.endStage();
      // From here on the channels hear of a loss.
      link.onLost = () => undefined;
      if (attempt.ending !== undefined) return;
      isLoggedIn = true;
      release();
      done({ link, server: state.server, hostKey: check.seen(), shownKey: check.shown(), algorithms });
    });
  });
}

function describe({ kex, serverHostKey, cs, sc }: NegotiatedAlgorithms): string {
  const cipher = cs.cipher === sc.cipher ? cs.cipher : `${cs.cipher}/${sc.cipher}`;
  return [kex, serverHostKey, cipher, cs.mac].filter(Boolean).join(', ');
}
