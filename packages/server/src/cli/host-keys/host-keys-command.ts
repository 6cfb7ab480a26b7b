import type { Locale, Words } from '@rollcall/protocol';
import { Command } from 'commander';
import { asIs, CliError, EXIT } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { addOptions, helpOption, row, type OptionRow } from '../option-row.ts';
import { dataRow, jsonRow } from '../option-values.ts';
import { Interrupted } from '../terminal/ask.ts';
import type { DecideOptions } from './decide.ts';
import type { LookOptions } from './look.ts';
import { NOTES } from './notes.ts';

const DATA = dataRow('data folder', '数据目录');
const RUN = row('--run <id>', 'only keys that this run was shown last', '仅限此次运行最近遇到的密钥');
const JSON_LINES = jsonRow('one key a line, as JSON', '每个密钥一行 JSON');
const NOTE = row('--note <text>', 'why, for the record', '备注原因');
const YES = row('-y, --yes', 'do not ask', '不询问');
const RANGE: Words = { en: 'host range', zh: '主机范围' };

/** What a command below `host-keys` is called and says of itself. */
interface About {
  name: string;
  summary: Words;
  /** The summary as a sentence, where it says no more. */
  description?: Words;
  options: readonly OptionRow[];
}

function define(locale: Locale, { name, summary, description, options }: About): Command {
  const { [locale]: short } = summary;
  const sentence = locale === 'zh' ? `${short}。` : `${short.charAt(0).toUpperCase()}${short.slice(1)}.`;
  const command = new Command(name)
    .summary(short)
    .description(description?.[locale] ?? sentence)
    .addHelpOption(helpOption(locale));
  return addOptions(command, locale, options);
}

const SUMMARY: Words = {
  en: 'approve, replace and revoke the keys of hosts',
  zh: '批准、更换和吊销主机密钥',
};
const DESCRIPTION: Words = {
  en: 'Look at the ledger of host keys, and decide.',
  zh: '查看主机密钥的记录，并作出决定。',
};

const BLOCK: Words = {
  en: 'keep offered keys blocked, and count them no more',
  zh: '继续阻止出示的密钥，不再提示',
};
const REVOKE: Words = {
  en: 'refuse trusted keys from now on, on every host',
  zh: '今后在所有主机上拒绝这些受信密钥',
};
const FORGET: Words = { en: 'as if these hosts had never been seen', zh: '忘记密钥，视同从未出现' };

/** `rollcall host-keys …`: look at the ledger of host keys and decide. */
export function hostKeysCommand(io: Io, done: (status: number) => void): Command {
  const finish = async (work: Promise<number | void>): Promise<void> => {
    try {
      done((await work) ?? EXIT.ok);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      done(EXIT.interrupted);
    }
  };
  const { locale } = io;
  return new Command('host-keys')
    .summary(SUMMARY[locale])
    .description(DESCRIPTION[locale])
    .addHelpOption(helpOption(locale))
    .helpCommand(false)
    .addHelpText('after', NOTES[locale])
    .addCommand(looking('waiting', io, finish), { isDefault: true })
    .addCommand(looking('changed', io, finish))
    .addCommand(decidedList('trusted', io, finish))
    .addCommand(decidedList('revoked', io, finish))
    .addCommand(approving(io, finish))
    .addCommand(replacing(io, finish))
    .addCommand(deciding('block', BLOCK, io, finish))
    .addCommand(deciding('revoke', REVOKE, io, finish))
    .addCommand(deciding('forget', FORGET, io, finish))
    .addCommand(importing(io, finish))
    .addCommand(exporting(io, finish));
}

const COMMANDS =
  'waiting, changed, trusted, revoked, approve, replace, block, revoke, forget, import, export'.split(', ');

function noSuchCommand(name: string): CliError {
  if (COMMANDS.includes(name))
    return new CliError({ en: `${name} has to stand before the options`, zh: `${name} 须写在选项之前` }, [
      asIs(`rollcall host-keys ${name} …`),
    ]);
  return new CliError(
    { en: `there is no command '${name}' below host-keys`, zh: `host-keys 下没有命令 '${name}'` },
    [{ en: `There are ${COMMANDS.join(', ')}.`, zh: `可用命令：${COMMANDS.join('、')}。` }],
  );
}

type Finish = (work: Promise<number | void>) => Promise<void>;

// The parts are loaded when they are needed, since help needs no database.
function looking(state: 'waiting' | 'changed', io: Io, finish: Finish): Command {
  const everyHost = row('--all-hosts', 'every host with its fingerprint', '列出每台主机及其指纹');
  const about: Record<typeof state, About> = {
    waiting: {
      name: state,
      summary: { en: 'keys that wait, in groups', zh: '待确认的密钥，分组显示' },
      description: { en: 'Print the keys that wait, in groups.', zh: '分组显示待确认的密钥。' },
      options: [RUN, JSON_LINES, DATA, everyHost],
    },
    changed: {
      name: state,
      summary: { en: 'hosts that show another key', zh: '密钥已变更的主机' },
      description: { en: 'Print the hosts that show another key.', zh: '显示密钥已变更的主机。' },
      options: [RUN, JSON_LINES, DATA],
    },
  };
  const command = define(io.locale, about[state]);
  // The usual command is also what a mistyped one leads to.
  if (state === 'waiting') command.allowExcessArguments();
  return command.action(async (options: LookOptions) => {
    const [mistyped] = command.args;
    if (mistyped !== undefined) throw noSuchCommand(mistyped);
    const { lookAtChanged, lookAtWaiting } = await import('./look.ts');
    await finish((state === 'waiting' ? lookAtWaiting : lookAtChanged)(options, io));
  });
}

function decidedList(state: 'trusted' | 'revoked', io: Io, finish: Finish): Command {
  const zh = { trusted: '受信的密钥', revoked: '已吊销的密钥' }[state];
  const about: About = {
    name: state,
    summary: { en: `${state} keys, of these hosts or all`, zh: `${zh}，指定主机或全部` },
    description: {
      en: `Print ${state} keys with who decided and when they were seen.`,
      zh: `显示${zh}，包括由谁决定、最近何时出现。`,
    },
    options: [JSON_LINES, DATA],
  };
  return define(io.locale, about)
    .argument('[targets...]', RANGE[io.locale])
    .action(async (targets: string[], options: LookOptions) => {
      const { lookAtDecided } = await import('./look.ts');
      await finish(lookAtDecided(state, targets.join(' '), options, io));
    });
}

function approving(io: Io, finish: Finish): Command {
  const all = row('--all', 'everything that waits and that policy allows', '全部待确认且策略允许的密钥');
  return define(io.locale, {
    name: 'approve',
    summary: { en: 'trust keys exactly as they were shown', zh: '按出示的原样信任密钥' },
    description: {
      en: 'Trust keys of first contact, exactly as they were shown.',
      zh: '信任首次接触时出示的密钥，与所示完全相同。',
    },
    options: [all, RUN, NOTE, YES, DATA],
  })
    .argument('[targets...]', RANGE[io.locale])
    .action(async (targets: string[], options: DecideOptions) => {
      const { approve } = await import('./decide.ts');
      await finish(approve(targets.join(' '), options, io));
    });
}

function replacing(io: Io, finish: Finish): Command {
  return define(io.locale, {
    name: 'replace',
    summary: { en: 'trust the changed key of one host', zh: '信任一台主机变更后的密钥' },
    description: {
      en: 'Trust the changed key of one host in place of its old one.',
      zh: '信任一台主机变更后的密钥，代替原来的密钥。',
    },
    options: [NOTE, YES, DATA],
  })
    .argument('<host>')
    .action(async (host: string, options: DecideOptions) => {
      const { replace } = await import('./decide.ts');
      await finish(replace(host, options, io));
    });
}

function deciding(what: 'block' | 'revoke' | 'forget', summary: Words, io: Io, finish: Finish): Command {
  return define(io.locale, { name: what, summary, options: [NOTE, YES, DATA] })
    .argument('<targets...>', RANGE[io.locale])
    .action(async (targets: string[], options: DecideOptions) => {
      const { decideAbout } = await import('./decide.ts');
      await finish(decideAbout(what, targets.join(' '), options, io));
    });
}

function importing(io: Io, finish: Finish): Command {
  const file: Words = { en: '- is stdin', zh: '- 为标准输入' };
  return define(io.locale, {
    name: 'import',
    summary: { en: 'take in a known_hosts file', zh: '导入 known_hosts 文件' },
    description: {
      en: 'Take in a known_hosts file. A host that has a trusted key keeps it.',
      zh: '导入 known_hosts 文件。已有受信密钥的主机保持不变。',
    },
    options: [
      row('--compare', 'trust nothing, only compare waiting keys with it', '不信任任何密钥，仅用于比对'),
      row('--name <text>', 'name of the list (default: that of the file)', '列表名称（默认：文件名）'),
      DATA,
    ],
  })
    .argument('<file>', file[io.locale])
    .action(async (path: string, options: { data?: string; compare?: true; name?: string }) => {
      const { importList } = await import('./exchange.ts');
      await finish(importList(path, options, io));
    });
}

function exporting(io: Io, finish: Finish): Command {
  return define(io.locale, {
    name: 'export',
    summary: { en: 'write the ledger as known_hosts', zh: '导出为 known_hosts' },
    description: {
      en: 'Write the ledger as a known_hosts file, or to stdout.',
      zh: '导出为 known_hosts 文件，或写到标准输出。',
    },
    options: [row('--force', 'replace a file that is there', '替换已有的文件'), DATA],
  })
    .argument('[file]')
    .action(async (file: string | undefined, options: { data?: string; force?: true }) => {
      const { exportList } = await import('./exchange.ts');
      await finish(exportList(file, options, io));
    });
}
