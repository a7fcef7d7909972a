import type ts from 'typescript';
import { addImports, type Import } from './imports.js';
import { addProperties, addToProperty, propertyOf } from './literal-edits.js';
import { applyEdits, nodesBelow, parse, styleOf, type TypeScript } from './source-text.js';

/** What is to stand in the decorator of a module. */
export interface ModuleAdditions {
  readonly imports: readonly Import[];
  /** Under what name the file exports the module's class, where it has several. Default: the first */
  readonly className?: string | undefined;
  /** An element for a list of the metadata, by the list's name, in the order in which they are wanted. */
  readonly elements: Readonly<Record<string, string>>;
}

/** What the decorator of a module is given, by the decorator; nothing for other decorators. */
function metadataIn(typescript: TypeScript, node: ts.Node): ts.Expression | undefined {
  if (!typescript.isDecorator(node) || !typescript.isCallExpression(node.expression))
    return undefined;
  const { expression, arguments: parameters } = node.expression;
  return expression.getText() === 'Module' ? parameters[0] : undefined;
}

/** What a file itself calls the class that it exports under a name. */
function localName(
  typescript: TypeScript,
  file: ts.SourceFile,
  exported: string | undefined,
): string | undefined {
  if (exported !== 'default') return exported;
  for (const statement of file.statements) {
    if (typescript.isExportAssignment(statement)) return statement.expression.getText();
    if (
      typescript.isClassDeclaration(statement) &&
      statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DefaultKeyword)
    ) {
      return statement.name?.text;
    }
  }
  return undefined;
}

function metadataOf(
  typescript: TypeScript,
  file: ts.SourceFile,
  className: string | undefined,
): ts.ObjectLiteralExpression | undefined {
  const modules = [...nodesBelow(typescript, file)].flatMap((node) => {
    const metadata = metadataIn(typescript, node);
    return metadata ? [{ metadata, owner: node.parent }] : [];
  });
  const name = localName(typescript, file, className);
  const named = modules.find(
    ({ owner }) => typescript.isClassDeclaration(owner) && owner.name?.text === name,
  );
  const { metadata } = named ?? modules[0] ?? {};
  return metadata && typescript.isObjectLiteralExpression(metadata) ? metadata : undefined;
}

/**
 * Adds to the module of a file.
 *
 * @throws Error when the file has no `@Module({ … })`, or one that spreads what may have lists of its own
 */
export function addToModule(
  typescript: TypeScript,
  path: string,
  text: string,
  { imports, className, elements }: ModuleAdditions,
): string {
  const file = parse(typescript, path, text);
  const metadata = metadataOf(typescript, file, className);
  if (!metadata) throw new Error(`${path} has no class with @Module({ … }).`);
  const style = styleOf(text);
  const wanted = Object.entries(elements).map(([name, element]) => ({
    name,
    element,
    property: propertyOf(typescript, metadata, name),
  }));
  const missing = wanted.filter(({ property }) => property === undefined);
  if (missing.length > 0 && metadata.properties.some((one) => typescript.isSpreadAssignment(one))) {
    const names = missing.map(({ name }) => `"${name}"`).join(' and ');
    // What we wrote could replace its lists, or be replaced by them, and nobody would be told.
    throw new Error(
      `${path} spreads other metadata into @Module({ … }): write ${names} there first.`,
    );
  }
  return applyEdits(text, [
    ...addImports(typescript, file, style, imports),
    ...wanted.flatMap(({ property, element }) =>
      property ? [addToProperty(typescript, property, element, style)] : [],
    ),
    ...(missing.length > 0
      ? [
          addProperties(
            metadata,
            missing.map(({ name, element }) => ({
              name,
              value: element.includes('\n')
                ? `[\n  ${element.replaceAll('\n', '\n  ')},\n]`
                : `[${element}]`,
            })),
            style,
          ),
        ]
      : []),
  ]);
}
