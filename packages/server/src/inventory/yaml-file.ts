import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { InventoryError, type SourceFile, type Span } from './problem.ts';

/** A step into a YAML file, as zod names it. */
export type Path = readonly PropertyKey[];

/** The content of a YAML file, with the place of everything in it. */
export interface YamlFile extends SourceFile {
  /** As plain values; null when the file is empty. */
  value: unknown;
  /** Where the value at `path` stands, or as much of the path as there is; of a value that is empty, its key. */
  placeOf(path: Path): Span;
  /** Where the key at the end of `path` stands. */
  placeOfKey(path: Path): Span;
  /** Whether the last step of `path` is a key that its map does not have. */
  isMissing(path: Path): boolean;
  /** A scalar as it was written: a number keeps its zeros. Undefined for anything else. */
  writtenAt(path: Path): string | undefined;
  /** Where `offset…offset + length` of the text at `path` stands, or the whole of it where escapes or folding moved it. */
  placeWithin(path: Path, offset: number, length: number): Span;
}

/**
 * Reads YAML 1.2. Anchors and aliases work; tags are refused, since a forgotten quote before `!` makes one.
 * @throws InventoryError with the first mistake
 */
export function readYaml(file: SourceFile): YamlFile {
  const { text } = file;
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, version: '1.2' });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) throw syntaxError(file, wrong);
  const root = document.contents;
  checkNodes(file, document, root);
  const nodeAt = (path: Path): Node | null => walk(root, path).node;
  return {
    ...file,
    value: valueOf(file, () => document.toJS({ maxAliasCount: 100 }) as unknown),
    placeOf(path) {
      const { key, node } = walk(root, path);
      const span = spanOf(node);
      return span.from === span.to && key !== null ? spanOf(key) : span;
    },
    placeOfKey(path) {
      const { key, node } = walk(root, path);
      return spanOf(key ?? node);
    },
    isMissing: (path) => walk(root, path).isMissing,
    writtenAt(path) {
      const node = nodeAt(path);
      return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    },
    placeWithin(path, offset, length) {
      const node = nodeAt(path);
      const span = spanOf(node);
      const value = isScalar(node) ? node.value : undefined;
      for (const quote of [0, 1])
        if (text.slice(span.from + quote, span.to - quote) === value)
          return { from: span.from + quote + offset, to: span.from + quote + offset + length };
      return span;
    },
  };
}

interface Walked {
  key: Node | null;
  node: Node | null;
  isMissing: boolean;
}

/** Follows `path`; a step that leads nowhere is left out. An alias is where it stands, not what it stands for. */
function walk(root: Node | null, path: Path): Walked {
  let at: Walked = { key: null, node: root, isMissing: false };
  for (const step of path) {
    const { node } = at;
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      at =
        pair === undefined
          ? { ...at, isMissing: true }
          : { key: pair.key, node: pair.value ?? pair.key, isMissing: false };
    } else if (isSeq<Node>(node) && typeof step === 'number' && node.items[step] !== undefined)
      at = { key: at.key, node: node.items[step], isMissing: false };
  }
  return at;
}

function spanOf(node: Node | null): Span {
  const [from, to] = node?.range ?? [0, 0];
  return { from, to };
}

/** What YAML allows and nobody means: a list as a key, which `[::1]: …` without quotes is, and an alias of nothing. */
function checkNodes(file: SourceFile, document: Document, node: Node | null): void {
  const refuse = (at: Node, what: string, hint: string): never => {
    throw new InventoryError(file, spanOf(at), what, hint);
  };
  if (isAlias(node) && node.resolve(document) === undefined)
    refuse(node, `*${node.source} is an alias to YAML, and stands for nothing.`, 'Put it into quotes.');
  if (isSeq<Node>(node)) for (const item of node.items) checkNodes(file, document, item);
  if (!isMap<Node, Node | null>(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) refuse(key, 'This key is no plain text.', 'Put it into quotes.');
    else if (key.value === null) refuse(key, 'This key is empty.', 'Write a name before the colon.');
    checkNodes(file, document, value);
  }
}

/** Aliases can make a small file stand for gigabytes; the library counts them. */
function valueOf(file: SourceFile, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const what = `The aliases of this file cannot be followed: ${(error as Error).message}.`;
    throw new InventoryError(file, { from: 0, to: 0 }, what, 'Write out what they stand for.');
  }
}

function syntaxError(file: SourceFile, error: YAMLError): InventoryError {
  const [from, to] = error.pos;
  const what = `This is not YAML as expected: ${error.message.replace(/(?<=["'])quote$/, '')}.`;
  return new InventoryError(
    file,
    { from, to },
    ...(WORDS[error.code]?.(file.text.slice(from, to)) ?? [what, RULES]),
  );
}

const RULES = 'Check indentation, colons and quotes.';

/** What people get wrong most, in words of our own. */
const WORDS: Partial<Record<YAMLError['code'], (text: string) => [string, string]>> = {
  DUPLICATE_KEY: () => [
    'This key stands here for the second time.',
    'Keep one of them, or give it another name.',
  ],
  BAD_SCALAR_START: (text) => [
    `A value cannot begin with ${text.slice(0, 1)} outside quotes.`,
    'Put it into quotes, as in "@web,!@db".',
  ],
  TAG_RESOLVE_FAILED: (text) => [
    `${text === '' ? 'This' : text} is a tag to YAML, not an exclusion.`,
    'Put it into quotes, as in "!10.0.3.4".',
  ],
  TAB_AS_INDENT: () => ['The line is indented with a tab.', 'Indent it with blanks.'],
  MULTIPLE_DOCS: () => ['A second document begins here.', 'Put everything into one.'],
  BAD_ALIAS: () => ['A value that begins with * is an alias to YAML.', 'Put it into quotes.'],
};
