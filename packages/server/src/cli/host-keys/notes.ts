import type { Words } from '@rollcall/protocol';

/** What stands below the commands of `rollcall host-keys`. */
export const NOTES: Words = {
  en: `
A run meets a host whose key nobody has approved: the host is not logged in to,
and the key it showed waits here. Approving needs no second contact, it trusts
exactly the key that was shown. A changed key is let in by replace alone.
TARGETS are host ranges, as in: rollcall run. Works beside a running server.

Examples:
  rollcall host-keys                        what waits, equal keys together
  rollcall host-keys approve 10.0.4.1-40    asks for the count
  rollcall host-keys approve --all --yes    everything that policy allows
  rollcall host-keys changed                both fingerprints of each host
  rollcall host-keys replace web23 --note reinstalled
  rollcall host-keys import ~/.ssh/known_hosts
  rollcall host-keys import fleet.txt --compare   only a second source
  rollcall host-keys export known_hosts`,
  zh: `
运行遇到密钥尚未批准的主机时，不会登录，它出示的密钥在此等待。批准时无需再次连
接，信任的正是当时出示的密钥。已变更的密钥只能用 replace 放行。
TARGETS 为主机范围，写法与 rollcall run 相同。服务器运行时也可使用。

示例：
  rollcall host-keys                        待确认的密钥，相同的归在一起
  rollcall host-keys approve 10.0.4.1-40    会询问数量
  rollcall host-keys approve --all --yes    策略允许的全部
  rollcall host-keys changed                每台主机的新旧指纹
  rollcall host-keys replace web23 --note reinstalled
  rollcall host-keys import ~/.ssh/known_hosts
  rollcall host-keys import fleet.txt --compare   仅作第二来源
  rollcall host-keys export known_hosts`,
};
