import type ts from 'typescript';
import type { Edit, Style, TypeScript } from './source-text.js';

/** One name, and the module that it comes from. */
export interface Import {
  readonly name: string;
  readonly from: string;
}

function importsOf(typescript: TypeScript, file: ts.SourceFile): readonly ts.ImportDeclaration[] {
  return file.statements.filter((statement) => typescript.isImportDeclaration(statement));
}

function moduleOf(declaration: ts.ImportDeclaration): string {
  return (declaration.moduleSpecifier as ts.StringLiteral).text;
}

/** @returns where a file has a name from, and what it is called there, if it imports it */
export function importOfName(
  typescript: TypeScript,
  file: ts.SourceFile,
  name: string,
): Import | undefined {
  for (const declaration of importsOf(typescript, file)) {
    const { importClause } = declaration;
    const from = moduleOf(declaration);
    if (importClause?.name?.text === name) return { name: 'default', from };
    const bindings = importClause?.namedBindings;
    const element =
      bindings && typescript.isNamedImports(bindings)
        ? bindings.elements.find((one) => one.name.text === name)
        : undefined;
    if (element) return { name: (element.propertyName ?? element.name).text, from };
  }
  return undefined;
}

function isFile(module: string): boolean {
  return module.startsWith('.');
}

/** Adds imports: those of packages behind the last one of a package, files behind all. */
export function addImports(
  typescript: TypeScript,
  file: ts.SourceFile,
  { eol, quote, semicolon }: Style,
  added: readonly Import[],
): readonly Edit[] {
  const present = importsOf(typescript, file);
  const end = present.at(-1)?.end ?? 0;
  const endOfPackages = present.findLast((one) => !isFile(moduleOf(one)))?.end ?? end;
  const edit = (position: number, group: readonly Import[]): Edit => {
    const lines = group.map(
      ({ name, from }) => `import { ${name} } from ${quote}${from}${quote}${semicolon}`,
    );
    const text = lines.map((line) => (position === 0 ? line + eol : eol + line)).join('');
    return { start: position, end: position, text };
  };
  // Two edits at one place would come in the wrong order.
  return end === endOfPackages
    ? [edit(end, added)]
    : [
        edit(
          endOfPackages,
          added.filter(({ from }) => !isFile(from)),
        ),
        edit(
          end,
          added.filter(({ from }) => isFile(from)),
        ),
      ];
}
