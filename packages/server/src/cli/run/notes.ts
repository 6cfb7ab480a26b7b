import type { Words } from '@rollcall/protocol';

/** What stands below the options of `rollcall run`. */
export const NOTES: Words = {
  en: `
The words of the command are joined with blanks, as ssh does; your shell reads
them first, so quote what is meant for the hosts. Options may stand before or
behind the targets; what follows the first word of the command belongs to the
command. A command that begins with a dash goes behind --.

Login: without --identity, --agent or a password, the ssh-agent if it answers
and holds keys, else the first of ~/.ssh/id_ed25519, id_ecdsa and id_rsa that
can be read. A passphrase is asked for on the terminal. There is no --password:
whatever stands on a command line, every user of this machine can read.

What a host has of its own in the range (ops@web1:2222) or in the inventory is
stronger than these options; groups are named as in @web: rollcall help groups.

{host} {index} {user} {port} {var.NAME} in the command stand for the values of
each host, quoted. A script leaves no file on the hosts; it finds its host in
$ROLLCALL_HOST. sudo's password goes only to sudo's own prompt. The keys of jump
hosts are checked, too. ~/.ssh/config counts where neither targets nor inventory
nor options say more: HostName, User, Port, IdentityFile, ProxyJump,
HostKeyAlias, ConnectTimeout, UserKnownHostsFile. ProxyCommand is refused.

Output: one line per host as it ends. One host alone prints its output as ssh
would, and its status line on stderr. stdout carries results, stderr everything
else. What hosts print is made harmless on a terminal and is exact in a pipe.
When the reader of stdout goes away (| head), the run is cancelled. Every run
stands in the history of the console (rollcall serve).

From 1,000 hosts on the count has to be typed; scripts say --yes.
Times are 500ms, 10s, 2m or 1h, sizes 64K, 10M or 1G.

Exit status:
  0    every host ran the command and exited 0
  1    some host did not, or a part of its output is missing
  2    wrong use; nothing was contacted
  130  interrupted (143 by TERM). Ctrl-C stops the hosts properly and says what
       happened, a second one ends the program at once

Examples:
  rollcall run 10.0.0.1-100 uptime
  rollcall run -l ops -i ~/.ssh/ops 'web[01-20] !web07' 'df -h / | tail -1'
  rollcall run -b 10.0.0.0/24 cat /etc/os-release    equal answers once
  rollcall run --lines web1,web2 tail -n5 /var/log/syslog
  rollcall run -o answers 10.0.0.1-100 dmesg         answers/10.0.0.1.out …
  rollcall run '@web,!@db' uptime                    groups of the inventory
  rollcall run -K --sudo @web systemctl restart nginx
  rollcall run -J ops@bastion 10.8.0.1-9 --script check.py
  rollcall run --json 'web[1-3]' id | jq -r 'select(.status == 0).target'
  rollcall run db1 cat /etc/hosts > hosts.db1        one host, as ssh
  rollcall run --demo -u 5s 192.0.2.1-100 uptime     a hundred demo hosts`,
  zh: `
命令的各个词以空格连接，与 ssh 相同；它们先由本机的 shell 解析，所以要留给主机
解析的内容请加引号。选项可写在目标之前或之后；命令第一个词之后的内容都属于命
令。以短横线开头的命令写在 -- 之后。

登录：未给出 --identity、--agent 或密码时，若 ssh-agent 有应答且带有密钥，则使
用它；否则使用 ~/.ssh/id_ed25519、id_ecdsa、id_rsa 中第一个可读的密钥。口令在
终端上询问。没有 --password：命令行上的内容，本机的每个用户都能看到。

主机在范围中（ops@web1:2222）或主机清单中自带的设置优先于这些选项；组的写法如
@web：rollcall help groups。

命令中的 {host} {index} {user} {port} {var.NAME} 代表各主机的值，已加引号。脚
本不会在主机上留下文件；它可从 $ROLLCALL_HOST 得知所在主机。sudo 密码只交给
sudo 自己的提示。跳板机的主机密钥同样会校验。目标、清单和选项都没有说明时，以
~/.ssh/config 为准：HostName、User、Port、IdentityFile、ProxyJump、
HostKeyAlias、ConnectTimeout、UserKnownHostsFile。ProxyCommand 会被拒绝。

输出：每台主机结束时一行。只有一台主机时，像 ssh 一样显示其输出，状态行写到标
准错误。标准输出只有结果，其余写到标准错误。主机的输出在终端上会先去除有害内
容，在管道中则原样保留。标准输出的读者离开（| head）时，运行会被取消。每次运行
都会出现在控制台（rollcall serve）的历史中。

从 1,000 台主机起需要输入数量确认；脚本请加 --yes。
时间写作 500ms、10s、2m 或 1h，大小写作 64K、10M 或 1G。

退出码：
  0    每台主机都执行了命令，且退出码为 0
  1    有主机没有做到，或其输出不完整
  2    用法有误，未连接任何主机
  130  被中断（TERM 时为 143）。Ctrl-C 会妥善停止各主机并说明结果，再按一次立即
       结束程序

示例：
  rollcall run 10.0.0.1-100 uptime
  rollcall run -l ops -i ~/.ssh/ops 'web[01-20] !web07' 'df -h / | tail -1'
  rollcall run -b 10.0.0.0/24 cat /etc/os-release    相同的应答只显示一次
  rollcall run --lines web1,web2 tail -n5 /var/log/syslog
  rollcall run -o answers 10.0.0.1-100 dmesg         answers/10.0.0.1.out …
  rollcall run '@web,!@db' uptime                    主机清单中的组
  rollcall run -K --sudo @web systemctl restart nginx
  rollcall run -J ops@bastion 10.8.0.1-9 --script check.py
  rollcall run --json 'web[1-3]' id | jq -r 'select(.status == 0).target'
  rollcall run db1 cat /etc/hosts > hosts.db1        一台主机，与 ssh 相同
  rollcall run --demo -u 5s 192.0.2.1-100 uptime     一百台演示主机`,
};
