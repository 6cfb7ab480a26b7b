export { createRunOnHost, type RunOnHostOptions } from './run-on-host.ts';
export { parseKnownHosts, readKnownHosts, type KnownHostKeys, type KnownHosts } from './known-hosts.ts';
export { fingerprint } from './host-key.ts';
