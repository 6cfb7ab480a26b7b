import { targetLabel, type Words } from '@rollcall/protocol';
import { Command } from 'commander';
import { EXIT } from './cli-error.ts';
import { readInventory, type InventoryOptions } from './inventory.ts';
import { warner, type Io } from './io.ts';
import { addOptions, helpOption, row } from './option-row.ts';
import { dataRow, GROUPS_DIR, jsonRow } from './option-values.ts';
import { readTargets } from './targets.ts';

const EXAMPLES: Words = {
  en: `
Examples:
  rollcall expand 10.0.0.1-100              one host a line, as they are called
  rollcall expand '10.0.0.0/24 !10.0.0.7'   everything but one
  rollcall expand --count 10.0.0.0/8        16777216, without making a list
  rollcall expand --fold web1 web3 web2     web[1-3]
  rollcall expand '@web,!@db'               groups of the inventory
  rollcall expand 'web[01-20]' | head -3    the first three`,
  zh: `
示例：
  rollcall expand 10.0.0.1-100              每行一台主机，按执行顺序
  rollcall expand '10.0.0.0/24 !10.0.0.7'   除一台之外的全部
  rollcall expand --count 10.0.0.0/8        16777216，不生成列表
  rollcall expand --fold web1 web3 web2     web[1-3]
  rollcall expand '@web,!@db'               主机清单中的组
  rollcall expand 'web[01-20]' | head -3    前三台`,
};

interface ExpandOptions extends InventoryOptions {
  count?: true;
  fold?: true;
  json?: true;
}

/** Hosts written at once; a reader that is slow or gone is noticed between portions. */
const PORTION = 1_000;

const OPTIONS = [
  row('-c, --count', 'print only how many', '只显示数量', { conflicts: ['fold', 'json'] }),
  row('-f, --fold', 'print the shortest range that means the same', '显示含义相同的最短范围', {
    conflicts: ['json'],
  }),
  jsonRow('print the hosts as a JSON array', '以 JSON 数组显示主机'),
  GROUPS_DIR,
  dataRow('data folder with the inventory', '主机清单所在的数据目录'),
];

const SUMMARY: Words = { en: 'print the hosts that a range names', zh: '显示主机范围中的主机' };
const DESCRIPTION: Words = {
  en: 'Print the hosts that a host range names. Nothing is contacted.',
  zh: '显示主机范围中的主机，不连接任何主机。',
};
const RANGE: Words = { en: 'host range; several words are one range', zh: '主机范围；多个词合为一个范围' };

/** `rollcall expand <range…>`: prints what a host range means. Contacts nothing. */
export function expandCommand(io: Io, done: (status: number) => void): Command {
  const { locale } = io;
  const command = new Command('expand')
    .addHelpOption(helpOption(locale))
    .summary(SUMMARY[locale])
    .description(DESCRIPTION[locale])
    .argument('<range...>', RANGE[locale])
    .addHelpText('after', EXAMPLES[locale])
    .action(async (words: string[], options: ExpandOptions) => {
      await expand(words.join(' '), options, io);
      done(EXIT.ok);
    });
  return addOptions(command, locale, OPTIONS);
}

async function expand(text: string, options: ExpandOptions, io: Io): Promise<void> {
  const { set, warnings } = readTargets(text, await readInventory(options, io.env), io.locale);
  for (const words of warnings) warner(io)(words);
  if (options.count) io.out.write(`${set.size}\n`);
  else if (options.fold) io.out.write(`${set.fold()}\n`);
  else if (options.json) await print(jsonLines(set.inOrder()), io);
  else await print(plainLines(set.inOrder()), io);
}

type Hosts = ReturnType<ReturnType<typeof readTargets>['set']['inOrder']>;

function* plainLines(hosts: Hosts): Generator<string> {
  for (const host of hosts) yield `${targetLabel(host)}\n`;
}

function* jsonLines(hosts: Hosts): Generator<string> {
  let before = '[\n  ';
  for (const host of hosts) {
    yield before + JSON.stringify(targetLabel(host));
    before = ',\n  ';
  }
  yield '\n]\n';
}

async function print(lines: Iterable<string>, { out }: Io): Promise<void> {
  let portion: string[] = [];
  const send = async (): Promise<void> => {
    out.write(portion.join(''));
    portion = [];
    await out.ready();
  };
  for (const line of lines) {
    if (portion.push(line) < PORTION) continue;
    await send();
    if (out.end) return;
  }
  await send();
}
