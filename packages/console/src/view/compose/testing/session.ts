import type { Session } from '@rollcall/protocol';

/** A server that offers an open and an encrypted key and its agent. */
export const SESSION: Session = {
  user: 'owner',
  version: '0.1.0',
  protocol: 1,
  locale: 'en',
  limits: { maxHosts: 10_000, maxFanout: 1_024, confirmHostsFrom: 1_000 },
  defaults: { user: 'ops', fanout: 64, connectTimeoutMs: 10_000, commandTimeoutMs: 600_000 },
  identities: [
    { name: 'id_ed25519', type: 'ssh-ed25519', fingerprint: null, encrypted: false },
    { name: 'id_rsa', type: 'ssh-rsa', fingerprint: null, encrypted: true },
  ],
  agent: true,
  demo: null,
};
