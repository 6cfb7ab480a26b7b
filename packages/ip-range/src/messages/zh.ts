import { grouped, type Sentences } from './sentence.ts';
import { zhWarnings } from './zh-warnings.ts';

const NESTED: Record<string, string> = {
  brackets: '一个名称里的括号',
  operators: '连续的运算符',
  parentheses: '嵌套的圆括号',
  groups: '嵌套的组',
};

/** Simplified Chinese sentences for every issue code. */
export const zh: Sentences = {
  'octet-range': {
    message: (p) => `第 ${p.part} 段的${p.what === 'range-end' ? '范围终点' : ''} ${p.octet} 超过 255。`,
    hint: (p) =>
      p.full === undefined ? '请改为 0 到 255 之间的数。' : `更长的范围请写出两个完整地址：${p.full}。`,
  },
  'leading-zero': {
    message: (p) => `第 ${p.part} 段的 ${p.octet} 以 0 开头。`,
    hint: (p) =>
      p.octal === -1 || p.octal === p.decimal
        ? `请写 ${p.decimal}。`
        : `有的程序读作 ${p.octal}，有的读作 ${p.decimal}，请写明确的数。`,
  },
  'reversed-range': {
    message: (p) => `范围写反了：从 ${p.low} 到 ${p.high}。`,
    hint: (p) => `是否想写 ${p.swapped}？`,
  },
  'bad-ipv4': {
    message: (p) => {
      if (p.why === 'count') return `IPv4 地址应有 4 段，这里有 ${p.parts} 段。`;
      if (p.why === 'empty-octet') return `地址的第 ${p.part} 段是空的。`;
      if (p.why === 'trailing') return `地址后面多出了 ${p.rest}。`;
      return '看起来像 IPv4 地址，但不是。';
    },
    hint: (p) => {
      if (p.network !== undefined) return `整个网段请写 ${p.network}。`;
      if (p.wildcards !== undefined) return `请写 ${p.wildcards}。`;
      if (p.why === 'numeric-end') return '主机名不能以数字段结尾。';
      if (p.why === 'hex') return '请用十进制写出 4 段。';
      if (p.why === 'bracket') return '方括号要占地址的一整段：10.0.0.[1-100]。';
      return undefined;
    },
  },
  'bare-number': {
    message: (p) => `${p.number} 不是主机。`,
    hint: (p) => {
      if (p.address !== undefined) return `要写地址 ${p.address}，请写出 4 段。`;
      return p.joined === undefined ? '请写出完整地址。' : `请写 ${p.joined}，中间不留空格。`;
    },
  },
  'double-range': { message: () => '一个范围只能有一个连字符。', hint: () => '两个范围之间请用逗号分开。' },
  'open-range': {
    message: (p) => (p.side === 'start' ? '范围缺少起点。' : '范围缺少终点。'),
    hint: (p) => (p.whole === undefined ? '请写出两端。' : `请写出两端，例如 ${p.whole}。`),
  },
  'short-range-end': {
    message: (p) => `范围的终点不完整：${p.end}。`,
    hint: (p) => (p.full === undefined ? '请写出两个完整地址。' : `请写出两个完整地址：${p.full}。`),
  },
  'spaced-dash': {
    message: () => '连字符前有空格，后面却没有。',
    hint: (p) => `范围请写 ${p.range}；排除请写 !${p.right}。`,
  },
  'word-range': {
    message: (p) => `“${p.word}”不能表示范围。`,
    hint: (p) => `请写 ${p.range}。`,
  },
  'partial-wildcard': {
    message: (p) => `${p.char ?? '*'} 只能代替地址的一整段。`,
    hint: () => '请写成范围，例如 10.0.0.10-19，或单独使用 *。',
  },
  'prefix-range': {
    message: (p) => `前缀长度 ${p.prefix} 超过 ${p.max}。`,
    hint: (p) => `请改为 0 到 ${p.max} 之间的数。`,
  },
  'bad-prefix': {
    message: (p) => (p.prefix === '' ? '缺少前缀长度。' : `${p.prefix} 不是前缀长度或子网掩码。`),
    hint: (p) => `请写 0 到 ${p.max} 之间的数，例如 /24。`,
  },
  'bad-netmask': {
    message: (p) => `子网掩码 ${p.mask} 不连续。`,
    hint: () => '子网掩码应像 255.255.255.0 这样连续。',
  },
  'wildcard-mask': {
    message: (p) => `${p.mask} 像是路由器的反掩码。`,
    hint: (p) => (p.prefix === undefined ? '请写前缀长度，例如 /24。' : `请写 /${p.prefix}。`),
  },
  'mask-after-space': {
    message: (p) => `这里应是主机，却是子网掩码 ${p.mask}。`,
    hint: (p) => `请写 ${p.cidr}。`,
  },
  'mask-after-colon': {
    message: (p) => `这里应是端口，却是子网掩码 ${p.mask}。`,
    hint: (p) => `请写 ${p.cidr}。`,
  },
  'prefix-on-pattern': {
    message: () => '前缀只能跟在单个地址后面，不能跟在范围或名称后面。',
    hint: (p) =>
      p.stepped === undefined ? '请只写范围或只写网段。' : `请只写范围或只写网段；按步长请写 ${p.stepped}。`,
  },
  'mixed-family': { message: () => '范围不能从 IPv4 跨到 IPv6。', hint: () => '请写成两个范围。' },
  'bad-ipv6': {
    message: (p) => (p.why === 'twice' ? '不是 IPv6 地址：:: 出现了两次。' : '看起来像 IPv6 地址，但不是。'),
    hint: (p) => {
      if (p.why === 'brackets') return '要写端口，请给地址加方括号：[2001:db8::1]:22。';
      if (p.why === 'bracket') return '范围不加方括号：2001:db8::1-ff。';
      if (p.why === 'group') return `${p.group} 不是 1 到 4 位十六进制数。`;
      if (p.why === 'zone') return '接口名只能有字母、数字、点、连字符和下划线。';
      return undefined;
    },
  },
  'zone-mismatch': {
    message: (p) => `两端在不同的接口上：${p.first} 和 ${p.second}。`,
    hint: () => '接口名只写一次。',
  },
  'unclosed-bracket': { message: () => '这里的括号没有闭合。', hint: () => '请用 ] 闭合。' },
  'unmatched-bracket': { message: (p) => `${p.bracket} 没有对应的左括号。` },
  'nested-bracket': { message: () => '括号里不能再有括号。', hint: () => '请把括号一个接一个地写。' },
  'empty-bracket': { message: () => '括号是空的。', hint: () => '请写数字，例如 [1-9]。' },
  'empty-range': { message: () => '括号里的逗号之间是空的。', hint: () => '请去掉多余的逗号。' },
  'bad-bracket-item': {
    message: (p) => {
      if (p.why === 'mixed') return '同一个括号里既有字母又有数字。';
      if (p.why === 'letter-case') return `${p.item} 混用了大小写字母。`;
      if (p.why === 'digits') return `${p.item} 超过 ${p.limit} 位数字。`;
      return `${p.item} 不是数字范围。`;
    },
    hint: (p) => {
      if (p.why === 'mixed') return '请写成两项。';
      if (p.why === 'letter-case') return '主机名不分大小写，请写小写字母。';
      if (p.why === 'braces') return '花括号里应是 {1..9} 这样的范围；多个名称请逐个写出。';
      if (p.fixed !== undefined) return `请写 ${p.fixed}。`;
      return p.why === 'not-a-range' ? '请写 1-9、1-9/2 或 a-e。' : undefined;
    },
  },
  'bad-step': { message: (p) => `${p.step} 不是步长。`, hint: () => '步长应不小于 1。' },
  'padding-mismatch': {
    message: (p) => `${p.low} 和 ${p.high} 的位数不同。`,
    hint: (p) => (p.mixed === undefined ? `请写 ${p.padded}。` : `请写 ${p.padded} 或 ${p.mixed}。`),
  },
  'bad-label': { message: (p) => `主机名的一段不能以连字符${p.why === 'starts' ? '开头' : '结尾'}。` },
  'empty-label': {
    message: (p) => (p.where === 'end' ? '主机名以点结尾。' : '这个点前面是空的。'),
    hint: (p) => (p.where === 'end' ? '请去掉这个点。' : undefined),
  },
  'label-too-long': { message: (p) => `主机名的一段有 ${p.length} 个字符，最多 63 个。` },
  'name-too-long': { message: (p) => `主机名有 ${p.length} 个字符，最多 253 个。` },
  'bad-character': {
    message: (p) => `主机里不能有 ${p.char}。`,
    hint: () => '主机名只能有字母、数字、点、连字符和下划线。',
  },
  'needs-inventory': {
    message: (p) => `${p.char} 是按模式查找主机，但这里没有可查的清单。`,
    hint: () => '请直接写主机，例如 web[1-20]。',
  },
  'url-or-path': {
    message: (p) => `这是${p.what === 'url' ? '网址' : '路径'}，这里应写主机。`,
    hint: (p) => (p.host === undefined ? undefined : `请写 ${p.host}。`),
  },
  'non-ascii': {
    message: (p) => `主机里不能有 ${p.char}（${p.code}）。`,
    hint: (p) => (p.word === undefined ? '国际化域名请写 xn-- 形式。' : '范围请用连字符。'),
  },
  'invisible-character': {
    message: (p) => `有一个看不见的字符 ${p.code}。`,
    hint: () => '请重新输入这一项。',
  },
  'bad-port': {
    message: (p) =>
      p.why === 'several'
        ? '端口不止一个。'
        : p.why === 'operator'
          ? `${p.operator} 前面多了冒号。`
          : p.port === ''
            ? '缺少端口。'
            : `${p.port} 不是端口。`,
    hint: (p) => {
      if (p.why === 'operator') return '请去掉冒号。';
      return p.why === 'several' ? '每个端口请单独写一项。' : '端口是 1 到 65535 之间的数。';
    },
  },
  'bad-user': {
    message: (p) => (p.user === '' ? '@ 前面没有用户名。' : `${p.user} 不是用户名。`),
    hint: () => '用户名只能有字母、数字、点、连字符和下划线。',
  },
  'user-conflict': {
    message: (p) => `${p.host} 出现了两次，用户分别是${user(p.first)}和${user(p.second)}。`,
    hint: () => '每台主机只运行一次命令，请只写一个用户。',
  },
  'user-in-exclusion': { message: () => '排除项不能带用户名。', hint: (p) => `请写 !${p.host}。` },
  'dash-exclusion': { message: () => '一项不能以连字符开头。', hint: (p) => `要排除请写 !${p.rest}。` },
  'only-exclusions': {
    message: () => '只有排除项，没有选中任何主机。',
    hint: (p) => `请先写出从哪里排除，例如 10.0.0.0/24,${p.text}。`,
  },
  'missing-operand': { message: (p) => `${p.operator} 后面是空的。` },
  'missing-paren': { message: () => '这里的圆括号没有闭合。', hint: () => '请用 ) 闭合。' },
  unexpected: {
    message: (p) => `这里不应有 ${p.found}。`,
    hint: (p) => (p.why === 'separator' ? '各项之间请用逗号分开。' : undefined),
  },
  'mixed-operators': {
    message: (p) => `${p.first} 和 ${p.second} 混用有歧义。`,
    hint: () => '请加圆括号：(a,b)&c 或 a,(b&c)。',
  },
  'unknown-group': {
    message: (p) => `没有名为 ${p.group} 的组。`,
    hint: (p) => {
      if (p.why === 'none') return '这里没有定义任何组。';
      return p.nearest === undefined ? undefined : `是否想写 @${p.nearest}？`;
    },
  },
  'group-cycle': { message: (p) => `组 ${p.group} 包含了它自己。` },
  'bad-group': { message: (p) => `组 ${p.group} 的内容有误：${p.text}。` },
  'too-complex': {
    message: (p) =>
      p.what === undefined
        ? `分散的范围超过 ${grouped(p.limit)} 个。`
        : `${NESTED[p.what] ?? ''}超过 ${p.limit} 个。`,
    hint: () => '请写得简单些，或拆成几项。',
  },
  'too-long': { message: (p) => `文本有 ${grouped(p.chars)} 个字符，上限是 ${grouped(p.limit)}。` },
  'too-many-items': { message: (p) => `超过 ${grouped(p.limit)} 项。` },
  'too-many-hosts': { message: (p) => `共 ${grouped(p.size)} 台主机，上限是 ${grouped(p.limit)}。` },
  ...zhWarnings,
};

function user(name: string | number | undefined): string {
  return name === '' ? '默认用户' : ` ${name} `;
}
