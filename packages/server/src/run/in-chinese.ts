import type { Words } from '@rollcall/protocol';

/**
 * What store, ssh and the log say to people, as patterns, and the same in Chinese: it is said far from anybody who knows the
 * language, and programs read it in English. A test finds every such sentence in their sources and holds it against this table.
 */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  // The store.
  [
    /^(.+) cannot be opened\. Check that the folder exists and is yours\.$/,
    '无法打开 $1。请检查目录是否存在、是否属于您。',
  ],
  [/^(.+) cannot be written\. Check its permissions and the mount\.$/, '无法写入 $1。请检查其权限和挂载。'],
  [
    /^(.+) is locked by another program\. .*$/,
    '$1 被其他程序锁定。请关闭该程序（备份或数据库浏览器）后重试。',
  ],
  [/^The disk of (.+) is full\. .*$/, '$1 所在的磁盘已满。请腾出空间。'],
  [/^(.+) was written by a newer Rollcall \((.*)\)\. .*$/, '$1 由更新的 Rollcall 写入（$2）。请使用该版本。'],
  [
    /^(.+) is damaged \((.*)\)\. .*$/s,
    '$1 已损坏（$2）。请移走它及其 -wal 和 -shm 文件，换上备份，或不用它而重新开始。',
  ],
  [/^(.+) could not be read or written: (.*)\.$/s, '无法读写 $1：$2。'],
  // Private keys.
  [/^the key is encrypted and needs its passphrase$/, '密钥已加密，需要口令'],
  [/^opening the key took too long$/, '解开密钥用时过长'],
  [/^(.+) is not a file$/, '$1 不是文件'],
  [/^(.+) is too large for a key$/, '$1 过大，不是密钥'],
  [/^(.+) is not there$/, '$1 不存在'],
  [/^(.+) may not be read by this user$/, '当前用户无权读取 $1'],
  [/^(.+) is a folder$/, '$1 是目录'],
  [/^(.+) cannot be read \((.*)\)$/, '无法读取 $1（$2）'],
  [/^this is a public key; name the private key beside it$/, '这是公钥，请指定旁边的私钥'],
  [
    /^not a private key in OpenSSH, PEM, PKCS#8 or PuTTY format$/,
    '不是 OpenSSH、PEM、PKCS#8 或 PuTTY 格式的私钥',
  ],
  [/^a broken OpenSSH private key$/, 'OpenSSH 私钥已损坏'],
  [/^keys on security tokens \(sk-…\) are not supported$/, '不支持安全令牌上的密钥（sk-…）'],
  [/^a broken private key$/, '私钥已损坏'],
  [/^the passphrase does not open the key$/, '口令不正确，无法解开密钥'],
  [/^SSH has no keys on the curve (.+)$/, 'SSH 没有曲线 $1 上的密钥'],
  [/^a PuTTY key of a format other than 2 and 3$/, 'PuTTY 密钥的格式不是 2 或 3'],
  [/^opening this key takes more memory or time than is allowed$/, '解开此密钥所需的内存或时间超出允许'],
  [/^(.+) keys are not supported$/, '不支持 $1 密钥'],
  [/^(\d+) rounds protect this key, at most (\d+) work$/, '此密钥用 $1 轮加密，最多支持 $2 轮'],
  [/^a broken PuTTY key$/, 'PuTTY 密钥已损坏'],
  [/^.+: it was changed after it was saved$/, 'PuTTY 密钥已损坏：保存之后被改动过'],
  // The log of a server.
  [/^a request failed$/, '有请求失败'],
  [/^a feed failed$/, '有实时数据流失败'],
  [/^a viewer does not answer and is dropped$/, '一个查看者没有应答，已断开'],
  [/^an upgrade failed$/, '有连接升级失败'],
  [/^sessions cannot be checked$/, '无法检查会话'],
  [/^the engine did not take a run$/, '执行引擎没有接收一次运行'],
  [/^the engine was not told of a stop$/, '停止的要求没有送达执行引擎'],
  [
    /^the engine ended \((.*)\), it is started again in (\d+) ms$/,
    '执行引擎已退出（$1），将在 $2 毫秒后重新启动',
  ],
  [/^the engine is ready again$/, '执行引擎已恢复'],
  [/^the engine said something that is no message$/, '执行引擎发来了无法识别的内容'],
  // ssh_config.
  [/^(.+): not supported, without effect: (.+)$/, '$1：不支持、未生效的配置项：$2'],
  [/^(.+): IdentityFile (.+) is not there, so it is not offered$/, '$1：IdentityFile $2 不存在，因此不提供'],
  [
    /^(.*)ProxyCommand for (.+): Rollcall starts no programs; write ProxyJump instead$/,
    '$1$2 的 ProxyCommand：Rollcall 不启动程序，请改写 ProxyJump',
  ],
  [/^(.*?)(\S+) for (\S+) has no value$/, '$1$3 的 $2 没有值'],
  [
    /^(.*?)(\S+) (\S+) for (\S+): a number from (\d+) to (\d+) is wanted$/,
    '$1$4 的 $2 $3：应为 $5 到 $6 之间的数',
  ],
  [/^(.*?)(\S+) (\S+) for (\S+): (\S+) is not known here$/, '$1$4 的 $2 $3：此处不支持 $5'],
  [/^(.*?)ProxyJump (.+) for (\S+) cannot be read$/, '$1$3 的 ProxyJump $2 无法识别'],
  [/^(.*?)ProxyJump for (\S+) leads over more than (\d+) hosts$/, '$1$2 的 ProxyJump 经过的主机超过 $3 台'],
  [/^(.+): a (\S+) line that names nothing$/, '$1：$2 行没有写出对象'],
  [/^(.+): files include files more than (\d+) deep$/, '$1：文件互相包含超过 $2 层'],
  [
    /^(.+): others may change it, so it is not used: (chmod go-w .+)$/,
    '$1：其他用户可以修改它，因此不予使用：$2',
  ],
  [/^(.+): a broken line$/, '$1：有一行已损坏'],
];

/** An English sentence of these in every language; one that is not known here stays as it is. */
export function wordsOf(english: string): Words {
  for (const [pattern, zh] of IN_CHINESE)
    if (pattern.test(english)) return { en: english, zh: english.replace(pattern, zh) };
  return { en: english, zh: english };
}
