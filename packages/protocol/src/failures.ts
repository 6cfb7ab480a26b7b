import type { Locale } from './locale.ts';

/**
 * Why a host could not be asked: `stage/code`, a closed list. All of them happen before dispatch,
 * so the command did not run there.
 */
export const FAILURE_REASONS = [
  'resolve/not-found',
  'resolve/timeout',
  'resolve/failed',
  'connect/refused',
  'connect/unreachable',
  'connect/timeout',
  'connect/reset',
  'connect/no-resources',
  'connect/failed',
  'banner/timeout',
  'banner/not-ssh',
  'banner/closed',
  'kex/timeout',
  'kex/no-common-algorithm',
  'kex/protocol',
  'kex/closed',
  'verify/unknown-host-key',
  'verify/host-key-changed',
  'verify/host-key-revoked',
  'auth/timeout',
  'auth/rejected',
  'auth/no-method',
  'auth/password-change',
  'auth/agent-unavailable',
  'auth/closed',
  'open/refused',
  'open/timeout',
  'open/closed',
  'exec/refused',
] as const;
/** `stage/code` of a `host-failed`. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Why there is no exit status although the command was sent. */
export const UNKNOWN_REASONS = [
  'connection-lost',
  'no-status',
  'no-reply',
  'protocol',
  'engine-lost',
  'server-stopped',
  'storage',
] as const;
/** Reason of a `host-unknown`. */
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** Facts that the words below may name. */
export interface FailureFacts {
  host: string;
  port: number;
  user: string;
  limitMs?: number | undefined;
  /** What the host or the system said, already free of control characters. */
  detail?: string | undefined;
}

type Words = Record<Locale, (facts: FailureFacts) => string>;

const seconds = (ms: number | undefined, unit: string): string =>
  ms === undefined ? '' : ` ${ms / 1000}${unit}`;
const said = (detail: string | undefined): string => (detail ? `: ${detail}` : '');

/** What happened and, where one is likely, the cause or the next thing to look at; one line, no full stop. */
export const FAILURE_WORDS: Record<FailureReason, Words> = {
  'resolve/not-found': {
    en: (f) => `no address for the name ${f.host}`,
    zh: (f) => `找不到主机名 ${f.host} 的地址`,
  },
  'resolve/timeout': {
    en: (f) => `the name server did not answer in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `域名服务器在${seconds(f.limitMs, ' 秒')}内没有应答`,
  },
  'resolve/failed': {
    en: (f) => `the name could not be looked up${said(f.detail)}`,
    zh: (f) => `无法解析主机名${said(f.detail)}`,
  },
  'connect/refused': {
    en: (f) => `port ${f.port} refused the connection, check that sshd runs`,
    zh: (f) => `端口 ${f.port} 拒绝连接，请检查 sshd 是否在运行`,
  },
  'connect/unreachable': { en: () => 'no route to this host', zh: () => '没有到该主机的路由' },
  'connect/timeout': {
    en: (f) => `no answer on port ${f.port} in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `端口 ${f.port} 在${seconds(f.limitMs, ' 秒')}内没有应答`,
  },
  'connect/reset': {
    en: (f) => `port ${f.port} reset the connection`,
    zh: (f) => `端口 ${f.port} 重置了连接`,
  },
  'connect/no-resources': {
    en: (f) => `this machine has no free sockets or ports${said(f.detail)}`,
    zh: (f) => `本机没有可用的套接字或端口${said(f.detail)}`,
  },
  'connect/failed': {
    en: (f) => `the connection failed${said(f.detail)}`,
    zh: (f) => `连接失败${said(f.detail)}`,
  },
  'banner/timeout': {
    en: (f) => `port ${f.port} is open but nothing spoke in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `端口 ${f.port} 已打开，但在${seconds(f.limitMs, ' 秒')}内没有响应`,
  },
  'banner/not-ssh': {
    en: (f) => `port ${f.port} does not speak SSH${said(f.detail)}`,
    zh: (f) => `端口 ${f.port} 上不是 SSH 服务${said(f.detail)}`,
  },
  'banner/closed': {
    en: () => 'closed before the handshake, sshd may be busy (MaxStartups) or deny this address',
    zh: () => '握手前被关闭，sshd 可能繁忙（MaxStartups）或拒绝本机地址',
  },
  'kex/timeout': {
    en: (f) => `the key exchange did not end in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `密钥交换在${seconds(f.limitMs, ' 秒')}内没有完成`,
  },
  'kex/no-common-algorithm': {
    en: (f) => `no common algorithm${said(f.detail)}`,
    zh: (f) => `没有共同支持的算法${said(f.detail)}`,
  },
  'kex/protocol': {
    en: (f) => `the key exchange broke${said(f.detail)}`,
    zh: (f) => `密钥交换出错${said(f.detail)}`,
  },
  'kex/closed': { en: () => 'closed during the key exchange', zh: () => '密钥交换时连接被关闭' },
  'verify/unknown-host-key': {
    en: (f) => `this host's key is not known yet${said(f.detail)}`,
    zh: (f) => `尚未信任该主机的密钥${said(f.detail)}`,
  },
  'verify/host-key-changed': {
    en: (f) => `the host key has changed, nothing was sent${said(f.detail)}`,
    zh: (f) => `主机密钥已变更，未发送任何内容${said(f.detail)}`,
  },
  'verify/host-key-revoked': {
    en: (f) => `this host key is marked as revoked${said(f.detail)}`,
    zh: (f) => `该主机密钥已被标记为吊销${said(f.detail)}`,
  },
  'auth/timeout': {
    en: (f) => `the login was not answered in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `登录在${seconds(f.limitMs, ' 秒')}内没有应答`,
  },
  'auth/rejected': {
    en: (f) => `${f.detail ?? 'the login'} was not accepted for user ${f.user}`,
    zh: (f) => `用户 ${f.user} 的${f.detail ?? '登录'}未被接受`,
  },
  'auth/no-method': {
    en: (f) => `the host does not offer this way to log in${said(f.detail)}`,
    zh: (f) => `主机不支持这种登录方式${said(f.detail)}`,
  },
  'auth/password-change': {
    en: (f) => `the password of ${f.user} has expired, the host wants a new one`,
    zh: (f) => `用户 ${f.user} 的密码已过期，主机要求修改`,
  },
  'auth/agent-unavailable': {
    en: (f) => `the ssh-agent does not answer${said(f.detail)}`,
    zh: (f) => `ssh-agent 没有应答${said(f.detail)}`,
  },
  'auth/closed': { en: () => 'closed during the login', zh: () => '登录时连接被关闭' },
  'open/refused': {
    en: (f) => `the host refused a session${said(f.detail)}`,
    zh: (f) => `主机拒绝打开会话${said(f.detail)}`,
  },
  'open/timeout': {
    en: (f) => `no session in${seconds(f.limitMs, ' s')}`,
    zh: (f) => `在${seconds(f.limitMs, ' 秒')}内没有打开会话`,
  },
  'open/closed': { en: () => 'closed before the command was sent', zh: () => '发送命令前连接被关闭' },
  'exec/refused': { en: () => 'the host refused to run a command', zh: () => '主机拒绝执行命令' },
};

/** What is known when a command was sent and no exit status came back. */
export const UNKNOWN_WORDS: Record<UnknownReason, Record<Locale, string>> = {
  'connection-lost': { en: 'connection lost after the command was sent', zh: '命令发送后连接中断' },
  'no-status': { en: 'the channel closed without an exit status', zh: '通道已关闭，但没有退出码' },
  'no-reply': { en: 'the command was sent, the host did not confirm it', zh: '命令已发送，主机没有确认' },
  protocol: { en: 'the host broke the protocol and was cut off', zh: '主机违反协议，连接已切断' },
  'engine-lost': { en: 'the engine ended while the command ran', zh: '命令运行时引擎已退出' },
  'server-stopped': { en: 'the server was stopped while the command ran', zh: '命令运行时服务器已停止' },
  storage: { en: 'the run log could not be written', zh: '无法写入运行日志' },
};
