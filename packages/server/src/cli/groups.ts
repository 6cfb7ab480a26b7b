import { cutToCells } from '@rollcall/protocol';
import { Command } from 'commander';
import type { Inventory } from '../inventory/inventory.ts';
import { readRange } from '../inventory/read-range.ts';
import { CliError, EXIT } from './cli-error.ts';
import { helpOption } from './help.ts';
import { inventoryError, readInventory, type InventoryOptions } from './inventory.ts';
import type { Io } from './io.ts';
import { dataOption, groupsOption } from './option-values.ts';
import { readTargets } from './targets.ts';
import { lineColumns } from './terminal/process-screen.ts';

const EXAMPLES = `
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
  rollcall expand @web                      one host a line`;

interface GroupsOptions extends InventoryOptions {
  json?: true;
}

/** `rollcall groups [name]`: what can stand behind an `@`. Contacts nothing. */
export function groupsCommand(io: Io, done: (status: number) => void): Command {
  return new Command('groups')
    .addHelpOption(helpOption('Options:'))
    .summary('list the groups of the inventory')
    .description('List the groups that a host range may name, or the hosts of one of them.')
    .argument('[name]', 'a group: web, @web, racks:new')
    .option('--json', 'print name, hosts and count as JSON')
    .addOption(groupsOption())
    .addOption(dataOption('data folder with the inventory'))
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: GroupsOptions) => {
      const inventory = await readInventory(options, io.env);
      if (inventory.problem) throw inventoryError(inventory.problem);
      const json = options.json ?? false;
      if (name === undefined) list(inventory, json, io);
      else show(name, inventory, json, io);
      done(EXIT.ok);
    });
}

/** A group as it is printed; `name` as a range names it. */
interface Line {
  name: string;
  hosts: string;
  count: string;
}

function list({ groups, places }: Inventory, json: boolean, io: Io): void {
  if (groups.length === 0) io.err.write(`There are no groups. They are defined in ${places.file}.\n`);
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
    throw new CliError(`${typed} is not the name of one group`, [
      `For any range: rollcall expand --fold '${name}'`,
    ]);
  const { set } = readTargets(name, inventory);
  const line: Line = { name, hosts: set.fold(), count: String(set.size) };
  io.out.write(json ? `${JSON.stringify(line, null, 2)}\n` : `${line.hosts}\n`);
}
