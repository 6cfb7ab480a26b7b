import { pino, type DestinationStream, type Level, type Logger } from 'pino';

/** Wherever such a name stands in what is logged, its value is left out. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passphrase',
  'secrets',
  'code',
  'token',
];

/**
 * The program's log: one JSON object per line, so nothing that a host or a person wrote can forge a line.
 * Secrets are never handed to it; should one be by mistake, its name takes it out, at the top and up to two levels down.
 * @param destination standard error in the program, since standard output carries results
 */
export function createLog(level: Level, destination: DestinationStream): Logger {
  const paths = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  return pino({ level, redact: { paths, censor: '[left out]' }, base: null }, destination);
}
