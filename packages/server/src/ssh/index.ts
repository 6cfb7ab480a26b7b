export { createRunOnHost, type RunOnHostOptions } from './run-on-host.ts';
export { parseKnownHosts, readKnownHosts, type KnownHostKeys, type KnownHosts } from './known-hosts.ts';
export { fingerprint } from './host-key.ts';
export { listIdentities, readIdentity, type KeyFile } from './identities.ts';
export { KeyProblem } from './private-key.ts';
export { agentAnswers } from './agent.ts';
