import type { RunTarget } from './schemas/http.ts';

/** How a host is called wherever one is named: its port only when its own, IPv6 then in brackets, its user when its own. */
export function targetLabel({ host, port, user }: RunTarget): string {
  const name = port !== undefined && host.includes(':') ? `[${host}]` : host;
  return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}
