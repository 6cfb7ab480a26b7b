import type { Words } from '@rollcall/protocol';
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
  const refuse = (at: Node, what: Words, hint: Words): never => {
    throw new InventoryError(file, spanOf(at), what, hint);
  };
  if (isAlias(node) && node.resolve(document) === undefined)
    refuse(
      node,
      {
        en: `*${node.source} is an alias to YAML, and stands for nothing.`,
        zh: `*${node.source} 在 YAML 中是别名，但没有对应的内容。`,
      },
      QUOTES,
    );
  if (isSeq<Node>(node)) for (const item of node.items) checkNodes(file, document, item);
  if (!isMap<Node, Node | null>(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) refuse(key, { en: 'This key is no plain text.', zh: '这个键不是普通文本。' }, QUOTES);
    else if (key.value === null)
      refuse(
        key,
        { en: 'This key is empty.', zh: '这个键是空的。' },
        { en: 'Write a name before the colon.', zh: '请在冒号前写名称。' },
      );
    checkNodes(file, document, value);
  }
}

/** Aliases can make a small file stand for gigabytes; the library counts them. */
function valueOf(file: SourceFile, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const why = (error as Error).message;
    throw new InventoryError(
      file,
      { from: 0, to: 0 },
      { en: `The aliases of this file cannot be followed: ${why}.`, zh: `无法展开此文件的别名：${why}。` },
      { en: 'Write out what they stand for.', zh: '请直接写出其内容。' },
    );
  }
}

/** What the library says of other mistakes stays English: its words are those of YAML's own documentation. */
function syntaxError(file: SourceFile, error: YAMLError): InventoryError {
  const [from, to] = error.pos;
  const why = error.message.replace(/(?<=["'])quote$/, '');
  const what: Words = { en: `This is not YAML as expected: ${why}.`, zh: `此处不是预期的 YAML：${why}。` };
  const [said, hint] = WORDS[error.code]?.(file.text.slice(from, to)) ?? [what, RULES];
  return new InventoryError(file, { from, to }, said, hint);
}

const RULES: Words = { en: 'Check indentation, colons and quotes.', zh: '请检查缩进、冒号和引号。' };
const QUOTES: Words = { en: 'Put it into quotes.', zh: '请加引号。' };

/** What people get wrong most, in words of our own. */
const WORDS: Partial<Record<YAMLError['code'], (text: string) => [what: Words, hint: Words]>> = {
  DUPLICATE_KEY: () => [
    { en: 'This key stands here for the second time.', zh: '这个键在此处重复出现。' },
    { en: 'Keep one of them, or give it another name.', zh: '请只保留一处，或另取名称。' },
  ],
  BAD_SCALAR_START: (text) => [
    {
      en: `A value cannot begin with ${text.slice(0, 1)} outside quotes.`,
      zh: `没有引号的值不能以 ${text.slice(0, 1)} 开头。`,
    },
    { en: 'Put it into quotes, as in "@web,!@db".', zh: '请加引号，例如 "@web,!@db"。' },
  ],
  TAG_RESOLVE_FAILED: (text) => [
    {
      en: `${text === '' ? 'This' : text} is a tag to YAML, not an exclusion.`,
      zh: `${text === '' ? '这' : `${text} `}在 YAML 中是标签，不是排除项。`,
    },
    { en: 'Put it into quotes, as in "!10.0.3.4".', zh: '请加引号，例如 "!10.0.3.4"。' },
  ],
  TAB_AS_INDENT: () => [
    { en: 'The line is indented with a tab.', zh: '此行用制表符缩进。' },
    { en: 'Indent it with blanks.', zh: '请改用空格缩进。' },
  ],
  MULTIPLE_DOCS: () => [
    { en: 'A second document begins here.', zh: '此处开始了第二个文档。' },
    { en: 'Put everything into one.', zh: '请全部写在一个文档中。' },
  ],
  BAD_ALIAS: () => [
    { en: 'A value that begins with * is an alias to YAML.', zh: '以 * 开头的值在 YAML 中是别名。' },
    QUOTES,
  ],
};
