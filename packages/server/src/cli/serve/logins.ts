import type { ProblemCode } from '@rollcall/protocol';
import { readyLogin, type LoginSources } from '../../logins.ts';
import { RunRefusedError } from '../../run/refusal.ts';
import { agentAnswers, listIdentities } from '../../ssh/index.ts';
import type { Logins } from '../../web/ports.ts';

/** The logins that this machine offers to the console: keys by name, and the agent when it answers. */
export async function offeredLogins(sources: LoginSources): Promise<Logins> {
  const { agentSocket } = sources;
  const askAgent = async (): Promise<boolean> => agentSocket !== null && agentAnswers(agentSocket);
  let agent = await askAgent();
  return {
    async identities() {
      const keys = await listIdentities(sources.identities);
      // A page asks for both; an agent that came or went meanwhile shows at the next look.
      void askAgent().then((answers) => (agent = answers));
      return keys.map(({ name, type, fingerprint, encrypted }) => ({ name, type, fingerprint, encrypted }));
    },
    agent: () => agent,
    async check(login, secrets): Promise<ProblemCode | null> {
      try {
        await readyLogin(login, secrets, sources);
        return null;
      } catch (error) {
        if (error instanceof RunRefusedError) return error.code;
        throw error;
      }
    },
  };
}
