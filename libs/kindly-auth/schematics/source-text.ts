import type ts from 'typescript';

/** TypeScript of the app, not of ours: see tools.ts. */
export type TypeScript = typeof ts;

/** One replacement in a text: of nothing, where `start` is `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How a file is written, so that what is added is written alike. */
export interface Style {
  readonly eol: '\n' | '\r\n';
  readonly quote: '"' | "'";
  readonly semicolon: '' | ';';
  /** One step of indentation. */
  readonly indent: string;
}

/** @returns the text with all replacements, which must not overlap */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((result, { start, end, text: added }) => {
      return result.slice(0, start) + added + result.slice(end);
    }, text);
}

export function eolOf(text: string): Style['eol'] {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The style of a file, by its first import and its first indented line. */
export function styleOf(text: string): Style {
  const [, quote, semicolon] = /^import [^'"]*(['"])[^'"\n]*['"](;?)/m.exec(text) ?? [];
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    eol: eolOf(text),
    quote: quote === '"' ? '"' : "'",
    semicolon: semicolon === '' ? '' : ';',
    indent: indent.startsWith('\t') ? '\t' : indent,
  };
}

/** White space at the beginning of the line in which a position is. */
export function indentationAt(text: string, position: number): string {
  const line = text.slice(text.lastIndexOf('\n', position - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Every node below one, itself first. */
export function* nodesBelow(typescript: TypeScript, node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  typescript.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesBelow(typescript, child);
}

/** What an argument is in the end, if this file says so. */
export function valueOf(typescript: TypeScript, argument: ts.Expression): ts.Expression {
  if (!typescript.isIdentifier(argument)) return argument;
  for (const node of nodesBelow(typescript, argument.getSourceFile())) {
    if (
      typescript.isVariableDeclaration(node) &&
      node.name.getText() === argument.text &&
      node.initializer
    ) {
      return node.initializer;
    }
  }
  return argument;
}

/** A file with its tree. */
export function parse(typescript: TypeScript, path: string, text: string): ts.SourceFile {
  return typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
}
