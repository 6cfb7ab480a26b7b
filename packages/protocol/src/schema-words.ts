import { MAX_COMMAND_BYTES } from './limits.ts';
import type { Words } from './locale.ts';

/** What the schemas of this package say in words of their own; a test holds it against them. */
const IN_CHINESE: Partial<Record<string, string>> = {
  'it is empty': '不能为空',
  'a user name has 32 characters at most': '用户名最多 32 个字符',
  'a user name has letters, digits and . _ - only, and no dash first':
    '用户名只能包含字母、数字和 . _ -，且不能以 - 开头',
  'the host range is empty': '主机范围为空',
  'the command is empty': '命令为空',
  'the command holds a NUL character': '命令中含有 NUL 字符',
  [`the command is over ${MAX_COMMAND_BYTES} bytes`]: `命令超过 ${MAX_COMMAND_BYTES} 字节`,
  'a plain command has no script, working folder, environment or sudo':
    '原样执行的命令不能带脚本、工作目录、环境变量或 sudo',
  'a one-time code has 4 to 64 letters and digits': '一次性验证码为 4 到 64 个字母和数字',
  'a password is one line': '密码只能是一行',
  'a run id is a lower-case UUID': '运行编号应为小写 UUID',
  'an interpreter is a name of the list or an absolute path': '解释器应为列表中的名称或绝对路径',
  'the working folder is empty': '工作目录为空',
  'the working folder holds a control character': '工作目录中含有控制字符',
  'a variable has letters, digits and _ only, and no digit first':
    '变量名只能包含字母、数字和 _，且不能以数字开头',
  'variables that begin with ROLLCALL_ are set by Rollcall': '以 ROLLCALL_ 开头的变量由 Rollcall 设置',
  'the value holds a NUL character': '变量值中含有 NUL 字符',
  'the name of the file holds a control character': '文件名中含有控制字符',
  'the jump hosts hold a control character': '跳板机中含有控制字符',
  'a fingerprint is SHA256: and 43 characters': '指纹应为 SHA256: 加 43 个字符',
};

/** What a schema says of a value, in every language; what is not known here stays English. */
export function schemaWords(message: string): Words {
  return { en: message, zh: IN_CHINESE[message] ?? message };
}
