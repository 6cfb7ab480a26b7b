import type { AnyAuthMethod, Prompt } from 'ssh2';

/** A prompt that asks for the password itself, in the languages that PAM speaks most; anything else is never answered. */
const PASSWORD_PROMPT =
  /pass(?:w|phrase|ord)|kennwort|contrase|mot de passe|senha|wachtwoord|lösenord|adgangskode|hasło|heslo|парол|密码|密碼|口令|パスワード|암호|비밀번호/i;
/** A prompt that asks for a one-time code and for nothing else, as PAM modules for TOTP and the like word it. */
const CODE_PROMPT =
  /(?:verification|authenticat(?:or|ion)|one[- ]time|security|token|totp|2fa) ?(?:pass)?code\b|\botp\b|one[- ]time password|验证码|驗證碼|动态(?:密码|口令)|動態密碼|認証コード/i;
/** A host that asks more often than this is not answered any more. */
const MAX_ROUNDS = 3;

/** What may be answered, each at most once per host. */
export interface Answers {
  password?: string | undefined;
  code?: string | undefined;
}

/** Why a round of questions was not answered. */
export type Unanswered =
  /** For the password or the code once more: the one given was wrong. */
  | { why: 'asked-again'; prompts: readonly Prompt[] }
  /** For a one-time code, and there is none. */
  | { why: 'code-wanted'; prompts: readonly Prompt[] }
  /** For anything else. */
  | { why: 'other-question'; prompts: readonly Prompt[] };

export interface AnswerListener {
  /** Called with each answer that leaves. */
  noteSent: (what: keyof Answers) => void;
  /** Called in place of an answer. */
  onUnanswered: (round: Unanswered) => void;
}

/** Which answer the only question of a round asks for; a password is never given to a question that shows it. */
function wanted(prompts: readonly Prompt[]): keyof Answers | undefined {
  const [only] = prompts;
  if (only === undefined || prompts.length !== 1) return undefined;
  if (CODE_PROMPT.test(only.prompt)) return 'code';
  return only.echo === false && PASSWORD_PROMPT.test(only.prompt) ? 'password' : undefined;
}

/**
 * Keyboard-interactive (RFC 4256): exactly one question a round is answered, for the password if it is hidden, or for a one-time
 * code. Answers that were given are taken out of `answers`.
 */
export function byKeyboard(
  user: string,
  answers: Answers,
  { noteSent, onUnanswered }: AnswerListener,
): AnyAuthMethod {
  const given = new Set<keyof Answers>();
  let rounds = 0;
  return {
    type: 'keyboard-interactive',
    username: user,
    prompt(_name, _instructions, _language, prompts, finish) {
      const want = wanted(prompts);
      const answer = want === undefined ? undefined : answers[want];
      if (want === undefined || ++rounds > MAX_ROUNDS)
        return onUnanswered({ why: 'other-question', prompts });
      if (given.has(want)) return onUnanswered({ why: 'asked-again', prompts });
      if (answer === undefined) {
        return onUnanswered({ why: want === 'code' ? 'code-wanted' : 'other-question', prompts });
      }
      given.add(want);
      delete answers[want];
      noteSent(want);
      finish([answer]);
    },
  };
}
