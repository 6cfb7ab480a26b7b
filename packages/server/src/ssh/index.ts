export { createRunOnHost, type RunOnHostOptions } from './run-on-host.ts';
export { parseKnownHosts, readKnownHosts, type KnownHosts } from './known-hosts.ts';
export { listIdentities, readIdentity } from './identities.ts';
export { KeyProblem } from './key-problem.ts';
export { agentAnswers, agentKeys } from './agent.ts';
export { applySshConfig, type Configured } from './config/apply.ts';
export { readSshConfig, SshConfigError } from './config/read-ssh-config.ts';
export { createSshConfig, SshConfigRefusal, type SshConfig } from './config/ssh-config.ts';
