import { existsSync } from 'node:fs';
import { row, WrongValue, type OptionRow } from './option-row.ts';
import { parseDuration, parseSize } from './units.ts';

/** Makes the reader of a whole number in an option. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new WrongValue({
      en: `It is a whole number from ${min} to ${max}.`,
      zh: `应为 ${min} 到 ${max} 之间的整数。`,
    });
  };
}

/** Makes the reader of a duration in ms; where 0 is allowed it means no limit. */
export function duration(minMs: number, maxMs: number, zero?: 'no limit'): (text: string) => number {
  return (text) => {
    const value = parseDuration(text);
    if (value !== null && ((value >= minMs && value <= maxMs) || (zero !== undefined && value === 0)))
      return value;
    const [low, high] = [short(minMs), short(maxMs)];
    throw new WrongValue({
      en: `It is a duration as 500ms, 10s, 2m or 1h, from ${low} to ${high}${zero ? ', or 0 for no limit' : ''}.`,
      zh: `应为时长，如 500ms、10s、2m、1h，范围 ${low} 到 ${high}${zero ? '，0 表示不限' : ''}。`,
    });
  };
}

function short(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

/** Makes the reader of a size in bytes. */
export function size(maxBytes: number, maxWords: string): (text: string) => number {
  return (text) => {
    const value = parseSize(text);
    if (value !== null && value <= maxBytes) return value;
    throw new WrongValue({
      en: `It is a size as 4096, 64K, 10M or 1G, at most ${maxWords}.`,
      zh: `应为大小，如 4096、64K、10M、1G，最多 ${maxWords}。`,
    });
  };
}

/** Reads the path of a file or folder. Empty, as from a variable that is not set, it would mean the folder one stands in. */
export function path(text: string): string {
  if (text !== '') return text;
  throw new WrongValue({
    en: 'It is empty; perhaps a variable is not set.',
    zh: '内容为空；可能是变量没有设置。',
  });
}

/** Gathers a path that may be given more than once; what it names has to be there, or its keys would silently be missing. */
export function paths(text: string, before: string[] | undefined): string[] {
  if (text !== '' && !existsSync(text))
    throw new WrongValue({ en: 'There is no such file or folder.', zh: '没有这个文件或目录。' });
  return [...(before ?? []), path(text)];
}

/** The option of what starts runs: calls what the policy of targets refuses. */
export const ALLOW_SPECIAL: OptionRow = row(
  '--allow-special',
  'also call cloud metadata, multicast, broadcast and reserved addresses',
  '也连接云元数据、组播、广播和保留地址',
);

/** The option of all commands that read ranges: where groups come from beside the inventory. */
export const GROUPS_DIR: OptionRow = row(
  '--groups-dir <folder>',
  "also read groups from ClusterShell's *.yaml there; repeatable",
  '另从该目录的 ClusterShell *.yaml 读取组；可重复',
  { read: paths },
);

/** The option that names the data folder; the words say what for. */
export function dataRow(en: string, zh: string): OptionRow {
  return row(
    '--data <folder>',
    `${en} (default: ~/.local/share/rollcall)`,
    `${zh}（默认：~/.local/share/rollcall）`,
    { read: path },
  );
}

/** The option that prints results for programs. */
export function jsonRow(en: string, zh: string): OptionRow {
  return row('--json', en, zh);
}
