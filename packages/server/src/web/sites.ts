/** The names under which this server answers; before `setPort` there is none. Everything else is another site, or DNS rebinding. */
export interface Sites {
  /** The loopback names count with the port that the server got. */
  setPort(port: number): void;
  /** The origin of a `Host` header; null when it names somebody else. */
  originOfHost(host: string | undefined): string | null;
  /** Whether an `Origin` header is exactly one of ours. */
  hasOrigin(origin: string): boolean;
  /** The loopback origins first, then the configured ones in their order. */
  list(): string[];
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** An origin that can be configured: scheme, host and perhaps a port, nothing behind it. Null for anything else. */
export function parseOrigin(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  const bare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  return bare ? url.origin : null;
}

/**
 * @param configured origins beside the loopback names
 * @throws TypeError when one of them is no origin
 */
export function createSites(configured: readonly string[]): Sites {
  const fixed = configured.map((text) => {
    const origin = parseOrigin(text);
    if (origin === null) throw new TypeError(`${text} is not an origin such as https://rollcall.example`);
    return origin;
  });
  let origins = fixed;
  let byHost = new Map<string, string>();
  return {
    setPort(port) {
      const loopback = LOOPBACK_NAMES.map((name) => new URL(`http://${name}:${port}`).origin);
      origins = [...loopback, ...fixed];
      byHost = new Map(origins.map((origin) => [new URL(origin).host, origin]));
    },
    originOfHost: (host) => byHost.get(host?.toLowerCase() ?? '') ?? null,
    hasOrigin: (origin) => origins.includes(origin),
    list: () => [...origins],
  };
}
