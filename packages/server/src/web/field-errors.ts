import { MAX_COMMAND_BYTES, type Locale, type Problem } from '@rollcall/protocol';

/** A mistake as the schema reports it. */
export interface FieldIssue {
  instancePath: string;
  message?: string | undefined;
  keyword?: string | undefined;
  params?: Record<string, unknown> | undefined;
}

/** Mistakes told at most; a body can have as many as it has fields. */
const MAX_ERRORS = 20;

/** What is wrong with which field, in the words of the product; a field that nobody knows is named itself. */
export function fieldErrors(issues: readonly FieldIssue[], locale: Locale): NonNullable<Problem['errors']> {
  return issues
    .slice(0, MAX_ERRORS)
    .flatMap((issue) => {
      const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
      const message = fieldWords(issue, locale);
      if (issue.keyword !== 'unrecognized_keys') return [{ path, message }];
      return strings(issue.params?.['keys']).map((key) => ({
        path: [path, key].filter(Boolean).join('.'),
        message,
      }));
    })
    .slice(0, MAX_ERRORS);
}

/** How zod begins its own messages; ours begin in lower case. */
const OF_ZOD = /^(?:Invalid|Too (?:big|small)|Unrecognized)/;

function fieldWords({ keyword, message = '', params = {} }: FieldIssue, locale: Locale): string {
  if (message !== '' && !OF_ZOD.test(message))
    return locale === 'zh' ? (IN_CHINESE[message] ?? message) : message;
  const zh = locale === 'zh';
  switch (keyword) {
    case 'unrecognized_keys':
      return zh ? '没有这个字段' : 'there is no such field';
    case 'invalid_type': {
      if (message.endsWith('received undefined')) return zh ? '缺少该字段' : 'it is missing';
      const wanted = TYPES[String(params['expected'])];
      return wanted === undefined ? OTHER[locale] : wanted[locale];
    }
    case 'invalid_value': {
      const values = strings(params['values']);
      return zh ? `应为 ${values.join('、')} 之一` : `one of ${values.join(', ')} is wanted`;
    }
    case 'too_small':
      return boundWords({ bound: params['minimum'], origin: params['origin'], atLeast: true }, locale);
    case 'too_big':
      return boundWords({ bound: params['maximum'], origin: params['origin'], atLeast: false }, locale);
    default:
      return OTHER[locale];
  }
}

const OTHER: Record<Locale, string> = { en: 'it is not valid', zh: '格式有误' };
const TYPES: Partial<Record<string, Record<Locale, string>>> = {
  string: { en: 'text is wanted', zh: '应为文本' },
  number: { en: 'a number is wanted', zh: '应为数字' },
  int: { en: 'a whole number is wanted', zh: '应为整数' },
  boolean: { en: 'true or false is wanted', zh: '应为 true 或 false' },
  object: { en: 'an object is wanted', zh: '应为对象' },
  array: { en: 'a list is wanted', zh: '应为列表' },
};

interface Bound {
  bound: unknown;
  /** What is too small or too large. */
  origin: unknown;
  atLeast: boolean;
}

function boundWords({ bound, origin, atLeast }: Bound, locale: Locale): string {
  const unit = UNITS[String(origin)]?.[locale] ?? '';
  if (locale === 'zh') return `${atLeast ? '至少' : '最多'} ${String(bound)}${unit}`;
  return `${atLeast ? 'at least' : 'at most'} ${String(bound)}${unit}`;
}

const UNITS: Partial<Record<string, Record<Locale, string>>> = {
  string: { en: ' characters', zh: ' 个字符' },
  array: { en: ' entries', zh: ' 项' },
};

/** What the schemas say in words of their own. */
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

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
