import { createRunOnHost, parseKnownHosts, readIdentity } from '../ssh/index.ts';
import { systemClock } from '../run/clock.ts';
import type { RunOnHost, SessionFact } from '../run/ports.ts';
import { memoryLedger, runHost, type HostStory, type RequestOverrides } from './run-host.ts';
import { startSshd, type Sshd, type SshdOptions } from './sshd.ts';

/** A real OpenSSH server, and a way to run commands on it. */
export interface SshdRun {
  sshd: Sshd;
  ask(
    request: Partial<RequestOverrides>,
    onFact?: (fact: SessionFact) => void | Promise<void>,
  ): Promise<HostStory>;
  stop(): Promise<void>;
}

/** @param run instead of one that keeps no connections */
export async function startSshdRun(options: SshdOptions = {}, run?: RunOnHost): Promise<SshdRun> {
  const sshd = await startSshd(options);
  const login = { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
  const known = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  const runOnHost = run ?? createRunOnHost(known);
  return {
    sshd,
    ask: (request, onFact) =>
      runHost(runOnHost, { host: '127.0.0.1', port: sshd.port, login, ...request }, onFact),
    stop: () => sshd.stop(),
  };
}
