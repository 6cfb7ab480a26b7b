/// <reference lib="webworker" />
import type { HostGroup } from '@rollcall/protocol';
import { packTargets, type PackedTargets } from './targets-message.ts';
import { readTargets } from './targets.ts';

/** What the page asks its worker: to read a text with the groups that it was told last. */
export type ToReader =
  | { type: 'groups'; groups: readonly HostGroup[] | null }
  | { type: 'read'; text: string; maxHosts: number };

/** What it answers, once for each text. */
export type FromReader = PackedTargets;

let groups: readonly HostGroup[] | null = null;

addEventListener('message', ({ data }: MessageEvent<ToReader>) => {
  if (data.type === 'groups') groups = data.groups;
  else
    postMessage(
      packTargets(readTargets(data.text, { maxHosts: data.maxHosts, groups })) satisfies FromReader,
    );
});
