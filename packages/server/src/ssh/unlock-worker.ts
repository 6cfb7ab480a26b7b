/** Opens one encrypted private key in a thread of its own and posts the answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { KeyProblem } from './key-problem.ts';
import { decryptKey } from './private-key.ts';

/** What the worker posts, once. */
export type UnlockAnswer =
  | { type: 'opened'; text: string }
  | { type: 'problem'; code: KeyProblem['code']; message: string };

const { text, passphrase } = workerData as { text: string; passphrase: string };

function answer(): UnlockAnswer {
  try {
    return { type: 'opened', text: decryptKey(text, passphrase) };
  } catch (error) {
    if (error instanceof KeyProblem) return { type: 'problem', code: error.code, message: error.message };
    throw error;
  }
}

// The rule means windows; this is the port of a thread.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort!.postMessage(answer());
