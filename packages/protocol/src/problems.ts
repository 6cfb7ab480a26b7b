import type { Locale } from './locale.ts';

/** Stable codes of everything a caller can get wrong, with HTTP status and title in both languages. */
const TABLE = {
  'invalid-request': { status: 400, en: 'The request is not valid', zh: '请求无效' },
  'invalid-host-range': { status: 422, en: 'The host range has a mistake', zh: '主机范围有误' },
  'no-hosts': { status: 422, en: 'The host range names no host', zh: '主机范围中没有主机' },
  'too-many-hosts': { status: 422, en: 'The host range names too many hosts', zh: '主机数量超过上限' },
  'special-addresses': {
    status: 422,
    en: 'The host range includes addresses that are not called',
    zh: '主机范围包含不可呼叫的特殊地址',
  },
  'host-count-differs': {
    status: 422,
    en: 'The server counts another number of hosts',
    zh: '服务器统计的主机数量不同',
  },
  'invalid-command': { status: 422, en: 'The command cannot be sent', zh: '命令无法发送' },
  'unknown-identity': { status: 422, en: 'The server has no such key', zh: '服务器上没有这个密钥' },
  'unreadable-key': { status: 422, en: 'The key cannot be read', zh: '无法读取密钥' },
  'passphrase-needed': {
    status: 422,
    en: 'The key is encrypted and needs its passphrase',
    zh: '密钥已加密，需要口令',
  },
  'wrong-passphrase': {
    status: 422,
    en: 'The passphrase does not open the key',
    zh: '口令不正确，无法解开密钥',
  },
  'password-needed': { status: 422, en: 'This login needs a password', zh: '该登录方式需要密码' },
  'agent-unavailable': { status: 422, en: 'No ssh-agent answers', zh: 'ssh-agent 没有应答' },
  'ssh-config': {
    status: 422,
    en: 'The ssh_config of the server does not allow this run',
    zh: '服务器的 ssh_config 不允许本次运行',
  },
  'policy-not-allowed': {
    status: 403,
    en: 'This host-key policy is not allowed here',
    zh: '此处不允许该主机密钥策略',
  },
  'not-signed-in': { status: 401, en: 'Sign in first', zh: '请先登录' },
  'wrong-code': { status: 401, en: 'The sign-in code is wrong or used up', zh: '登录码错误或已使用' },
  'too-many-tries': { status: 429, en: 'Too many tries, wait a little', zh: '尝试次数过多，请稍候' },
  'foreign-origin': { status: 403, en: 'The request comes from another site', zh: '请求来自其他网站' },
  'foreign-host': {
    status: 421,
    en: 'This server does not answer to that name',
    zh: '服务器不以该名称提供服务',
  },
  'unknown-run': { status: 404, en: 'There is no such run', zh: '没有这次运行' },
  'unknown-host': { status: 404, en: 'The run has no such host', zh: '本次运行中没有这台主机' },
  'not-found': { status: 404, en: 'There is nothing here', zh: '这里没有内容' },
  'run-id-taken': { status: 409, en: 'A different run has this id', zh: '该编号已属于另一次运行' },
  'run-finished': { status: 409, en: 'The run has already finished', zh: '运行已结束' },
  'host-keys-differ': {
    status: 409,
    en: 'The keys are not those that were shown',
    zh: '密钥与所显示的不一致',
  },
  'host-key-refused': { status: 422, en: 'Policy does not allow this key', zh: '策略不允许该密钥' },
  'wrong-protocol': {
    status: 409,
    en: 'The page is of another version, reload it',
    zh: '页面版本不同，请刷新',
  },
  'too-large': { status: 413, en: 'The request is too large', zh: '请求过大' },
  'engine-unavailable': { status: 503, en: 'The engine is not running', zh: '执行引擎未运行' },
  'storage-unavailable': { status: 503, en: 'The data folder cannot be written', zh: '数据目录无法写入' },
  'internal-error': { status: 500, en: 'Something broke in the server', zh: '服务器内部错误' },
} as const satisfies Record<string, { status: number } & Record<Locale, string>>;

/** One code; never renamed once released. */
export type ProblemCode = keyof typeof TABLE;
/** All codes, in the order of docs/protocol.md. */
export const PROBLEM_CODES = Object.keys(TABLE) as [ProblemCode, ...ProblemCode[]];
/** Status and title of each code. */
export const PROBLEMS: Record<ProblemCode, { status: number } & Record<Locale, string>> = TABLE;
