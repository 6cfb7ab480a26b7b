/** The session cookie over plain HTTP, and behind TLS, where browsers accept the prefix only with Secure and Path=/. */
export const SESSION_COOKIE = { plain: 'rollcall_session', secure: '__Host-rollcall_session' } as const;

/** Values tried at most; another server on the same name but another port may have set one too. */
const MAX_VALUES = 4;

/** Every session token in a Cookie header, the one of the TLS name first. */
export function sessionTokens(cookieHeader: string | undefined): string[] {
  const found: { secure: string[]; plain: string[] } = { secure: [], plain: [] };
  for (const pair of (cookieHeader ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const [name, value] = [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
    if (name === SESSION_COOKIE.secure) found.secure.push(value);
    if (name === SESSION_COOKIE.plain) found.plain.push(value);
  }
  return [...found.secure, ...found.plain].slice(0, MAX_VALUES);
}
