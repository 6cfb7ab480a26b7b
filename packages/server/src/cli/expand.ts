import { targetLabel } from '@rollcall/protocol';
import { Command, Option } from 'commander';
import { EXIT } from './cli-error.ts';
import { helpOption } from './help.ts';
import { readInventory, type InventoryOptions } from './inventory.ts';
import { painters, warningSpans, type Io } from './io.ts';
import { dataOption, groupsOption } from './option-values.ts';
import { readTargets } from './targets.ts';

const EXAMPLES = `
Examples:
  rollcall expand 10.0.0.1-100              one host a line, as they are called
  rollcall expand '10.0.0.0/24 !10.0.0.7'   everything but one
  rollcall expand --count 10.0.0.0/8        16777216, without making a list
  rollcall expand --fold web1 web3 web2     web[1-3]
  rollcall expand '@web,!@db'               groups of the inventory
  rollcall expand 'web[01-20]' | head -3    the first three`;

interface ExpandOptions extends InventoryOptions {
  count?: true;
  fold?: true;
  json?: true;
}

/** Hosts written at once; a reader that is slow or gone is noticed between portions. */
const PORTION = 1_000;

/** `rollcall expand <range…>`: prints what a host range means. Contacts nothing. */
export function expandCommand(io: Io, done: (status: number) => void): Command {
  return new Command('expand')
    .addHelpOption(helpOption('Options:'))
    .summary('print the hosts that a range names')
    .description('Print the hosts that a host range names. Nothing is contacted.')
    .argument('<range...>', 'host range; several words are one range')
    .addOption(new Option('-c, --count', 'print only how many').conflicts(['fold', 'json']))
    .addOption(new Option('-f, --fold', 'print the shortest range that means the same').conflicts('json'))
    .option('--json', 'print the hosts as a JSON array')
    .addOption(groupsOption())
    .addOption(dataOption('data folder with the inventory'))
    .addHelpText('after', EXAMPLES)
    .action(async (words: string[], options: ExpandOptions) => {
      await expand(words.join(' '), options, io);
      done(EXIT.ok);
    });
}

async function expand(text: string, options: ExpandOptions, io: Io): Promise<void> {
  const { set, warnings } = readTargets(text, await readInventory(options, io.env));
  const { err } = painters(io, true);
  for (const line of warnings) io.err.write(`${err(warningSpans(line))}\n`);
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
