import { schemaWords } from '@rollcall/protocol';
import { environment, userName } from '@rollcall/protocol/schemas';
import { zodWords } from '../../web/field-errors.ts';
import { row, WrongValue, type OptionRow } from '../option-row.ts';
import { duration, path } from '../option-values.ts';

/** What `rollcall run` is told about the command itself and where it runs. */
export interface TaskOptions {
  script?: string;
  interpreter?: string;
  chdir?: string;
  env?: Record<string, string>;
  input?: string;
  pty?: true;
  sudo?: true;
  sudoUser?: string;
  askSudoPassword?: true;
  sudoPasswordFile?: string;
  /** ms, 0 for none */
  silence?: number;
  plain?: true;
}

const DAY_MS = 24 * 3_600_000;

/** The options for what runs on the hosts. */
export const TASK_OPTIONS: OptionRow[] = [
  row(
    '--script <file>',
    'run this script in place of a command; - is stdin',
    '执行此脚本而非命令；- 为标准输入',
    {
      read: path,
    },
  ),
  row(
    '--interpreter <name>',
    'of the script: auto, sh, bash, python3, perl, … or its path',
    '脚本的解释器：auto、sh、bash、python3、perl 等，或其路径',
    { read: path },
  ),
  row('-C, --chdir <folder>', 'start in this folder of the hosts', '在主机的此目录中执行', { read: path }),
  row('-e, --env <name=value>', 'set a variable; repeatable', '设置环境变量；可重复', { read: variable }),
  row('--input <file>', 'standard input of every host; - is stdin', '每台主机的标准输入；- 为本机标准输入', {
    read: path,
  }),
  row('--pty', 'on a terminal; both output streams become one', '使用终端；两路输出合为一路'),
  row('--sudo', 'as root, by sudo', '经 sudo 以 root 执行'),
  row('--sudo-user <name>', 'as this user, by sudo', '经 sudo 以此用户执行', { read: user }),
  row('-K, --ask-sudo-password', "ask for sudo's password on the terminal", '在终端上询问 sudo 密码'),
  row(
    '--sudo-password-file <file>',
    'its first line is the password; - is stdin',
    '首行为密码；- 为标准输入',
    {
      read: path,
    },
  ),
  row('--silence <time>', 'stop a host that prints nothing for so long', '主机静默超过此时间即停止', {
    read: duration(1_000, DAY_MS, 'no limit'),
  }),
  row(
    '--plain',
    'send the command line as it is: routers, restricted shells',
    '原样发送命令行：用于路由器和受限 shell',
  ),
];

function variable(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new WrongValue({ en: 'It is NAME=value.', zh: '应为 NAME=value。' });
  const read = environment.safeParse({ [text.slice(0, at)]: text.slice(at + 1) });
  if (read.success) return { ...before, ...read.data };
  const { en, zh } = zodWords(read.error.issues[0]!);
  throw new WrongValue({ en: `It cannot be set: ${en}.`, zh: `无法设置：${zh}。` });
}

function user(text: string): string {
  const read = userName.safeParse(text);
  if (read.success) return text;
  const { en, zh } = schemaWords(read.error.issues[0]!.message);
  throw new WrongValue({ en: `It cannot be a user name: ${en}.`, zh: `不能作为用户名：${zh}。` });
}
