import type { Sentences } from './sentence.ts';

/** Simplified Chinese sentences for every issue code. */
export const zh: Sentences = {
  'octet-range': [
    'range-end=第 {part} 段的范围终点 {octet} 超过 255。|第 {part} 段的 {octet} 超过 255。',
    '更长的范围请写出两个完整地址：{fixed}。|请改为 0 到 255 之间的数。',
  ],
  'leading-zero': [
    '第 {part} 段的 {octet} 以 0 开头。',
    '有的程序读作 {octal}，有的读作 {decimal}，请写明确的数。|请写 {decimal}。',
  ],
  'reversed-range': ['范围写反了：从 {low} 到 {high}。', '是否想写 {fixed}？'],
  'bad-ipv4': [
    '1=IPv4 地址应有 4 段，这里有 1 段。|2=IPv4 地址应有 4 段，这里有 2 段。|3=IPv4 地址应有 4 段，这里有 3 段。|' +
      'more=IPv4 地址应有 4 段，这里更多。|trailing=地址后面多出了 {rest}。|地址的第 {part} 段是空的。|看起来像 IPv4 地址，但不是。',
    'trailing=请写 {fixed}。|整个网段请写 {fixed}。|numeric-end=主机名不能以数字段结尾。|' +
      'hex=请用十进制写出 4 段。|bracket=方括号要占地址的一整段：10.0.0.[1-100]。',
  ],
  'bare-number': [
    '{number} 不是主机。',
    'address=要写地址 {fixed}，请写出 4 段。|请写 {fixed}，中间不留空格。|请写出完整地址。',
  ],
  'double-range': ['一个范围只能有一个连字符。', '两个范围之间请用逗号分开。'],
  'open-range': ['start=范围缺少起点。|范围缺少终点。', '请写出两端，例如 {fixed}。|请写出两端。'],
  'short-range-end': ['范围的终点不完整：{end}。', '请写出两个完整地址：{fixed}。|请写出两个完整地址。'],
  'spaced-dash': ['连字符前有空格，后面却没有。', '范围请写 {fixed}；排除请写 !{right}。'],
  'word-range': ['“{word}”不能表示范围。', '请写 {fixed}。'],
  'partial-wildcard': ['{char} 只能代替地址的一整段。', '请写成范围，例如 10.0.0.10-19，或单独使用 *。'],
  'prefix-range': ['前缀长度 {prefix} 超过 {max}。', '请改为 0 到 {max} 之间的数。'],
  'bad-prefix': ['{prefix} 不是前缀长度或子网掩码。|缺少前缀长度。', '请写 0 到 {max} 之间的数，例如 /24。'],
  'bad-netmask': ['子网掩码 {mask} 不连续。', '子网掩码应像 255.255.255.0 这样连续。'],
  'wildcard-mask': ['{mask} 像是路由器的反掩码。', '请写 {fixed}。|请写前缀长度，例如 /24。'],
  'mask-after-space': ['这里应是主机，却是子网掩码 {mask}。', '请写 {fixed}。'],
  'mask-after-colon': ['这里应是端口，却是子网掩码 {mask}。', '请写 {fixed}。'],
  'prefix-on-pattern': [
    '前缀只能跟在单个地址后面，不能跟在范围或名称后面。',
    '请只写范围或只写网段；按步长请写 {fixed}。|请只写范围或只写网段。',
  ],
  'mixed-family': ['范围不能从 IPv4 跨到 IPv6。', '请写成两个范围。'],
  'bad-ipv6': [
    'twice=不是 IPv6 地址：:: 出现了两次。|看起来像 IPv6 地址，但不是。',
    'brackets=要写端口，请给地址加方括号：[2001:db8::1]:22。|bracket=范围不加方括号：2001:db8::1-ff。|' +
      'group={group} 不是 1 到 4 位十六进制数。|zone=接口名只能有字母、数字、点、连字符和下划线。',
  ],
  'zone-mismatch': ['两端在不同的接口上：{first} 和 {second}。', '接口名只写一次。'],
  'unclosed-bracket': ['这里的括号没有闭合。', '请用 ] 闭合。'],
  'unmatched-bracket': ['{bracket} 没有对应的左括号。'],
  'nested-bracket': ['括号里不能再有括号。', '请把括号一个接一个地写。'],
  'empty-bracket': ['括号是空的。', '请写数字，例如 [1-9]。'],
  'empty-range': ['括号里的逗号之间是空的。', '请去掉多余的逗号。'],
  'bad-bracket-item': [
    'mixed=同一个括号里既有字母又有数字。|letter-case={item} 混用了大小写字母。|' +
      'digits={item} 超过 {limit} 位数字。|{item} 不是数字范围。',
    'mixed=请写成两项。|letter-case=主机名不分大小写，请写小写字母。|' +
      'braces=花括号里应是 {1..9} 这样的范围；多个名称请逐个写出。|请写 {fixed}。|' +
      'not-a-range=请写 1-9、1-9/2 或 a-e。',
  ],
  'bad-step': ['{step} 不是步长。|缺少步长。', '步长应不小于 1。'],
  'padding-mismatch': ['{low} 和 {high} 的位数不同。', '请写 {padded} 或 {mixed}。|请写 {padded}。'],
  'bad-label': ['start=主机名的一段不能以连字符开头。|主机名的一段不能以连字符结尾。'],
  'empty-label': ['end=主机名以点结尾。|这个点前面是空的。', 'end=请去掉这个点。'],
  'label-too-long': ['主机名的一段有 {length} 个字符，最多 63 个。'],
  'name-too-long': ['主机名有 {length} 个字符，最多 253 个。'],
  'bad-character': ['主机里不能有 {char}。', '主机名只能有字母、数字、点、连字符和下划线。'],
  'needs-inventory': ['{char} 是按模式查找主机，但这里没有可查的清单。', '请直接写主机，例如 web[1-20]。'],
  'url-or-path': ['url=这是网址，这里应写主机。|这是路径，这里应写主机。', '请写 {fixed}。'],
  'non-ascii': ['主机里不能有 {char}（{code}）。', '国际化域名请写 xn-- 形式。'],
  'invisible-character': ['有一个看不见的字符 {code}。', '请重新输入这一项。'],
  'bad-port': [
    'several=端口不止一个。|operator={operator} 前面多了冒号。|{port} 不是端口。|缺少端口。',
    'operator=请去掉冒号。|several=每个端口请单独写一项。|端口是 1 到 65535 之间的数。',
  ],
  'bad-user': ['{user} 不是用户名。|@ 前面没有用户名。', '用户名只能有字母、数字、点、连字符和下划线。'],
  'user-conflict': [
    '{host} 出现了两次，用户分别是 {first} 和 {second}。|{host} 出现了两次，用户分别是 {first} 和默认用户。|' +
      '{host} 出现了两次，用户分别是默认用户和 {second}。',
    '每台主机只运行一次命令，请只写一个用户。',
  ],
  'user-in-exclusion': ['排除项不能带用户名。', '请写 !{fixed}。'],
  'dash-exclusion': ['一项不能以连字符开头。', '要排除请写 !{rest}。'],
  'only-exclusions': ['只有排除项，没有选中任何主机。', '请先写出从哪里排除，例如 10.0.0.0/24,{text}。'],
  'missing-operand': ['{operator} 后面是空的。'],
  'missing-paren': ['这里的圆括号没有闭合。', '请用 ) 闭合。'],
  unexpected: ['这里不应有 {found}。'],
  'mixed-operators': ['{first} 和 {second} 混用有歧义。', '请加圆括号：(a,b)&c 或 a,(b&c)。'],
  'unknown-group': ['没有名为 {group} 的组。', 'none=这里没有定义任何组。|是否想写 {fixed}？'],
  'group-cycle': ['组 {group} 包含了它自己。'],
  'bad-group': ['组 {group} 的内容有误：{text}。'],
  'too-complex': [
    'brackets=一个名称里的括号超过 {limit} 个。|operators=连续的运算符超过 {limit} 个。|' +
      'parentheses=嵌套的圆括号超过 {limit} 个。|groups=嵌套的组超过 {limit} 个。|' +
      '分散的范围超过 {limit,} 个。',
    '请写得简单些，或拆成几项。',
  ],
  'too-long': ['文本有 {chars,} 个字符，上限是 {limit,}。'],
  'too-many-items': ['超过 {limit,} 项。'],
  'too-many-hosts': ['共 {size,} 台主机，上限是 {limit,}。'],
  'host-bits': ['{text} 表示网段 {network}。'],
  'network-broadcast-included': ['{text} 包含 {network} 和 {broadcast}。', '它们往往是网络地址和广播地址。'],
  duplicate: ['all=这些主机前面都已列出。|其中 {count,} 台前面已列出。'],
  'excluded-nothing': ['这一项没有排除任何已选主机。'],
  'looks-like-a-range': ['{name} 被当作一个主机名。', '范围请写 {range}。'],
  'address-then-name': [
    '{address} 和 {name} 被当作两台主机。',
    '在 hosts 文件里它们是同一台机器，请只写其中一个。',
  ],
  'sensitive-address': [
    'metadata={host} 是云平台发放凭据的地址。|unspecified={host} 是未指定地址。|' +
      'link-local={host} 是链路本地地址。|multicast={host} 是组播地址。|broadcast={host} 是广播地址。|' +
      '{host} 是保留地址。',
    '若非有意，请排除它。',
  ],
};
