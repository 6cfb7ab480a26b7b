import type { Duplex } from 'node:stream';
import ssh2, {
  type IdentityCallback,
  type KnownPublicKeys,
  type OpenSSHAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import { fingerprint } from '../host-keys/public-key.ts';

/** How long an agent has to say what it holds, when somebody only wants to know. */
const AGENT_MS = 2_000;

/** Remembers its sockets: a question to an agent that never answers would otherwise hold one for good. */
class AgentSockets extends ssh2.OpenSSHAgent {
  readonly #open = new Set<Duplex>();

  override getStream(...[callback]: Parameters<OpenSSHAgent['getStream']>): void {
    super.getStream((error, stream) => {
      if (stream !== undefined) {
        this.#open.add(stream);
        stream.once('close', () => this.#open.delete(stream));
      }
      callback(error, stream);
    });
  }

  destroy(): void {
    for (const stream of this.#open) stream.destroy();
  }
}

/** An ssh-agent for one login, which can tell afterwards whether a failure was its own or the host's. */
export class LoginAgent extends ssh2.BaseAgent<ParsedKey> {
  /** Set when the agent could not be asked, holds nothing or would not sign. */
  problem: string | undefined;
  /** How many keys it holds, once it has said so. */
  held: number | undefined;
  /** A question to the agent has no answer yet. */
  waiting = false;
  /** Type of the key that it signed with last. */
  signedWith: string | undefined;
  readonly #agent: AgentSockets;
  readonly #only: string | undefined;

  /**
   * @param socketPath the agent's Unix socket, `SSH_AUTH_SOCK`
   * @param only fingerprint of the one key that is to be used
   */
  constructor(socketPath: string, only?: string) {
    super();
    this.#agent = new AgentSockets(socketPath);
    this.#only = only;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    this.waiting = true;
    this.#agent.getIdentities((error, held) => {
      this.waiting = false;
      const all = held?.filter(isParsed) ?? [];
      const keys = all.filter((key) => this.#only === undefined || fingerprintOf(key) === this.#only);
      this.held = error ? undefined : keys.length;
      if (error) this.problem = error.message;
      else if (all.length === 0) this.problem = 'it holds no keys';
      else if (keys.length === 0) this.problem = 'it no longer holds the key';
      callback(error, keys);
    });
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : callback;
    this.waiting = true;
    this.#agent.sign(key, data, typeof options === 'function' ? {} : options, (error, signature) => {
      this.waiting = false;
      if (error) this.problem = error.message;
      else this.signedWith = key.type;
      done?.(error, signature);
    });
  }

  /** Drops what is still open. */
  dispose(): void {
    this.#agent.destroy();
  }
}

/** ssh2 gives nothing else, but its types allow for more. */
function isParsed(key: KnownPublicKeys<ParsedKey>[number]): key is ParsedKey {
  return 'getPublicSSH' in key;
}

function fingerprintOf(key: ParsedKey): string {
  return fingerprint(key.getPublicSSH());
}

/** Fingerprints of the keys of the ssh-agent at `socketPath` that can be used here; none where no agent answers. */
export function agentKeys(socketPath: string): Promise<string[]> {
  const agent = new LoginAgent(socketPath);
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish([]), AGENT_MS);
    function finish(keys: KnownPublicKeys<ParsedKey>): void {
      clearTimeout(timer);
      agent.dispose();
      resolve(keys.filter(isParsed).map(fingerprintOf));
    }
    agent.getIdentities((error, keys) => finish(error ? [] : (keys ?? [])));
  });
}

/** True when an ssh-agent answers at `socketPath` and holds at least one key that can be used here. */
export async function agentAnswers(socketPath: string): Promise<boolean> {
  return (await agentKeys(socketPath)).length > 0;
}
