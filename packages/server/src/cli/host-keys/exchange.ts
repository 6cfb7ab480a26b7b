import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { countWords, type ImportRemark } from '@rollcall/protocol';
import { CliError, errorCode, EXIT, isSystemError, systemWords } from '../cli-error.ts';
import { painters, warningSpans, type Io } from '../io.ts';
import { osUser } from '../os-user.ts';
import { withLedger } from './ledger.ts';
import { keyCount } from './words.ts';

/** What an import can be told. */
export interface ImportOptions {
  data?: string;
  compare?: true;
  name?: string;
}

const REMARKS: Record<ImportRemark, string> = {
  'bad-line': 'not a line of known_hosts',
  'cert-authority': 'a certificate authority, which is not supported',
  'unusable-type': 'a type of key that cannot be used here',
  'short-rsa': 'RSA below 2,048 bits is not trusted',
  pattern: 'a pattern names no host; kept to compare with',
  'hashed-name': 'a hashed name; kept to compare with',
  differs: 'the host has another trusted key, which stays',
  'is-revoked': 'the key is revoked',
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
  return withLedger(options.data, io, async ({ keys }) => {
    const report = await keys.importText({ list, text, trust: !options.compare }, osUser());
    const { err } = painters(io, true);
    for (const { line, code, text: said } of report.remarks)
      io.err.write(`${err(warningSpans(`line ${line}: ${REMARKS[code]}: ${said}`))}\n`);
    const lines = `${countWords(report.lines, 'en')} ${report.lines === 1 ? 'line' : 'lines'}`;
    io.out.write(
      `${lines}: ${keyCount(report.trusted)} trusted, ${report.already} known before, ` +
        `${report.revoked} revoked, ${report.listed} kept to compare with\n`,
    );
    return report.remarks.every(({ code }) => HARMLESS.has(code)) ? EXIT.ok : EXIT.someHostDidNot;
  });
}

/**
 * Writes the ledger as known_hosts, to stdout or into a file that is not there yet.
 * @throws CliError when the file cannot be written
 */
export async function exportList(
  file: string | undefined,
  options: { data?: string; force?: true },
  io: Io,
): Promise<void> {
  await withLedger(options.data, io, async ({ keys }) => {
    const text = await keys.exportText();
    if (file === undefined) return io.out.write(text);
    inWords(file, () => writeFileSync(file, text, { flag: options.force ? 'w' : 'wx', mode: 0o600 }));
  });
}

function inWords<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const advice = errorCode(error) === 'EEXIST' ? ['Give --force to replace it.'] : [];
    throw new CliError(`${file}: ${systemWords(error)}`, advice, { cause: error });
  }
}
