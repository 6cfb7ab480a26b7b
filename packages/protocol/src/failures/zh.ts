import type { OutcomeCode } from './codes.ts';
import type { Sentences } from './sentence.ts';

const MAY_HAVE_RUN = '命令可能已经执行：重新执行前请先查看 {host}';

/** 简体中文：发生了什么、可能的原因、可以怎么做。 */
export const ZH: Record<OutcomeCode, Sentences> = {
  'jump/failed': [
    '跳板机 {hop}[：{ofHop}]|跳板机无法使用',
    '{causeOfHop}|无法连接跳板机，或跳板机不接受该登录',
    '{todoOfHop}|在本机用 ssh 连接跳板机试一试',
  ],
  'jump/lost': [
    '与跳板机[ {hop} ]的连接中断',
    '跳板机重启、其 sshd 退出，或网络中断',
    '检查跳板机后，重新运行该主机',
  ],
  'jump/refused': [
    '跳板机[ {hop} ]不转发到 {host} 的连接[：{detail}]',
    '其 sshd 的 AllowTcpForwarding 或 PermitOpen 不允许',
    '在跳板机上放行，或换一条路径',
  ],
  'jump/busy': [
    '与跳板机[ {hop} ]的连接[在 {limit}内]没有空闲通道',
    '它同时承载的连接数已达上限',
    '减少并发后重试，或分散到多台跳板机',
  ],
  'jump/loop': [
    '到该主机的路径两次经过跳板机[ {hop}]',
    '跳板机被设置在它自己之后',
    '检查 ProxyJump 和本次运行的跳板机',
  ],
  'jump/too-many': [
    '到该主机的路径超过 8 台跳板机',
    '跳板机链可能写错了',
    '检查 ProxyJump 和本次运行的跳板机',
  ],
  'resolve/not-found': [
    '跳板机 {hop} 找不到主机名 {name} 的地址|找不到主机名 {name} 的地址',
    'hop=主机名拼写有误，或跳板机的域名服务器没有该记录|主机名拼写有误，或本机的域名服务器没有该记录',
    'hop=在跳板机上用 getent hosts {name} 查询，或直接填写地址|在本机用 getent hosts {name} 查询，或直接填写地址',
  ],
  'resolve/timeout': [
    '域名服务器[在 {limit}内]没有应答',
    '本机的域名服务器已停止或无法访问',
    '检查本机的 /etc/resolv.conf，或直接填写地址',
  ],
  'resolve/failed': ['无法解析主机名[：{detail}]', '本机的域名服务器出错', '重试，或直接填写地址'],
  'connect/refused': [
    '端口 {port} 拒绝连接',
    '该主机没有运行 sshd，或 sshd 使用其他端口',
    '检查 {host} 上 sshd 是否在运行、使用哪个端口',
  ],
  'connect/unreachable': [
    '没有到该主机的路由',
    '主机已关机，或途中的路由器或防火墙拒绝转发',
    'hop=检查 {host} 是否开机、能否从跳板机 {hop} 访问|检查 {host} 是否开机、能否从本机访问',
  ],
  'connect/timeout': [
    '端口 {port} [在 {limit}内]没有应答',
    '主机已关机，或防火墙丢弃了数据包',
    'hop=检查 {host} 是否开机、是否允许跳板机 {hop} 访问端口 {port}|' +
      '检查 {host} 是否开机、是否允许本机访问端口 {port}；线路较慢时请延长连接超时',
  ],
  'connect/reset': ['端口 {port} 重置了连接', '被防火墙或已满载的 sshd 切断', '减少并发后重试，并检查防火墙'],
  'connect/no-resources': [
    '本机没有可用的套接字或端口[：{detail}]',
    '本机同时打开的连接过多',
    '减少并发后重试，或提高可打开文件数上限（ulimit -n）',
  ],
  'connect/failed': [
    '连接失败[：{detail}]',
    'hop=跳板机 {hop} 的网络出错|本机网络出错',
    'hop=在跳板机上用 ssh 试连该主机|在本机用 ssh 试连该主机',
  ],
  'banner/timeout': [
    '端口 {port} 已打开，但[在 {limit}内]没有响应',
    'sshd 停滞或过载，或该端口上是其他服务',
    '查看 {host} 的负载，并核对端口',
  ],
  'banner/not-ssh': [
    '端口 {port} 上不是 SSH 服务[：{detail}]',
    '该端口上是其他服务',
    '查明 sshd 的端口并改用该端口',
  ],
  'banner/closed': [
    '握手前被关闭[：{detail}]',
    'sshd 繁忙（MaxStartups），或不允许本机连接',
    '减少并发后重试；检查该主机的 MaxStartups、fail2ban 和防火墙',
  ],
  'banner/penalised': [
    '握手前被拒绝[：{detail}]',
    '登录失败后，sshd 暂时不让本机连接（PerSourcePenalties）',
    '改正登录方式，稍等一分钟后重试',
  ],
  'kex/timeout': [
    '密钥交换[在 {limit}内]没有完成',
    '主机过载，或途中丢失大数据包（MTU）',
    '查看 {host} 的负载，并在本机用 ssh 试连',
  ],
  'kex/no-common-algorithm': [
    '没有共同的{list}：主机提供 {offers}|没有共同支持的算法[：{detail}]',
    '该主机的 sshd 很旧，或只允许极少数算法',
    'legacy=将该主机标记为旧式主机，仅对它放行旧算法，或升级其 sshd|升级该主机的 sshd，或在其 sshd_config 中允许一种现行算法',
  ],
  'kex/protocol': [
    '密钥交换出错[：{detail}]',
    '主机不遵守 SSH 协议，或数据在途中被改动',
    '在本机用 ssh -v 试连，并查看该主机的 sshd 日志',
  ],
  'kex/closed': [
    '密钥交换时连接被关闭[：{detail}]',
    'sshd 放弃了连接：过载、正在重启，或没有可用的主机密钥',
    '查看 {host} 的 sshd 日志',
  ],
  'verify/unknown-host-key': [
    '尚未信任该主机的密钥[：{detail}]',
    '首次连接该主机；没有向它发送任何内容',
    '与 {host} 上的指纹核对一致后，批准该密钥',
  ],
  'verify/host-key-changed': [
    '主机密钥已变更，未发送任何内容[：收到 {seen}，应为 {expected}]',
    '主机已重装，或有其他机器冒充它应答',
    '向 {host} 的管理者核实；确认新指纹后再信任新密钥',
  ],
  'verify/host-key-revoked': [
    '该主机密钥已被标记为吊销，未发送任何内容[：{seen}]',
    '密钥已泄露或停用：曾在此吊销，或在 known_hosts 中标为 @revoked',
    '不要登录该主机；请为 {host} 更换密钥',
  ],
  'auth/timeout': [
    '已连接，但登录[在 {limit}内]没有应答',
    '该主机的 sshd 在等待较慢的域名服务器、PAM 或目录服务',
    '检查 {host} 的 UseDNS 和 PAM 设置',
  ],
  'auth/rejected': [
    '已连接，但主机在问完 ssh-agent 的全部 {held}之前就断开了：用户 {user}|' +
      'key=已连接，但主机拒绝了密钥 {key}：用户 {user}|' +
      'key=已连接，但主机拒绝了所有密钥：用户 {user}[，已尝试 {keys}]|' +
      'agent=已连接，但主机拒绝了所有密钥：用户 {user}[，已尝试 {keys}]|' +
      'password=已连接，但主机拒绝了密码：用户 {user}|' +
      'code=已连接，但主机拒绝了一次性验证码：用户 {user}|' +
      '已连接，但主机拒绝登录：用户 {user}[，{detail}]',
    'held=agent 中的密钥多于主机允许尝试的次数（MaxAuthTries）|' +
      'password=密码有误，或不允许 {user} 用密码登录|code=验证码输入有误、已使用或已过期|公钥不在 {user} 的 authorized_keys 中，或没有这个用户',
    'held=以文件指定合适的密钥，或从 agent 中移除其余密钥（ssh-add -d）|' +
      'code=用新的验证码对该主机重新执行|' +
      'password=重新输入密码，或换一个用户；原因见 {host} 的 sshd 日志|' +
      '把公钥添加到该主机（ssh-copy-id），或换一个用户或密钥',
  ],
  'auth/no-method': [
    '已连接，但主机提问 {asks}，只能由人回答|' +
      '这一步登录之后，主机还要求 {alsoWants}|' +
      '主机只接受以 {weak} 签名的该密钥|' +
      'password=主机不接受密码[，只提供 {offers}]|' +
      'key=主机不接受密钥[，只提供 {offers}]|' +
      'agent=主机不接受密钥[，只提供 {offers}]|' +
      '主机不支持这种登录方式[：{detail}]',
    'asks=主机要求第二因素，或要求回答密码以外的问题|' +
      'alsoWants=该主机的 sshd 要求不止一种凭据|' +
      'weak=该主机的 sshd 过旧，不支持安全的签名|' +
      '该主机的 sshd 只接受其他登录方式',
    'weak=改用 ed25519 密钥，或升级该主机的 sshd|' +
      'asks=改用密钥，或在 {host} 上免除 {user} 的提问|' +
      'alsoWants=在此登录之外同时给出密码或一次性验证码，或改用只需一种凭据的用户|' +
      '改用主机提供的登录方式，或在其 sshd_config 中允许这一种',
  ],
  'auth/password-change': [
    '用户 {user} 的密码已过期，主机要求修改',
    '该账户必须先修改密码',
    '用 {ssh} 登录并修改密码',
  ],
  'auth/agent-unavailable': [
    'empty=ssh-agent 中没有密钥|silent=ssh-agent 没有及时应答|无法使用 ssh-agent[：{detail}]',
    'empty=启动后没有添加过密钥|silent=它在等待有人确认使用密钥，或已停滞|ssh-agent 已退出，或拒绝签名',
    'empty=用 ssh-add 添加密钥，或改用密钥文件|用 ssh-add -l 检查，或改用密钥文件',
  ],
  'auth/closed': [
    '登录时连接被关闭[：{detail}]',
    'sshd 放弃了登录：尝试次数过多、PAM 出错，或网络中断',
    '查看 {host} 的 sshd 日志',
  ],
  'open/refused': [
    '已登录，但主机拒绝打开会话[：{detail}]',
    '会话数已达上限（MaxSessions），或不允许 {user} 打开会话',
    '检查该主机 sshd_config 中的 MaxSessions 和针对 {user} 的规则',
  ],
  'open/timeout': [
    '已登录，但[在 {limit}内]没有打开会话',
    '主机过载，或 PAM 停滞',
    '查看 {host} 的负载和 sshd 日志',
  ],
  'open/closed': [
    '已登录，但发送命令前连接被关闭[：{detail}]',
    'sshd 立即结束了会话：资源限制、PAM，或账户已停用',
    '查看 {host} 的 sshd 日志，并用 {ssh} 试连',
  ],
  'exec/refused': [
    '已登录，但主机拒绝执行命令',
    '{user} 在该主机上没有 shell 或只能执行固定命令，或该主机是没有 shell 的设备',
    '手动用 {ssh} 试连，或换一个用户',
  ],
  'exec/no-shell': [
    '主机没有本次运行所需的 shell[：{detail}]',
    '脚本、工作目录、环境变量和提权都需要主机上的 shell',
    '在该主机上运行普通命令行，或为该账户换一个 shell',
  ],
  'exec/working-folder': [
    '无法进入工作目录[：{detail}]',
    '目录不存在，或用户 {user} 无权进入',
    '检查 {host} 上的该目录',
  ],
  'exec/no-interpreter': [
    '主机没有该解释器[：{detail}]',
    '主机上没有安装，或不在用户 {user} 的 PATH 中',
    '在 {host} 上安装，或写出它的路径',
  ],
  'sudo/not-found': [
    '主机没有 sudo',
    '主机上没有安装，或不在用户 {user} 的 PATH 中',
    '安装 sudo，或以命令所需的用户登录',
  ],
  'sudo/not-allowed': [
    'sudo 不允许用户 {user} 执行[：{detail}]',
    '{host} 的 sudo 规则中没有该用户或该命令，或没有要切换到的用户',
    '在主机上添加规则，或换一个用户',
  ],
  'sudo/needs-terminal': [
    'sudo 需要终端',
    '{host} 的 sudo 规则设置了 requiretty',
    '启用终端，或从规则中去掉 requiretty',
  ],
  'sudo/password-needed': [
    'sudo 要求用户 {user} 的密码，但未提供',
    '{host} 的 sudo 规则要求密码',
    '提供 sudo 密码，或允许 {user} 免密码',
  ],
  'sudo/password-rejected': [
    'sudo 未接受用户 {user} 的密码',
    '密码输入有误，或该主机的密码不同；只发送过一次',
    '提供正确的密码，再在该主机上运行',
  ],
  'unknown/connection-lost': [
    '命令发送后，与跳板机 {hop} 的连接中断|命令发送后连接中断',
    '主机重启、其 sshd 退出，或网络中断',
    MAY_HAVE_RUN,
  ],
  'unknown/no-status': [
    '通道已关闭，但没有退出码',
    '该主机的 shell 被杀死，或该设备不报告退出码',
    MAY_HAVE_RUN,
  ],
  'unknown/no-reply': ['命令已发送，主机没有确认', '主机过载或停滞', MAY_HAVE_RUN],
  'unknown/protocol': ['主机违反协议，连接已切断', '其 SSH 服务有缺陷，或被人篡改', MAY_HAVE_RUN],
  'unknown/engine-lost': ['命令运行时执行引擎已退出', '它在本机被杀死，或内存不足', MAY_HAVE_RUN],
  'unknown/server-stopped': ['命令运行时服务器已停止', '有人停止或重启了 Rollcall', MAY_HAVE_RUN],
  'unknown/storage': [
    '无法写入运行日志',
    '数据目录所在的磁盘已满或只读',
    `释放该磁盘的空间；${MAY_HAVE_RUN}`,
  ],
  'timed-out/confirmed': [
    '[超过 {limit}]没有结束',
    '命令停滞、等待输入，或需要更长时间；已被停止，主机已确认',
    '查看它最后的输出，或允许更长时间',
  ],
  'timed-out/unconfirmed': [
    '[超过 {limit}]没有结束，且主机未确认停止',
    '命令不理会 TERM 和 KILL，或主机停滞',
    '在 {host} 上查看它是否仍在运行',
  ],
  'silent/confirmed': [
    '[连续 {limit}]没有输出',
    '命令停滞或等待输入；已被停止，主机已确认',
    '查看它最后的输出，或允许更长的静默时间',
  ],
  'silent/unconfirmed': [
    '[连续 {limit}]没有输出，且主机未确认停止',
    '命令不理会 TERM 和 KILL，或主机停滞',
    '在 {host} 上查看它是否仍在运行',
  ],
  'cancelled/connecting': ['发送命令前已停止', '有人停止了本次运行', ''],
  'cancelled/confirmed': ['主机已确认停止', '有人停止了本次运行', ''],
  'cancelled/unconfirmed': [
    '主机未确认停止',
    '命令不理会 TERM 和 KILL，或主机停滞',
    '在 {host} 上查看它是否仍在运行',
  ],
  'skipped/run-cancelled': ['未执行', '轮到它之前，有人停止了本次运行', ''],
  'skipped/engine-lost': ['未执行', '轮到它之前，执行引擎已退出', '对该主机重新执行'],
  'skipped/server-stopped': ['未执行', '轮到它之前，服务器已停止', '对该主机重新执行'],
  'skipped/storage': ['未执行', '运行日志无法继续写入', '释放数据目录所在磁盘的空间，再对该主机重新执行'],
};
