import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { countWords, type ImportRemark, type ImportReport, type Words } from '@rollcall/protocol';
import { CliError, errorCode, EXIT, isSystemError, systemWords } from '../cli-error.ts';
import { openDataFolder } from '../data/data-folder.ts';
import { warner, type Io } from '../io.ts';
import { osUser } from '../os-user.ts';
import { withLedger, type Ledger } from './ledger.ts';
import { keyCount } from './words.ts';

/** What an import can be told. */
export interface ImportOptions {
  data?: string;
  compare?: true;
  name?: string;
}

const REMARKS: Record<ImportRemark, Words> = {
  'bad-line': { en: 'not a line of known_hosts', zh: '不是 known_hosts 的行' },
  'cert-authority': {
    en: 'a certificate authority, which is not supported',
    zh: '证书颁发机构，暂不支持',
  },
  'unusable-type': { en: 'a type of key that cannot be used here', zh: '此处无法使用的密钥类型' },
  'short-rsa': { en: 'RSA below 2,048 bits is not trusted', zh: '不信任短于 2048 位的 RSA' },
  pattern: { en: 'a pattern names no host; kept to compare with', zh: '模式不指明主机，仅用于比对' },
  'hashed-name': { en: 'a hashed name; kept to compare with', zh: '哈希主机名，仅用于比对' },
  differs: {
    en: 'the host has another trusted key, which stays',
    zh: '该主机已有其他受信密钥，保持不变',
  },
  'is-revoked': { en: 'the key is revoked', zh: '该密钥已吊销' },
};
/** Remarks that take nothing away from what was asked for. */
const HARMLESS: ReadonlySet<ImportRemark> = new Set(['pattern', 'hashed-name']);

/**
 * Takes in a known_hosts file; `-` is stdin.
 * @returns 1 when a line could not be taken
 * @throws CliError when the file cannot be read
 */
export async function importList(file: string, options: ImportOptions, io: Io): Promise<number> {
  const text = inWords(file, () => readFileSync(file === '-' ? 0 : file, 'utf8'));
  const list = options.name ?? (file === '-' ? 'stdin' : basename(file));
  const take = async ({ keys }: Ledger): Promise<number> => {
    const report = await keys.importText({ list, text, trust: !options.compare }, osUser());
    for (const { line, code, text: said } of report.remarks)
      warner(io)({
        en: `line ${line}: ${REMARKS[code].en}: ${said}`,
        zh: `第 ${line} 行：${REMARKS[code].zh}：${said}`,
      });
    io.out.write(`${reportWords(report)[io.locale]}\n`);
    return report.remarks.every(({ code }) => HARMLESS.has(code)) ? EXIT.ok : EXIT.someHostDidNot;
  };
  // Before the first run is when keys are best brought along.
  return withLedger(options.data, io, take, openDataFolder);
}

/**
 * Writes the ledger as known_hosts, to stdout (`-`, too) or into a file that is not there yet.
 * @throws CliError when the file cannot be written
 */
export async function exportList(
  file: string | undefined,
  options: { data?: string; force?: true },
  io: Io,
): Promise<void> {
  await withLedger(options.data, io, async ({ keys }) => {
    const text = await keys.exportText();
    if (file === undefined || file === '-') return io.out.write(text);
    inWords(file, () => writeFileSync(file, text, { flag: options.force ? 'w' : 'wx', mode: 0o600 }));
  });
}

function reportWords({ lines, trusted, already, revoked, listed }: ImportReport): Words {
  const read = `${countWords(lines, 'en')} ${lines === 1 ? 'line' : 'lines'}`;
  return {
    en: `${read}: ${keyCount(trusted, 'en')} trusted, ${already} known before, ${revoked} revoked, ${listed} kept to compare with`,
    zh: `共 ${countWords(lines, 'zh')} 行：受信 ${trusted} 个，原已知 ${already} 个，吊销 ${revoked} 个，用于比对 ${listed} 个`,
  };
}

function inWords<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const force: Words = { en: 'Give --force to replace it.', zh: '加 --force 可替换它。' };
    const advice = errorCode(error) === 'EEXIST' ? [force] : [];
    const { en, zh } = systemWords(error);
    throw new CliError({ en: `${file}: ${en}`, zh: `${file}：${zh}` }, advice, { cause: error });
  }
}
