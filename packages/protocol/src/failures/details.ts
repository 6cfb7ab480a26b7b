import type { Locale } from '../locale.ts';

/**
 * What Rollcall itself says in the detail of a failure, as patterns, and the same in Chinese. A detail is stored in English or in the
 * words of a host or of the system, which stay as they are.
 */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^(.+) trusts a host certificate authority, which is not supported$/, '$1 信任主机证书颁发机构，暂不支持'],
  [/^RSA of (\d+) bits is too short to be recorded$/, '$1 位的 RSA 过短，不会记录'],
  [/^it takes this key with SHA-1 only$/, '主机只接受此密钥的 SHA-1 签名'],
  [/^after this login it also wants (.+)$/, '登录后还要求 $1'],
  [/^it offers (.+)$/, '主机提供 $1'],
  [/^it asks for a one-time code: (.+)$/, '主机要求一次性验证码：$1'],
  [/^it asks (.+)$/, '主机询问 $1'],
  [/^(.+): the host offers (.+)$/, '$1：主机提供 $2'],
  [/^(\S+) instead of (.+)$/, '收到 $1，应为 $2'],
  [/^a bug in Rollcall, see its log$/, 'Rollcall 的程序错误，见其日志'],
  [/^no sign of life$/, '没有任何响应'],
  [/^no answer in time$/, '没有及时应答'],
  [/^no terminal$/, '没有终端'],
  [/^the window of a forwarded connection was ignored$/, '未遵守转发连接的窗口'],
  [/^administratively prohibited$/, '被管理策略禁止'],
  [/^connect failed$/, '连接失败'],
  [/^unknown channel type$/, '未知的通道类型'],
  [/^resource shortage$/, '资源不足'],
  [/^code (\d+)$/, '代码 $1'],
];

/** A detail in one language; several facts stand with `; ` between them. */
export function detailWords(detail: string, locale: Locale): string {
  if (locale === 'en') return detail;
  const inChinese = (fact: string): string =>
    IN_CHINESE.reduce((text, [pattern, zh]) => text.replace(pattern, zh), fact);
  return detail.split('; ').map(inChinese).join('；');
}

const LOGIN_METHODS: Readonly<Record<string, string>> = {
  key: '密钥',
  'agent key': '代理中的密钥',
  password: '密码',
};

/** What a host has accepted, as `host-connected` has it: `ops, key ed25519`. */
export function loginWords(login: string, locale: Locale): string {
  if (locale === 'en') return login;
  return login.replace(/, (agent key|key|password)( [\w-]+)?$/, (_, method: string, type: string = '') => {
    return `，${LOGIN_METHODS[method]}${type}`;
  });
}
