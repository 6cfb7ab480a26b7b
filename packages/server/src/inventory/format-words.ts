import { MAX_JUMP_HOPS, schemaWords, type Words } from '@rollcall/protocol';

/** Bytes of one variable in UTF-8. */
export const MAX_VAR_BYTES = 4096;

/** What the format of the inventory says, beside what it shares with other schemas; a test holds it against the format. */
const IN_CHINESE: Partial<Record<string, string>> = {
  'A variable is a text, a number, true or false.': '变量的值应为文本、数字、true 或 false。',
  [`A variable has ${MAX_VAR_BYTES} bytes at most.`]: `变量最多 ${MAX_VAR_BYTES} 字节。`,
  'A variable cannot hold a NUL character.': '变量中不能含有 NUL 字符。',
  'Write names with their values, as in { dc: fra, role: cache }.':
    '请写名称和值，例如 { dc: fra, role: cache }。',
  'The name of a variable has letters, digits and _ only, and no digit first.':
    '变量名只能包含字母、数字和 _，且不能以数字开头。',
  'Write a whole number from 1 to 65535.': '请写 1 到 65535 之间的整数。',
  'Write a user name in quotes.': '请写用户名，并加引号。',
  'Write the hops as a text, as in ops@bastion.example.com:22.':
    '请以文本写出跳板机，例如 ops@bastion.example.com:22。',
  [`Write up to ${MAX_JUMP_HOPS} hosts one after the other, as in ops@bastion1,bastion2:2222, or none.`]: `请依次写出跳板机，最多 ${MAX_JUMP_HOPS} 台，例如 ops@bastion1,bastion2:2222；或写 none。`,
  'Write the name of a key.': '请写密钥的名称。',
  'Write true or false.': '请写 true 或 false。',
  'Write a host range in quotes, or a list of them.': '请写主机范围并加引号，或写其列表。',
  'Write a host range, a list of them, or hosts: and settings.':
    '请写主机范围、其列表，或 hosts: 和各项设置。',
  'Write settings, as in { user: root, port: 2222 }.': '请写设置，例如 { user: root, port: 2222 }。',
  'Write names with their host ranges, as in web: web[01-20].': '请写组名和主机范围，例如 web: web[01-20]。',
  'Write host ranges with settings, as in 10.0.0.1-9: { user: root }.':
    '请写主机范围和设置，例如 10.0.0.1-9: { user: root }。',
  'Write groups: and hosts:.': '请写 groups: 和 hosts:。',
  'Write the groups of this source with their hosts, as in adm: node[1-3].':
    '请写该来源的组和主机，例如 adm: node[1-3]。',
  'Write sources with their groups.': '请写来源和其中的组。',
};

/** A hint of the format in every language. */
export function formatWords(message: string): Words {
  const known = /^Known here: (.*)\.$/.exec(message)?.[1];
  if (known !== undefined) return { en: message, zh: `可用的键：${known.replaceAll(', ', '、')}。` };
  const zh = IN_CHINESE[message];
  if (zh !== undefined) return { en: message, zh };
  const shared = schemaWords(message);
  return { en: `${shared.en.replace(/^./, (first) => first.toUpperCase())}.`, zh: `${shared.zh}。` };
}
