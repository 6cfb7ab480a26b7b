import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Words } from '@rollcall/protocol';
import type { Logger } from 'pino';
import { createAccess } from '../../access/access.ts';
import { ensureApiToken } from '../../access/api-token.ts';
import { createLog } from '../../web/log.ts';
import { systemClock } from '../../run/clock.ts';
import { CliError, isSystemError, systemWords } from '../cli-error.ts';
import { openDataFolder } from '../data/data-folder.ts';
import { openStore } from '../data/open-store.ts';
import { lockForServer } from '../data/server-lock.ts';
import { warningSpans, type Io } from '../io.ts';
import { signInLink } from '../link.ts';
import { osUser } from '../os-user.ts';
import { sshConfigPath } from '../ssh-config.ts';
import { usualKeys, usualKnownHosts } from '../ssh-files.ts';
import type { Screen } from '../terminal/screen.ts';
import type { Paint } from '../terminal/colour.ts';
import { programVersion } from '../version.ts';
import { announcement } from './announce.ts';
import { buildServer, type Closers, type ServerSettings } from './build-server.ts';
import { filesNamedIn } from './configure.ts';
import { isLoopback, listen } from './listen.ts';
import { logDestination } from './log-lines.ts';
import type { ServeOptions } from './options.ts';

/** What a server prints on and warns with. */
export interface Surroundings {
  io: Io;
  screen: Screen;
  paint: { out: Paint; err: Paint };
}

/**
 * Starts everything and prints the link; what has to be closed again is added to `closers` as it is started.
 * @throws CliError when something is in the way
 */
export async function startServer(
  options: ServeOptions,
  { io, screen, paint }: Surroundings,
  closers: Closers,
): Promise<void> {
  const { locale } = io;
  const warn = (words: Words): void => screen.note(`${paint.err(warningSpans(words, locale))}\n`);
  const consoleFolder = options.console ? builtConsole() : null;
  const folder = openDataFolder(options.data, io.env);
  for (const warning of folder.warnings) warn(warning);
  if (!isLoopback(options.host)) for (const warning of openWarnings(options)) warn(warning);
  const lock = lockForServer(folder.path);
  closers.push(async () => lock.release());
  const store = await openStore(folder.path);
  closers.push(() => store.close());

  const user = osUser();
  const tokenFile = join(folder.path, 'api-token');
  const { openMode } = await ensureApiToken({ file: tokenFile, store, user }).catch((error: unknown) => {
    throw isSystemError(error) ? noToken(tokenFile, error) : error;
  });
  if (openMode !== null) warn(tokenWasOpen(tokenFile, openMode));
  const access = createAccess({ store, clock: systemClock, user });
  const log: Logger = createLog(
    io.err.isTerminal ? 'warn' : 'info',
    logDestination(screen, io.err.isTerminal ? { paint: paint.err, locale } : null),
  );
  const sshConfig = sshConfigPath(options.sshConfig, io.env);
  const named = filesNamedIn(sshConfig);
  const settings: ServerSettings = {
    dataFolder: folder.path,
    identities: options.identity?.map((path) => resolve(path)) ?? [...usualKeys(io.env), ...named.identities],
    knownHosts: options.knownHosts?.map((path) => resolve(path)) ?? [
      ...named.knownHosts,
      ...usualKnownHosts(io.env),
    ],
    agentSocket: io.env.SSH_AUTH_SOCK || null,
    origins: options.origin ?? [],
    groupsFrom: options.groupsDir?.map((path) => resolve(path)) ?? [],
    sshConfig,
    consoleFolder,
    demo: options.demo ?? false,
    logLocale: io.err.isTerminal ? locale : 'en',
    allowSpecial: options.allowSpecial ?? false,
    keepConnectionsMs: options.keepConnections,
  };
  const { web, demo } = await buildServer(settings, { store, access, log }, closers);
  const origin = await listen(web, options);
  lock.announce(origin);

  const { code, expiresAtMs } = await access.issueSignInCode();
  const said = announcement(
    {
      version: programVersion(),
      link: signInLink(origin, code),
      linkLifeMs: expiresAtMs - systemClock.now(),
      dataFolder: folder.path,
      linkCommand: `rollcall link${options.data === undefined ? '' : ` --data ${options.data}`}`,
      tokenFile,
      demo,
    },
    paint,
    locale,
  );
  screen.note(said.before);
  screen.result(said.link);
  screen.note(said.after);
}

function noToken(file: string, error: unknown): CliError {
  const { en, zh } = systemWords(error);
  return new CliError(
    { en: `the token file ${file} cannot be used: ${en}`, zh: `无法使用令牌文件 ${file}：${zh}` },
    [
      {
        en: 'Free some space, or remove what stands there: a new token is made at the next start.',
        zh: '请腾出空间，或移走该文件：下次启动时会生成新的令牌。',
      },
    ],
    { cause: error },
  );
}

/** The token stays valid, since scripts use it; whether somebody has read it only a person can judge. */
function tokenWasOpen(file: string, mode: number): Words {
  const octal = mode.toString(8).padStart(4, '0');
  return {
    en: `others could use ${file} (mode ${octal}); now only you can. If they may know the token, remove the file and start again: that makes a new one`,
    zh: `其他用户曾可使用 ${file}（权限 ${octal}），现已改为仅限您。若令牌可能已泄露，请删除该文件并重新启动，会生成新的令牌`,
  };
}

/** The folder that the build of the console leaves beside the server's. */
function builtConsole(): string {
  const folder = fileURLToPath(new URL('../../../../console/dist/', import.meta.url));
  if (existsSync(join(folder, 'index.html'))) return folder;
  const index = join(folder, 'index.html');
  throw new CliError(
    { en: `the console is not built: there is no ${index}`, zh: `控制台尚未构建：没有 ${index}` },
    [
      { en: 'Build it in the checkout: npm run setup', zh: '请在代码目录中构建：npm run setup' },
      {
        en: 'For the API alone: rollcall serve --no-console',
        zh: '只用 API：rollcall serve --no-console',
      },
    ],
  );
}

function openWarnings({ host, origin }: ServeOptions): Words[] {
  const unnamed: Words = {
    en: 'requests under any name but localhost are refused until it is given: --origin http://NAME:PORT',
    zh: '除 localhost 外的名称都会被拒绝，需用 --origin http://NAME:PORT 写出',
  };
  return [
    {
      en: `listening on ${host}, which other machines may reach, without encryption; better a proxy with TLS`,
      zh: `正在监听 ${host}，其他机器可以访问，且没有加密；最好使用带 TLS 的代理`,
    },
    ...(origin ? [] : [unnamed]),
  ];
}
