/**
 * just-bash gives back the output of a script when the script has ended. What it does write at once is
 * a file. So each statement whose output is the script's own gets two redirections, to files that are
 * really the SSH channel; loops get a point where other hosts have their turn; and pipelines that begin
 * with an endless program become one streaming command.
 */
import type {
  CommandNode,
  PipelineNode,
  ScriptNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
} from 'just-bash';
import { literalOf, mayReadInput } from './reads-input.ts';
import { streamableLength } from './streams.ts';

type Redirection = SimpleCommandNode['redirections'][number];

/** Files that stand for the streams of the SSH channel. */
export interface LivePaths {
  readonly stdin: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Lets others have their turn; put at the head of every loop body. */
export const TURN = '__turn';
/** Runs streaming programs: `__stream live|collect program args… SEPARATOR program args…` */
export const STREAM = '__stream';
/** Between the programs of one {@link STREAM}; cannot be typed. */
export const SEPARATOR = '\u0001|\u0001';

/** What to make of a script. */
export interface RewriteOptions {
  /** Where output goes at once; absent for scripts inside scripts, whose output somebody waits for. */
  readonly live: LivePaths | undefined;
  /** Writing a file fails: no space left. */
  readonly full: boolean;
}

/** Rewrites a parsed script in place. */
export function rewriteScript(script: ScriptNode, { live, full }: RewriteOptions): void {
  let redirectsItself = false;
  visit(script, (node) => {
    switch (node.type) {
      case 'For':
      case 'CStyleFor':
      case 'While':
      case 'Until':
        (node as unknown as { body: StatementNode[] }).body.unshift(statement(simple(TURN, [])));
        break;
      case 'Pipeline':
        mergeStreams(node as PipelineNode);
        limitPipedLoops(node as PipelineNode);
        break;
      case 'Redirection':
        if (full) spoil(node as Redirection);
        break;
      case 'SimpleCommand': {
        const command = node as SimpleCommandNode;
        redirectsItself ||= nameOf(command) === 'exec' && command.redirections.length > 0;
        break;
      }
      default:
    }
  });
  if (live !== undefined) giveInput(script.statements, live);
  // `exec >file` changes what "the script's own output" means from there on: leave it to the shell.
  if (live !== undefined && !redirectsItself) liveStatements(script.statements, live);
}

/** Calls `on` for each node, children first. */
function visit(value: unknown, on: (node: { type: string }) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const child of Object.values(value)) visit(child, on);
  if ('type' in value && typeof value.type === 'string') on(value as { type: string });
}

function mergeStreams(pipeline: PipelineNode): void {
  const plain = pipeline.commands.map((command) =>
    isPlain(command) ? command.args.map(literalOf) : undefined,
  );
  const names = pipeline.commands.map((command) =>
    command.type === 'SimpleCommand' ? nameOf(command) : undefined,
  );
  const length = streamableLength(
    names.map((name, index) => (plain[index] === undefined ? undefined : [name, plain[index]])),
  );
  if (length === 0) return;
  const words = pipeline.commands.slice(0, length).flatMap((command, index) => {
    const { name, args } = command as SimpleCommandNode & { name: WordNode };
    return [...(index > 0 ? [word(SEPARATOR)] : []), name, ...args];
  });
  pipeline.commands.splice(0, length, simple(STREAM, [word('collect'), ...words]));
  pipeline.pipeStderr?.splice(0, length - 1);
}

/**
 * `while true; do …; done | head`: a real loop dies when its reader has left. Here the reader only
 * starts when the loop has ended, so such loops end after a while by themselves.
 */
function limitPipedLoops({ commands }: PipelineNode): void {
  for (const command of commands.slice(0, -1)) {
    visit(command, (node) => {
      if (node.type !== 'While') return;
      const loop = node as Extract<CommandNode, { type: 'While' }>;
      if (isAlwaysTrue(loop.condition)) loop.body[0] = limitedTurn();
    });
  }
}

function isAlwaysTrue(condition: readonly StatementNode[]): boolean {
  const [only] = condition.length === 1 ? (condition[0]?.pipelines ?? []) : [];
  const [command] = only?.commands ?? [];
  return command?.type === 'SimpleCommand' && ['true', ':'].includes(nameOf(command) ?? '');
}

function limitedTurn(): StatementNode {
  const turn = statement(simple(TURN, [word('limited')]));
  turn.pipelines.push(...statement(simple('break', [])).pipelines);
  turn.operators.push('||');
  return turn;
}

function isPlain(command: CommandNode): command is SimpleCommandNode & { name: WordNode } {
  return (
    command.type === 'SimpleCommand' &&
    command.name !== null &&
    command.redirections.length === 0 &&
    command.assignments.length === 0
  );
}

/** From the first statement that may read, the script is a group whose input is the channel's: nothing before it waits for that. */
function giveInput(statements: StatementNode[], live: LivePaths): void {
  const first = statements.findIndex(mayReadInput);
  if (first === -1) return;
  const input: Redirection = { type: 'Redirection', fd: 0, operator: '<', target: word(live.stdin) };
  const body = statements.splice(first);
  statements.push(statement({ type: 'Group', body, redirections: [input] }));
}

/** Sends a write to where every write fails. Devices and memory file systems still have room. */
function spoil(redirection: Redirection): void {
  if (!['>', '>>', '>|', '&>', '&>>'].includes(redirection.operator) || redirection.target.type !== 'Word')
    return;
  if (/^\/(?:dev|proc|run)\//.test(literalOf(redirection.target) ?? '')) return;
  redirection.target = word('/dev/full');
}

function liveStatements(statements: readonly StatementNode[], live: LivePaths): void {
  for (const { pipelines } of statements) for (const pipeline of pipelines) livePipeline(pipeline, live);
}

function livePipeline({ commands, pipeStderr }: PipelineNode, live: LivePaths): void {
  const last = commands.length - 1;
  commands.forEach((command, index) => {
    if (index === last) return liveCommand(command, live);
    const complainsToPipe = pipeStderr?.[index] === true;
    if (command.type === 'SimpleCommand' && !complainsToPipe)
      command.redirections.unshift(append(2, live.stderr));
  });
}

/** They print nothing, and some must stay the bare word they are. */
const SILENT = new Set(['break', 'continue', 'return', 'exit', 'shift', 'exec', 'true', 'false', ':', TURN]);

function liveCommand(command: CommandNode, live: LivePaths): void {
  switch (command.type) {
    case 'SimpleCommand': {
      const name = nameOf(command);
      if (command.name === null || SILENT.has(name ?? '')) return;
      if (name === STREAM && command.redirections.length === 0) command.args.splice(0, 1, word('live'));
      else redirect(command, live);
      return;
    }
    case 'FunctionDef':
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return;
    default:
      if (command.redirections.some(writes)) redirect(command, live);
      else for (const body of bodiesOf(command)) liveStatements(body, live);
  }
}

type Compound = Exclude<
  CommandNode,
  { type: 'SimpleCommand' | 'FunctionDef' | 'ArithmeticCommand' | 'ConditionalCommand' }
>;

function bodiesOf(command: Compound): StatementNode[][] {
  switch (command.type) {
    case 'If':
      return [...command.clauses.flatMap(({ condition, body }) => [condition, body]), command.elseBody ?? []];
    case 'While':
    case 'Until':
      return [command.condition, command.body];
    case 'For':
    case 'CStyleFor':
    case 'Subshell':
    case 'Group':
      return [command.body];
    case 'Case':
      return command.items.map(({ body }) => body);
  }
}

function writes({ operator }: Redirection): boolean {
  return !['<', '<<', '<<-', '<<<', '<&'].includes(operator);
}

/** In front of the command's own redirections, so that `2>&1` and `>file` still mean what they say. */
function redirect(command: { redirections: Redirection[] }, live: LivePaths): void {
  command.redirections.unshift(append(1, live.stdout), append(2, live.stderr));
}

function append(fd: number, path: string): Redirection {
  return { type: 'Redirection', fd, operator: '>>', target: word(path) };
}

function statement(command: CommandNode): StatementNode {
  const pipeline: PipelineNode = { type: 'Pipeline', commands: [command], negated: false };
  return { type: 'Statement', pipelines: [pipeline], operators: [], background: false };
}

function simple(name: string, args: WordNode[]): SimpleCommandNode {
  return { type: 'SimpleCommand', assignments: [], name: word(name), args, redirections: [] };
}

function word(value: string): WordNode {
  return { type: 'Word', parts: [{ type: 'SingleQuoted', value }] };
}

function nameOf(command: SimpleCommandNode): string | undefined {
  return command.name === null ? undefined : literalOf(command.name);
}
