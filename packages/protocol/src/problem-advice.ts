import type { Locale } from './locale.ts';
import type { ProblemCode } from './problems.ts';

/** What to do about each problem: the detail of a document whose maker has nothing nearer to say. */
export const PROBLEM_ADVICE: Record<ProblemCode, Record<Locale, string>> = {
  'invalid-request': {
    en: 'Correct what is named; /api/openapi.json describes every field.',
    zh: '请更正所列内容；/api/openapi.json 中有每个字段的说明。',
  },
  'invalid-host-range': { en: 'Correct the places that are marked.', zh: '请更正标出的位置。' },
  'no-hosts': {
    en: 'Everything was excluded, or nothing was written. Name at least one host.',
    zh: '主机全部被排除，或没有填写。请至少写出一台主机。',
  },
  'too-many-hosts': { en: 'Name fewer hosts, or make several runs.', zh: '请减少主机，或分成多次运行。' },
  'special-addresses': {
    en: 'Take these addresses out of the range.',
    zh: '请从主机范围中去掉这些地址。',
  },
  'host-count-differs': { en: 'Look at the range again.', zh: '请重新检查主机范围。' },
  'invalid-command': { en: 'Correct the command.', zh: '请更正命令。' },
  'unknown-identity': {
    en: 'Choose one of the keys that the server offers, or add the key there.',
    zh: '请从服务器提供的密钥中选择，或在服务器上添加该密钥。',
  },
  'unreadable-key': {
    en: 'Check the key file on the server: its permissions, and that it is a private key.',
    zh: '请检查服务器上的密钥文件：权限，以及是否为私钥。',
  },
  'passphrase-needed': {
    en: 'Give its passphrase, or choose another key or the ssh-agent.',
    zh: '请输入口令，或改用其他密钥或 ssh-agent。',
  },
  'wrong-passphrase': { en: 'Type the passphrase again.', zh: '请重新输入口令。' },
  'password-needed': { en: 'Give the password, or choose a key.', zh: '请输入密码，或改用密钥。' },
  'agent-unavailable': {
    en: 'Start an ssh-agent that holds a key where the server runs, or choose a key.',
    zh: '请在服务器所在的机器上启动 ssh-agent 并添加密钥，或改用密钥。',
  },
  'ssh-config': {
    en: 'Correct the file on the server, or start the server with --ssh-config none.',
    zh: '请更正服务器上的该文件，或以 --ssh-config none 启动服务器。',
  },
  'policy-not-allowed': { en: 'Use strict or accept-new.', zh: '请使用 strict 或 accept-new。' },
  'not-signed-in': {
    en: 'Open a fresh link: `rollcall link` on the server prints one.',
    zh: '请打开新的登录链接：在服务器上执行 `rollcall link` 可得。',
  },
  'wrong-code': {
    en: 'Codes work once. Open a fresh link: `rollcall link` on the server prints one.',
    zh: '登录码只能使用一次。请打开新的登录链接：在服务器上执行 `rollcall link` 可得。',
  },
  'too-many-tries': {
    en: 'Wait as long as Retry-After says, then try again.',
    zh: '请等待 Retry-After 给出的时间后重试。',
  },
  'foreign-origin': {
    en: 'Open the console at its own address; other pages may not send requests here.',
    zh: '请从控制台自己的地址访问；其他页面不能向这里发送请求。',
  },
  'foreign-host': {
    en: 'Use the address that the server printed, or allow this name when it is started.',
    zh: '请使用服务器启动时显示的地址，或在启动时允许该名称。',
  },
  'unknown-run': {
    en: 'Check the id, or look for the run in the history.',
    zh: '请核对运行编号，或在历史中查找。',
  },
  'unknown-host': {
    en: 'Hosts count from 0 in the order of the run; GET …/targets lists them.',
    zh: '主机按运行中的顺序从 0 编号；GET …/targets 可列出。',
  },
  'not-found': { en: 'Check the address.', zh: '请核对地址。' },
  'run-id-taken': {
    en: 'Choose a new id (a UUID) for a new run; repeat the old spec word for word to ask about the old one.',
    zh: '新的运行请使用新的编号（UUID）；若要查询原来的运行，请原样重发其内容。',
  },
  'run-finished': { en: 'There is nothing left to stop.', zh: '已没有可停止的内容。' },
  'host-keys-differ': { en: 'Look at the list again, then decide.', zh: '请重新查看列表后再决定。' },
  'host-key-refused': {
    en: 'Look at the key again; a revoked or changed one needs a decision of its own.',
    zh: '请重新查看该密钥；已吊销或已变更的密钥需要单独决定。',
  },
  'wrong-protocol': { en: 'Reload the page.', zh: '请刷新页面。' },
  'too-large': {
    en: 'A request has 2 MiB at most. Shorten the range or the command.',
    zh: '请求最大 2 MiB。请缩短主机范围或命令。',
  },
  'engine-unavailable': {
    en: 'It is started again by itself. Try again in a few seconds.',
    zh: '它会自动重新启动。请过几秒再试。',
  },
  'storage-unavailable': {
    en: 'Check the disk and the permissions of the data folder.',
    zh: '请检查数据目录的磁盘空间和权限。',
  },
  'internal-error': { en: 'Look into the log of the server.', zh: '请查看服务器日志。' },
};
