import { Worker } from 'node:worker_threads';
import { KeyProblem } from './key-problem.ts';
import { decryptKey, inspectKey } from './private-key.ts';
import type { UnlockAnswer } from './unlock-worker.ts';

const UNLOCK_MS = 60_000;

/**
 * Like `decryptKey`, but an encrypted key is opened in a worker thread: its key derivation takes 280 ms of CPU at OpenSSH's
 * default and seconds beyond. Rejects with `KeyProblem`.
 */
export async function unlockKey(text: string, passphrase: string | undefined): Promise<string> {
  const { encrypted } = inspectKey(text);
  if (!encrypted) return decryptKey(text, undefined);
  if (passphrase === undefined || passphrase === '') {
    throw new KeyProblem('passphrase-needed', 'the key is encrypted and needs its passphrase');
  }
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./unlock-worker.${extension}`, import.meta.url), {
    workerData: { text, passphrase },
    execArgv: [],
  });
  const timer = setTimeout(() => void worker.terminate(), UNLOCK_MS);
  try {
    return await answerOf(worker);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('message', (answer: UnlockAnswer) => {
      if (answer.type === 'opened') resolve(answer.text);
      else reject(new KeyProblem(answer.code, answer.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new KeyProblem('unreadable-key', 'opening the key took too long')));
  });
}
