import { cutToCells, type Words } from '@rollcall/protocol';
import { Command } from 'commander';
import type { Inventory } from '../inventory/inventory.ts';
import { readRange } from '../inventory/read-range.ts';
import { CliError, EXIT } from './cli-error.ts';
import { inventoryError, readInventory, type InventoryOptions } from './inventory.ts';
import type { Io } from './io.ts';
import { addOptions, helpOption } from './option-row.ts';
import { dataRow, GROUPS_DIR, jsonRow } from './option-values.ts';
import { readTargets } from './targets.ts';
import { lineColumns } from './terminal/process-screen.ts';

const EXAMPLES: Words = {
  en: `
Groups stand in inventory.yaml in the data folder:
  groups:
    web: web[01-20].example.com
    prod: "@web,10.0.3.1-8"
and, with --groups-dir, in files as ClusterShell has them in
/etc/clustershell/groups.d; those are named with their source, @racks:new.

Examples:
  rollcall groups                           every group with its hosts
  rollcall groups web                       the hosts of one
  rollcall groups --json | jq -r '.[].name'
  rollcall expand @web                      one host a line`,
  zh: `
组写在数据目录的 inventory.yaml 中：
  groups:
    web: web[01-20].example.com
    prod: "@web,10.0.3.1-8"
用 --groups-dir 还可读取 ClusterShell 的组文件，如/etc/clustershell/groups.d；
这些组要带来源，如 @racks:new。

示例：
  rollcall groups                           全部组及其主机
  rollcall groups web                       一个组的主机
  rollcall groups --json | jq -r '.[].name'
  rollcall expand @web                      每行一台主机`,
};

interface GroupsOptions extends InventoryOptions {
  json?: true;
}

const OPTIONS = [
  jsonRow('print name, hosts and count as JSON', '以 JSON 显示名称、主机和数量'),
  GROUPS_DIR,
  dataRow('data folder with the inventory', '主机清单所在的数据目录'),
];
const SUMMARY: Words = { en: 'list the groups of the inventory', zh: '列出主机清单中的组' };
const DESCRIPTION: Words = {
  en: 'List the groups that a host range may name, or the hosts of one of them.',
  zh: '列出主机范围中可用的组，或其中一个组的主机。',
};
const NAME: Words = { en: 'a group: web, @web, racks:new', zh: '组：web、@web、racks:new' };

/** `rollcall groups [name]`: what can stand behind an `@`. Contacts nothing. */
export function groupsCommand(io: Io, done: (status: number) => void): Command {
  const { locale } = io;
  const command = new Command('groups')
    .addHelpOption(helpOption(locale))
    .summary(SUMMARY[locale])
    .description(DESCRIPTION[locale])
    .argument('[name]', NAME[locale])
    .addHelpText('after', EXAMPLES[locale])
    .action(async (name: string | undefined, options: GroupsOptions) => {
      const inventory = await readInventory(options, io.env);
      if (inventory.problem) throw inventoryError(inventory.problem);
      const json = options.json ?? false;
      if (name === undefined) list(inventory, json, io);
      else show(name, inventory, json, io);
      done(EXIT.ok);
    });
  return addOptions(command, locale, OPTIONS);
}

/** A group as it is printed; `name` as a range names it. */
interface Line {
  name: string;
  hosts: string;
  count: string;
}

function list({ groups, places }: Inventory, json: boolean, io: Io): void {
  const none: Words = {
    en: `There are no groups. They are defined in ${places.file}.`,
    zh: `还没有组。组在 ${places.file} 中定义。`,
  };
  if (groups.length === 0) io.err.write(`${none[io.locale]}\n`);
  const lines = groups.map(({ source, name, hosts }): Line => {
    const reference = `@${source === null ? '' : `${source}:`}${name}`;
    return { name: reference, hosts: hosts.fold(), count: String(hosts.size) };
  });
  io.out.write(json ? `${JSON.stringify(lines, null, 2)}\n` : table(lines, lineColumns(io).out()));
}

function table(lines: readonly Line[], columns: number): string {
  const width = (key: 'name' | 'count'): number => Math.max(...lines.map((line) => line[key].length));
  return lines
    .map(
      ({ name, hosts, count }) =>
        `${name.padEnd(width('name'))}  ${count.padStart(width('count'))}  ${hosts}`,
    )
    .map((line) => `${columns === Infinity ? line : cutToCells(line, columns)}\n`)
    .join('');
}

function show(typed: string, inventory: Inventory, json: boolean, io: Io): void {
  const name = typed.startsWith('@') ? typed : `@${typed}`;
  if (readRange(name, inventory).items.length !== 1)
    throw new CliError({ en: `${typed} is not the name of one group`, zh: `${typed} 不是一个组的名称` }, [
      {
        en: `For any range: rollcall expand --fold '${name}'`,
        zh: `任意范围请用：rollcall expand --fold '${name}'`,
      },
    ]);
  const { set } = readTargets(name, inventory, io.locale);
  const line: Line = { name, hosts: set.fold(), count: String(set.size) };
  io.out.write(json ? `${JSON.stringify(line, null, 2)}\n` : `${line.hosts}\n`);
}
