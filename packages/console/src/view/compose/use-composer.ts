import { useMemo, useState } from 'react';
import type { Session } from '@rollcall/protocol';
import { useReachability } from '../../api/reachability.ts';
import { useDraft } from './draft.ts';
import { defaultOptions, neededSecret, type Options, type SecretNeed } from './options.ts';
import { countToType, whyNot, type Draft, type Reason } from './readiness.ts';
import type { Targets } from './targets.ts';
import { useGroups, type Groups } from './use-groups.ts';
import { useTargets } from './use-targets.ts';

/** Everything on screen that follows from what was typed. */
export interface ComposerState {
  session: Session;
  draft: Draft;
  groups: Groups;
  /** Parts and hosts to show; of an earlier text as long as its `state` is not `read`. */
  shown: Targets;
  reason: Reason | null;
  need: SecretNeed;
  /** The count to type before a large run; null for others. */
  toType: number | null;
  setOptions: (options: Options) => void;
  setSecret: (secret: string) => void;
  setConfirmation: (confirmation: string) => void;
}

/** Reads the fields on each key. */
export function useComposer(session: Session): ComposerState {
  const { targets: text, command, options: chosen, setOptions } = useDraft();
  const [secret, setSecret] = useState('');
  const [confirmation, setConfirmation] = useState('');
  const connected = useReachability((state) => state.reachable);
  const groups = useGroups();
  const { targets, shown } = useTargets(text, session.limits.maxHosts, groups.known);
  const options = useMemo(() => chosen ?? defaultOptions(session), [chosen, session]);
  const draft: Draft = { targets, command, options, secret, confirmation };
  return {
    session,
    draft,
    groups,
    shown,
    reason: whyNot(draft, session, connected),
    need: neededSecret(options, session),
    toType: countToType(targets, session),
    setOptions,
    setSecret,
    setConfirmation,
  };
}
