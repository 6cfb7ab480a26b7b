import ssh2, { type AuthContext, type AuthenticationType, type KeyboardAuthContext } from 'ssh2';
import type { PublicKeyAuthContext } from 'ssh2';
import type { Login, LoginPrompt } from './behaviour.ts';

/** Who may log in. What is absent is not asked: no fields at all admits everybody. */
export interface Accounts {
  readonly user?: string;
  readonly password?: string;
  /** Lines as in `authorized_keys`, `type base64 comment`. */
  readonly authorizedKeys?: readonly string[];
}

/** The second half that `two-step` asks for. */
export const TWO_STEP_CODE = '424242';

const ALL_METHODS: AuthenticationType[] = ['publickey', 'password', 'keyboard-interactive'];

/** State of one connection's login, for the logins that take more than one request. */
export interface LoginState {
  firstHalfDone: boolean;
}

/** Answers one authentication request; exactly one of accept, reject, prompt, or (silent) nothing. */
export function answerLogin(login: Login, accounts: Accounts, context: AuthContext, state: LoginState): void {
  switch (login.type) {
    case 'accounts':
      return answerByAccounts(accounts, context);
    case 'refuse':
      return context.reject(ALL_METHODS);
    case 'silent':
      return;
    case 'keyboard-interactive':
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      return ask(context, login.prompts, (answers) => secretMatches(accounts, login.prompts, answers));
    case 'endless-prompts':
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      return askForEver(context, 1);
    case 'password-change':
      if (context.method !== 'password') return context.reject(['password']);
      return context.requestChange('Your password has expired. New password: ', () => context.accept());
    case 'two-step':
      return answerTwoSteps(accounts, context, state);
  }
}

function answerByAccounts(accounts: Accounts, context: AuthContext): void {
  if (context.method === 'keyboard-interactive') {
    const prompts = [{ prompt: 'Password: ', echo: false }];
    return ask(context, prompts, (answers) => secretMatches(accounts, prompts, answers));
  }
  if (admits(accounts, context)) context.accept();
  else context.reject(ALL_METHODS);
}

function answerTwoSteps(accounts: Accounts, context: AuthContext, state: LoginState): void {
  if (!state.firstHalfDone) {
    const offersOnly = context.method === 'publickey' && context.signature === undefined;
    if (context.method === 'keyboard-interactive' || !admits(accounts, context))
      return context.reject(['publickey', 'password']);
    if (offersOnly) return context.accept();
    state.firstHalfDone = true;
    return context.reject(['keyboard-interactive'], true);
  }
  if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
  ask(context, [{ prompt: 'Verification code: ', echo: true }], ([code]) => code === TWO_STEP_CODE);
}

function admits(accounts: Accounts, context: AuthContext): boolean {
  if (accounts.user !== undefined && context.username !== accounts.user) return false;
  switch (context.method) {
    case 'password':
      return accounts.password === undefined || context.password === accounts.password;
    case 'publickey':
      return isAuthorized(accounts, context) && signatureHolds(context);
    case 'none':
    case 'hostbased':
    case 'keyboard-interactive':
      return false;
  }
}

function isAuthorized(accounts: Accounts, context: PublicKeyAuthContext): boolean {
  if (accounts.authorizedKeys === undefined) return true;
  const offered = context.key.data.toString('base64');
  return accounts.authorizedKeys.some((line) => line.split(/\s+/).includes(offered));
}

/** Always verified, also where every key is welcome: a client that signs wrongly must notice here. */
function signatureHolds(context: PublicKeyAuthContext): boolean {
  if (context.signature === undefined || context.blob === undefined) return true;
  const { data } = context.key;
  const type = data.toString('latin1', 4, 4 + data.readUInt32BE(0));
  const key = ssh2.utils.parseKey(`${type} ${data.toString('base64')}`);
  if (key instanceof Error) return false;
  return key.verify(context.blob, context.signature, context.hashAlgo);
}

function secretMatches(accounts: Accounts, prompts: readonly LoginPrompt[], answers: string[]): boolean {
  if (accounts.password === undefined) return true;
  const secret = prompts.findIndex((prompt) => !prompt.echo);
  return secret === -1 || answers[secret] === accounts.password;
}

function ask(
  context: KeyboardAuthContext,
  prompts: readonly LoginPrompt[],
  holds: (answers: string[]) => boolean,
): void {
  context.prompt([...prompts], (answers) => {
    if (holds(answers)) context.accept();
    else context.reject(['keyboard-interactive']);
  });
}

function askForEver(context: KeyboardAuthContext, round: number): void {
  const prompts = [{ prompt: `Question ${round}: `, echo: round % 2 === 0 }];
  context.prompt(prompts, () => askForEver(context, round + 1));
}
