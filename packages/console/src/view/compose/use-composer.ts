import { useDeferredValue, useMemo, useState } from 'react';
import type { Session } from '@rollcall/protocol';
import { useReachability } from '../../api/reachability.ts';
import { useDraft } from './draft.ts';
import { defaultOptions, neededSecret, type Options, type SecretNeed } from './options.ts';
import { countToType, whyNot, type Draft, type Reason } from './readiness.ts';
import { readTargets } from './targets.ts';

/** Everything on screen that follows from what was typed. */
export interface ComposerState {
  session: Session;
  draft: Draft;
  reason: Reason | null;
  need: SecretNeed;
  /** The count to type before a large run; null for others. */
  toType: number | null;
  setOptions: (options: Options) => void;
  setSecret: (secret: string) => void;
  setConfirmation: (confirmation: string) => void;
  /** The draft of this very moment, also when the one on screen lags behind a large paste. */
  current: () => { draft: Draft; reason: Reason | null };
}

/** Reads the fields on each key; of a large paste the field shows first and its meaning follows. */
export function useComposer(session: Session): ComposerState {
  const { targets: text, command, options: chosen, setOptions } = useDraft();
  const [secret, setSecret] = useState('');
  const [confirmation, setConfirmation] = useState('');
  const connected = useReachability((state) => state.reachable);
  const deferred = useDeferredValue(text);
  const { maxHosts } = session.limits;
  const targets = useMemo(() => readTargets(deferred, maxHosts), [deferred, maxHosts]);
  const options = useMemo(() => chosen ?? defaultOptions(session), [chosen, session]);
  const draft: Draft = { targets, command, options, secret, confirmation };
  const current = (): { draft: Draft; reason: Reason | null } => {
    const now = deferred === text ? draft : { ...draft, targets: readTargets(text, maxHosts) };
    return { draft: now, reason: whyNot(now, session, connected) };
  };
  return {
    session,
    draft,
    reason: whyNot(draft, session, connected),
    need: neededSecret(options, session),
    toType: countToType(targets, session),
    setOptions,
    setSecret,
    setConfirmation,
    current,
  };
}
