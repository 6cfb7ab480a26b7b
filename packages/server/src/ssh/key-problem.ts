/** What is wrong with a private key, in words for the person who named it; the codes are problem codes of the API. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem';
  readonly code: 'unreadable-key' | 'passphrase-needed' | 'wrong-passphrase';

  constructor(code: KeyProblem['code'], message: string) {
    super(message);
    this.code = code;
  }
}
