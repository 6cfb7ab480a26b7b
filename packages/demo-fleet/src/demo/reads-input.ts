import type { SimpleCommandNode, WordNode } from 'just-bash';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const READERS = words('read mapfile readarray tr tee xargs source .');
/** They read where their words name no file, which is taken for one by its slash. */
const FILTERS = words(
  'cat head tail wc sort uniq cut grep egrep fgrep sed awk nl rev tac paste fold column jq base64 od xxd md5sum sha1sum sha256sum gzip gunzip',
);
/** They read where what they start does. */
const STARTERS = words('exec env timeout nohup nice time sudo eval');
/** They read where their script does, or for it. */
const SHELLS = words('sh bash');

/**
 * Whether a part of a script may read the script's input, which has to be there as a whole then. Of a pipeline only the first
 * program can; where the input is led from elsewhere none can.
 */
export function mayReadInput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('redirections' in node && (node.redirections as Redirection[]).some(isInput)) return false;
  if ('type' in node && node.type === 'Pipeline' && 'commands' in node)
    return mayReadInput((node.commands as unknown[])[0]);
  if ('type' in node && node.type === 'SimpleCommand' && reads(node as SimpleCommandNode)) return true;
  return Object.values(node).some(mayReadInput);
}

type Redirection = SimpleCommandNode['redirections'][number];

function isInput({ operator, fd }: Redirection): boolean {
  return operator.startsWith('<') && (fd ?? 0) === 0;
}

function reads({ name, args }: SimpleCommandNode): boolean {
  return name !== null && commandReads([literalOf(name), ...args.map(textOf)]);
}

/** @param program undefined when it takes an expansion to know it: Rollcall names the login shell so */
function commandReads([program, ...args]: readonly (string | undefined)[]): boolean {
  if (program === undefined || SHELLS.has(program))
    return args.includes('-c') ? args.some(scriptReads) : program !== undefined;
  if (program === 'sudo' && args.includes('-S')) return true;
  if (STARTERS.has(program))
    return args.some((_, at) => scriptReads(args[at]) || commandReads(args.slice(at)));
  if (FILTERS.has(program)) return args.includes('-') || !args.some((arg) => arg?.includes('/'));
  return READERS.has(program);
}

/** A look at the words alone, in which the quotes have no say. */
function scriptReads(text: string | undefined): boolean {
  const commands = text?.split(/[;&|\n(){}`"']|\b(?:then|do|else|while|until|if)\b/) ?? [];
  return commands.some((command) => commandReads(command.trim().split(/\s+/)));
}

/** The text of a word that needs no expansion. */
export function literalOf({ parts }: WordNode): string | undefined {
  const texts = parts.map((part) =>
    part.type === 'Literal' || part.type === 'SingleQuoted' ? part.value : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** What can be read of a word; a line end stands for each expansion. */
function textOf(word: WordNode): string {
  return word.parts.map(partText).join('');
}

function partText(part: WordNode['parts'][number]): string {
  if (part.type === 'Literal' || part.type === 'SingleQuoted') return part.value;
  return part.type === 'DoubleQuoted' ? part.parts.map(partText).join('') : '\n';
}
