import { Command } from 'commander';
import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_FANOUT,
  DEFAULT_MAX_OUTPUT_BYTES,
  MAX_FANOUT,
  MAX_OUTPUT_BYTES,
  type HostKeyPolicy,
  type Locale,
  type Words,
} from '@rollcall/protocol';
import { CliError } from '../cli-error.ts';
import { helpOption, optionIn, row, WrongValue, type OptionRow } from '../option-row.ts';
import {
  ALLOW_SPECIAL,
  dataRow,
  duration,
  GROUPS_DIR,
  jsonRow,
  path,
  paths,
  size,
  wholeNumber,
} from '../option-values.ts';
import { SSH_CONFIG } from '../ssh-config.ts';
import { NOTES } from './notes.ts';
import { TASK_OPTIONS, type TaskOptions } from './task-options.ts';

/** What stands behind `rollcall run`, read and checked one by one. */
export interface RunOptions extends TaskOptions {
  user?: string;
  identity?: string;
  agent?: true;
  askPassword?: true;
  passwordFile?: string;
  askCode?: true;
  port?: number;
  jump?: string;
  /** A path, or `none`. */
  sshConfig?: string;
  legacy?: true;
  knownHosts?: string[];
  hostKeys: HostKeyPolicy;
  fanout: number;
  /** ms */
  connectTimeout?: number;
  /** ms, 0 for none */
  timeout: number;
  group?: true;
  lines?: true;
  json?: true;
  outputDir?: string;
  force?: true;
  /** bytes */
  maxOutput: number;
  color: boolean;
  groupsDir?: string[];
  data?: string;
  demo?: true;
  yes?: true;
  allowSpecial?: true;
}

const DAY_MS = 24 * 3_600_000;

const SUMMARY: Words = { en: 'run one command on many hosts', zh: '在多台主机上执行一条命令' };
const DESCRIPTION: Words = {
  en: 'Run one command on many hosts over SSH, and hear every answer.',
  zh: '经 SSH 在多台主机上执行一条命令，听到每一台的应答。',
};
const USAGE: Words = { en: '[options] <targets> <command...>', zh: '[选项] <目标> <命令...>' };
const TARGETS: Words = {
  en: "host range: 10.0.0.1-100, 'web[01-20] !web07', …",
  zh: "主机范围：10.0.0.1-100、'web[01-20] !web07' 等",
};
const COMMAND: Words = {
  en: 'what every host runs in its login shell',
  zh: '每台主机在其登录 shell 中执行的命令',
};

/** Defines `rollcall run`: arguments, options and help. */
export function defineRun(locale: Locale): Command {
  const command = new Command('run')
    .summary(SUMMARY[locale])
    .description(DESCRIPTION[locale])
    .usage(USAGE[locale])
    .argument('<targets>', TARGETS[locale])
    .argument('[command...]', COMMAND[locale])
    .passThroughOptions()
    .addHelpOption(helpOption(locale, 'Other:'))
    .addHelpText('after', NOTES[locale]);
  for (const [heading, rows] of GROUPS)
    for (const one of rows) command.addOption(optionIn(locale, one).helpGroup(heading));
  return command;
}

/** Every option under its heading. */
const GROUPS: readonly (readonly [heading: string, rows: readonly OptionRow[]])[] = [
  [
    'Login:',
    [
      row('-l, --user <name>', 'log in as this user (default: you)', '以此用户登录（默认：您）'),
      row('-i, --identity <file>', 'log in with this private key', '使用此私钥登录', { read: path }),
      row('--agent', 'log in with the keys of the ssh-agent', '使用 ssh-agent 中的密钥登录'),
      row(
        '-k, --ask-password',
        'ask for a password; with a key, for hosts that want both',
        '询问密码；与密钥同用时，用于两者都要的主机',
      ),
      row(
        '--password-file <file>',
        'its first line is the password; - is stdin',
        '首行为密码；- 为标准输入',
        {
          read: path,
        },
      ),
      row('--password [text]', 'refused', '不接受', { read: refusePassword, hidden: true }),
      row(
        '--ask-code',
        'ask for a one-time code, for hosts that want one',
        '询问一次性验证码，用于要求它的主机',
      ),
    ],
  ],
  [
    'The way there:',
    [
      row('-p, --port <number>', 'port of the hosts (default: 22)', '主机的端口（默认：22）', {
        read: wholeNumber(1, 65_535),
      }),
      row(
        '-J, --jump <hosts>',
        'go through these hosts: ops@bastion:22,inner; none: straight there',
        '经由跳板机：ops@bastion:22,inner；none：直接连接',
        { read: path },
      ),
      SSH_CONFIG,
      row(
        '--legacy',
        'also offer algorithms that are out of use, for old devices',
        '也提供已淘汰的算法，用于老旧设备',
      ),
    ],
  ],
  ['What runs:', TASK_OPTIONS],
  [
    'Host keys:',
    [
      row(
        '--known-hosts <file>',
        'trust the keys in this file, not in ~/.ssh/known_hosts; repeatable',
        '信任此文件而非 ~/.ssh/known_hosts 中的密钥；可重复',
        { read: paths },
      ),
      row(
        '--host-keys <policy>',
        'strict: only known keys; accept-new: record new ones; insecure: take any',
        'strict：仅限已知密钥；accept-new：记录新密钥；insecure：不校验',
        { read: hostKeyPolicy, usual: ['strict', 'strict'] },
      ),
    ],
  ],
  [
    'Pace:',
    [
      row('-f, --fanout <count>', 'hosts at once', '并发：同时执行的主机数', {
        read: wholeNumber(1, MAX_FANOUT),
        usual: [DEFAULT_FANOUT, String(DEFAULT_FANOUT)],
      }),
      row('-t, --connect-timeout <time>', 'to reach a host (default: 10s)', '连接超时（默认：10s）', {
        read: duration(100, 600_000),
      }),
      row('-u, --timeout <time>', 'for the command, 0: no limit', '命令超时，0：不限', {
        read: duration(1, DAY_MS, 'no limit'),
        usual: [DEFAULT_COMMAND_TIMEOUT_MS, '10m'],
      }),
    ],
  ],
  [
    'Output:',
    [
      row('-b, --group', 'at the end, each different answer once', '结束时，每种不同的应答显示一次'),
      row('--lines', 'every line of output as it comes, as host: line', '逐行实时显示输出，形如 主机: 内容'),
      jsonRow('every event as a line of JSON', '每个事件一行 JSON'),
      row(
        '-o, --output-dir <folder>',
        'also write <host>.out and <host>.err',
        '同时写入 <host>.out 和 <host>.err',
        {
          read: path,
        },
      ),
      row('--force', 'let --output-dir replace files of these hosts', '允许 --output-dir 替换这些主机的文件'),
      row('--max-output <size>', 'output kept of each host', '每台主机保留的输出', {
        read: size(MAX_OUTPUT_BYTES, '1G'),
        usual: [DEFAULT_MAX_OUTPUT_BYTES, '10M'],
      }),
      row(
        '--no-color',
        'no colours; NO_COLOR and FORCE_COLOR count, too',
        '不用颜色；也遵循 NO_COLOR 和 FORCE_COLOR',
      ),
    ],
  ],
  [
    'Other:',
    [
      GROUPS_DIR,
      dataRow('inventory and history', '主机清单和历史'),
      row('--demo', 'start a hundred demo hosts, 192.0.2.1-100', '启动一百台演示主机 192.0.2.1-100'),
      row('-y, --yes', 'do not ask before a large run', '大规模运行前不询问'),
      ALLOW_SPECIAL,
    ],
  ],
];

function hostKeyPolicy(text: string): HostKeyPolicy {
  if (text === 'strict' || text === 'accept-new' || text === 'insecure') return text;
  throw new WrongValue({
    en: 'It is strict, accept-new or insecure.',
    zh: '应为 strict、accept-new 或 insecure。',
  });
}

/** The value is not repeated: it is a secret, if a lost one. */
function refusePassword(): never {
  throw new CliError({ en: 'there is no --password', zh: '没有 --password' }, [
    {
      en: [
        'Whatever stands on a command line, every user of this machine can read it,',
        'and your shell keeps it in its history. Consider that password known.',
        'Use --ask-password, --password-file FILE, or better a key.',
      ].join('\n'),
      zh: [
        '命令行上的内容，本机的每个用户都能看到，shell 还会存入历史。',
        '请视该密码为已泄露。',
        '请使用 --ask-password、--password-file FILE，最好改用密钥。',
      ].join('\n'),
    },
  ]);
}
