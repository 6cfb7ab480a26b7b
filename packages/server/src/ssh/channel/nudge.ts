import { sendIgnore } from '../ssh2-internals.ts';
import type { ChannelLink, Channels } from './channels.ts';

/** More than sshd says between the login and its answer to the first open request. */
const MAX_NUDGES = 4;

/**
 * Makes the answer to what sshd says while it owes us a channel. sshd holds a small packet back until the one before is
 * acknowledged (Nagle's algorithm), and an acknowledgement that nothing carries is delayed: opening took 45 ms on loopback
 * without an answer and takes 3 ms with one.
 */
export function createNudge(link: Pick<ChannelLink, 'send'>, channels: Channels): () => void {
  let nudges = 0;
  return () => {
    if (channels.openingCount === 0 || nudges === MAX_NUDGES) return;
    nudges++;
    link.send(sendIgnore);
  };
}
