import { schemaWords, type Locale, type Problem, type Words } from '@rollcall/protocol';
import type { z } from 'zod';

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

/** What is wrong with a value, as one of its issues says, in the words of the product. */
export function zodWords({ path, code, message, ...params }: z.core.$ZodIssue): Words {
  const issue = { instancePath: path.join('/'), keyword: code, message, params };
  return { en: fieldWords(issue, 'en'), zh: fieldWords(issue, 'zh') };
}

/** How zod begins its own messages; ours begin in lower case. */
const OF_ZOD = /^(?:Invalid|Too (?:big|small)|Unrecognized)/;

function fieldWords({ keyword, message = '', params = {} }: FieldIssue, locale: Locale): string {
  if (message !== '' && !OF_ZOD.test(message)) return schemaWords(message)[locale];
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
    case 'invalid_key': {
      const [first] = Array.isArray(params['issues']) ? (params['issues'] as FieldIssue[]) : [];
      return first === undefined ? OTHER[locale] : fieldWords(first, locale);
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

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
