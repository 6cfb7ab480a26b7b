import { useEffect, useMemo, useState } from 'react';
import type { HostGroup } from '@rollcall/protocol';
import { latest } from './latest.ts';
import type { FromReader, ToReader } from './targets-worker.ts';
import { unpackTargets } from './targets-message.ts';
import { readTargets, unread, type Targets } from './targets.ts';

/** Texts up to this are read at each key, in the page: the worst, prose with a mistake in each word, takes 7 ms. */
const QUICK_CHARS = 2_000;
/** More hosts than this are listed by the worker: 10,000 take 10 to 30 ms. */
const QUICK_HOSTS = 1_000;

interface Question {
  text: string;
  maxHosts: number;
  groups: readonly HostGroup[] | null;
}

interface Read {
  /** What is known of exactly this text; nothing but the text while a worker reads it. */
  targets: Targets;
  /** What to show of parts and hosts: as `targets`; in another state than `read` some of it is of an earlier text. */
  shown: Targets;
}

/**
 * Reads the Targets field: short texts at once, so that nothing flickers and carets stand where the mistake is, long ones
 * and long lists of hosts in a worker.
 * @param groups null while they are not known
 */
export function useTargets(text: string, maxHosts: number, groups: readonly HostGroup[] | null): Read {
  const question = useMemo((): Question => ({ text, maxHosts, groups }), [text, maxHosts, groups]);
  const quick = useMemo(
    () =>
      text.length > QUICK_CHARS ? unread(text) : readTargets(text, { maxHosts, groups, listed: QUICK_HOSTS }),
    [text, maxHosts, groups],
  );
  const slow = useSlow(quick.state === 'read' ? null : question);
  return useMemo(() => {
    if (quick.state === 'read') return { targets: quick, shown: quick };
    if (slow === null) return { targets: quick, shown: quick };
    if (slow.question === question) return { targets: slow.targets, shown: slow.targets };
    if (quick.state === 'reading') return { targets: quick, shown: { ...slow.targets, state: 'reading' } };
    const { hosts, squares, leftOut } = slow.targets;
    return { targets: quick, shown: { ...quick, hosts, squares, leftOut } };
  }, [quick, slow, question]);
}

interface Answered {
  question: Question;
  targets: Targets;
}

/** The last answer of the worker; that to `question` once it is there. */
function useSlow(question: Question | null): Answered | null {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [reader] = useState(() => lazyReader((asked, targets) => setAnswered({ question: asked, targets })));
  useEffect(() => {
    if (question !== null) reader.ask(question);
  }, [reader, question]);
  useEffect(() => reader.close, [reader]);
  return answered;
}

/** Asks a worker that is started at the first question, and again after it was closed. */
function lazyReader(deliver: (question: Question, targets: Targets) => void): {
  ask: (question: Question) => void;
  close: () => void;
} {
  let open: { ask: (question: Question) => void; close: () => void } | null = null;
  return {
    ask: (question) => (open ??= startReader(deliver)).ask(question),
    close: () => {
      open?.close();
      open = null;
    },
  };
}

function startReader(deliver: (question: Question, targets: Targets) => void) {
  const worker = new Worker(new URL('./targets-worker.ts', import.meta.url), { type: 'module' });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  const tell = (message: ToReader): void => worker.postMessage(message);
  let told: readonly HostGroup[] | null = null;
  let asked: Question | null = null;
  let broken = false;
  const { ask, answered } = latest<Question, Targets>((question) => {
    asked = question;
    if (broken) return readHere();
    const { text, maxHosts, groups } = question;
    if (told !== groups) tell({ type: 'groups', groups });
    told = groups;
    return tell({ type: 'read', text, maxHosts });
  }, deliver);
  // A worker that cannot be loaded must not lock Run: then the page is slow for a moment.
  const readHere = (): void => {
    if (asked !== null) answered(readTargets(asked.text, asked));
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromReader>) => answered(unpackTargets(data)));
  worker.addEventListener('error', () => {
    broken = true;
    readHere();
  });
  return { ask, close: () => worker.terminate() };
}
