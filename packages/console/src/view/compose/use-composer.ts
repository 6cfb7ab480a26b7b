import { useMemo, useState } from 'react';
import type { Session } from '@rollcall/protocol';
import { useReachability } from '../../api/reachability.ts';
import { useDraft } from './draft.ts';
import { defaultOptions, type Options } from './options.ts';
import { countToType, whyNot, type Draft, type Reason } from './readiness.ts';
import { neededSecret, NO_SECRETS, type SecretNeed, type Secrets } from './secrets.ts';
import { previewSent, type SentPreview } from './sent-preview.ts';
import type { Targets } from './targets.ts';
import type { Task } from './task.ts';
import { useGroups, type Groups } from './use-groups.ts';
import { useTargets } from './use-targets.ts';

/** Everything on screen that follows from what was typed. */
export interface ComposerState {
  session: Session;
  draft: Draft;
  groups: Groups;
  /** Parts and hosts to show; of an earlier text as long as its `state` is not `read`. */
  shown: Targets;
  /** What becomes of the placeholders on the first host. */
  sent: SentPreview;
  reason: Reason | null;
  need: SecretNeed;
  /** The count to type before a large run; null for others. */
  toType: number | null;
  setOptions: (options: Options) => void;
  setTask: (task: Task) => void;
  setSecrets: (secrets: Secrets) => void;
  setConfirmation: (confirmation: string) => void;
}

/** Reads the fields on each key. */
export function useComposer(session: Session): ComposerState {
  const { targets: text, command, task, options: chosen, setOptions, setTask } = useDraft();
  const [secrets, setSecrets] = useState(NO_SECRETS);
  const [confirmation, setConfirmation] = useState('');
  const connected = useReachability((state) => state.reachable);
  const groups = useGroups();
  const { targets, shown } = useTargets(text, session.limits.maxHosts, groups.known);
  const options = useMemo(() => chosen ?? defaultOptions(session), [chosen, session]);
  const first = shown.hosts[0];
  const sent = useMemo(() => previewSent({ command, options, task }, first), [command, options, task, first]);
  const sendable = sent.problem === null;
  const draft: Draft = { targets, command, task, sendable, options, secrets, confirmation };
  return {
    session,
    draft,
    groups,
    shown,
    sent,
    reason: whyNot(draft, session, connected),
    need: neededSecret(options, session),
    toType: countToType(targets, session),
    setOptions,
    setTask,
    setSecrets,
    setConfirmation,
  };
}
