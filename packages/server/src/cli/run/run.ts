import type { DemoFleet } from '@rollcall/demo-fleet';
import type { RunSpec, RunTarget, Words } from '@rollcall/protocol';
import { systemClock } from '../../run/clock.ts';
import { openDataFolder } from '../data/data-folder.ts';
import { openStore } from '../data/open-store.ts';
import { demoFolder, demoKey, trustDemoKeys } from '../demo-login.ts';
import { asIs } from '../cli-error.ts';
import { painters, warner, type Io } from '../io.ts';
import { osUser } from '../os-user.ts';
import { openAsker } from '../terminal/ask.ts';
import { lineColumns, processScreen } from '../terminal/process-screen.ts';
import { letYoungSpaceGrow } from '../young-space.ts';
import type { KnownHosts } from '../../ssh/index.ts';
import type { SqliteStore } from '../../store/sqlite-store.ts';
import { confirmLarge } from './confirm.ts';
import { startLocalRun, type LocalRun } from './local-run.ts';
import { openLogins, type OpenLogins } from './open-logins.ts';
import type { RunOptions } from './options.ts';
import { fileNames, prepareOutputFolder } from './output-folder.ts';
import { planRun } from './plan-run.ts';
import { showRun } from './show-run.ts';
import { specOf } from './spec.ts';
import { labelsOf, type ViewContext } from './view.ts';
import { viewsOf } from './views.ts';

/** What was asked for on the command line. */
export interface RunRequest {
  targets: string;
  command: string;
  options: RunOptions;
}

/** Everything that was made ready and has to be put away again, last first. */
type Cleanup = (() => Promise<void>)[];

/**
 * Runs the command and shows it.
 * @returns the exit status
 * @throws CliError when something is wrong, before anything is contacted; Interrupted at a question
 */
export async function run(request: RunRequest, io: Io): Promise<number> {
  const cleanup: Cleanup = [];
  try {
    return await runAndShow(request, io, cleanup);
  } finally {
    for (const close of cleanup.reverse()) await close();
  }
}

async function runAndShow(
  { targets: text, command, options }: RunRequest,
  io: Io,
  cleanup: Cleanup,
): Promise<number> {
  const paint = painters(io, options.color);
  const warn = warner(io, options.color);
  const { targets, task, user, knownHosts, configuredKeys, warnings } = await planRun(
    { targets: text, command, options },
    io,
  );
  for (const words of warnings) warn(words);
  const folder = openDataFolder(options.data, io.env);
  for (const warning of folder.warnings) warn(warning);
  const store = await openStore(folder.path);
  cleanup.push(() => store.close());

  const asker = openAsker();
  const { locale } = io;
  if (!options.yes) await confirmLarge(targets.length, shownCommand(command, options), { asker, locale });
  const wish = options.demo ? { user, identity: demoKey(demoFolder(folder.path)) } : { ...options, user };
  const logins = await openLogins(
    wish,
    { targets, options, configuredKeys },
    { env: io.env, asker, warn, locale },
  );
  const spec = specOf(text, task, options, logins.login);
  const labels = labelsOf(targets);
  const outputFolder = options.outputDir === undefined ? null : outputFolderOf(options, labels);
  if (spec.hostKeys === 'insecure')
    warn(
      {
        en: 'host keys are not checked: anybody in between can read the login and the output',
        zh: '不校验主机密钥：任何中间人都能看到登录信息和输出',
      },
      true,
    );

  if (targets.length > 1) letYoungSpaceGrow();
  const screen = processScreen(io);
  cleanup.push(() => screen.close());
  const context: ViewContext = {
    screen,
    locale,
    paint,
    outIsTerminal: io.out.isTerminal,
    errIsTerminal: io.err.isTerminal,
    columns: lineColumns(io),
    spec,
    targets,
    labels,
  };
  const begun = await begin(
    { spec, targets, logins, knownHosts, demo: options.demo ? folder.path : null },
    store,
    {
      cleanup,
      onBug: (bug) => warn(bugWords(bug), true),
    },
  );
  return showRun(begun, viewsOf({ context, options, outputFolder, run: begun.id, store }), context, io);
}

interface Order {
  spec: RunSpec;
  targets: RunTarget[];
  logins: OpenLogins;
  knownHosts: KnownHosts;
  /** The data folder, when demo hosts are wanted. */
  demo: string | null;
}

async function begin(
  { spec, targets, logins, knownHosts, demo }: Order,
  store: SqliteStore,
  { cleanup, onBug }: { cleanup: Cleanup; onBug: (bug: unknown) => void },
): Promise<LocalRun> {
  let routes: DemoFleet['routes'] = new Map();
  if (demo !== null) {
    // Its shell takes longer to load than everything else together.
    const { startDemoFleet } = await import('@rollcall/demo-fleet');
    const fleet = await startDemoFleet({ stateDir: demoFolder(demo) });
    cleanup.push(() => fleet.close());
    await trustDemoKeys(store, fleet, systemClock.now());
    routes = fleet.routes;
  }
  const order = { spec, targets, logins, knownHosts, routes, by: osUser(), onBug };
  const begun = await startLocalRun(order, store);
  cleanup.push(() => begun.close());
  return begun;
}

function outputFolderOf(options: RunOptions, labels: readonly string[]): { folder: string; names: string[] } {
  const names = fileNames(labels);
  const folder = prepareOutputFolder(options.outputDir!, { force: options.force ?? false, names });
  return { folder, names };
}

/** What is run, for a question. */
function shownCommand(command: string, { script }: RunOptions): Words {
  if (script === undefined) return asIs(command);
  return { en: `the script ${script}`, zh: `脚本 ${script}` };
}

function bugWords(bug: unknown): Words {
  const what = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
  return { en: `a bug in Rollcall: ${what}`, zh: `Rollcall 的程序错误：${what}` };
}
