import type { AnyAuthMethod, Prompt } from 'ssh2';

/** A prompt that asks for the password itself, in the languages that PAM speaks most; anything else is never answered. */
const PASSWORD_PROMPT =
  /pass(?:w|phrase|ord)|kennwort|contrase|mot de passe|senha|wachtwoord|lösenord|adgangskode|hasło|heslo|парол|密码|密碼|口令|パスワード|암호|비밀번호/i;

/** What to do with the questions of one round. */
export type PromptVerdict = 'answer' | 'asked-again' | 'other-question';

/** Judges one round of keyboard-interactive: exactly one hidden question for a password is answered, once. */
export function judgePrompts(prompts: readonly Prompt[], answeredBefore: boolean): PromptVerdict {
  const [only] = prompts;
  const isPassword = only?.echo === false && prompts.length === 1 && PASSWORD_PROMPT.test(only.prompt);
  if (!isPassword) return 'other-question';
  return answeredBefore ? 'asked-again' : 'answer';
}

/**
 * Keyboard-interactive for a password (RFC 4256), for hosts that do not take it by the method of that name.
 * @param onRefused called in place of an answer, with the questions
 */
export function byKeyboard(
  user: string,
  password: string,
  onRefused: (verdict: Exclude<PromptVerdict, 'answer'>, prompts: readonly Prompt[]) => void,
): AnyAuthMethod {
  let answered = false;
  return {
    type: 'keyboard-interactive',
    username: user,
    prompt(_name, _instructions, _language, prompts, finish) {
      const verdict = judgePrompts(prompts, answered);
      if (verdict !== 'answer') return onRefused(verdict, prompts);
      answered = true;
      finish([password]);
    },
  };
}
