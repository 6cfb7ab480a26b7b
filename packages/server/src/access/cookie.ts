/** The headers that choose and carry a session. */
export interface CookieHeaders {
  cookie?: string | undefined;
  /** As the browser names this server. */
  host?: string | undefined;
}

/** The session cookie of one server in the browser, over plain HTTP and over TLS. */
export interface CookieNames {
  plain: string;
  /** Browsers accept the prefix only with Secure and Path=/. */
  secure: string;
}

/** The name where the address has no port. */
const NAME = 'rollcall_session';
const SECURE_PREFIX = '__Host-';

/**
 * What the session cookie is called: browsers keep one jar for all ports of a host, so the port of the `Host` header is part of the
 * name. Else two servers on one machine would sign each other's people out.
 */
export function cookieNames(host: string | undefined): CookieNames {
  const port = /:(\d+)$/.exec(host ?? '')?.[1];
  const plain = port === undefined ? NAME : `${NAME}_${port}`;
  return { plain, secure: `${SECURE_PREFIX}${plain}` };
}

/** Values tried at most. */
const MAX_VALUES = 4;

/**
 * Every session token in the headers, the one of the TLS name first. Last come those without a port, as they were called before:
 * such a session lives 30 days at most.
 */
export function sessionTokens({ cookie, host }: CookieHeaders): string[] {
  const { plain, secure } = cookieNames(host);
  const found = new Map(
    [secure, plain, `${SECURE_PREFIX}${NAME}`, NAME].map((name) => [name, [] as string[]]),
  );
  for (const pair of (cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0) found.get(pair.slice(0, equals).trim())?.push(pair.slice(equals + 1).trim());
  }
  return [...found.values()].flat().slice(0, MAX_VALUES);
}
