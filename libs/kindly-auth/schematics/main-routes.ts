import type ts from 'typescript';
import { propertyOf } from './literal-edits.js';
import { nodesBelow, parse, type TypeScript, valueOf } from './source-text.js';

/** Names alone: no URL can be made of a parameter. */
const PREFIX = /^[\w.~-]+(\/[\w.~-]+)*$/;

function callsOf(
  typescript: TypeScript,
  file: ts.SourceFile,
  method: string,
): readonly ts.CallExpression[] {
  return [...nodesBelow(typescript, file)]
    .filter((node) => typescript.isCallExpression(node))
    .filter(
      ({ expression }) =>
        typescript.isPropertyAccessExpression(expression) && expression.name.text === method,
    );
}

/** Whether routes that name no version, as ours do, may get one. */
function givesVersion(typescript: TypeScript, call: ts.CallExpression): boolean {
  const [argument] = call.arguments;
  if (!argument) return false;
  const options = valueOf(typescript, argument);
  return (
    !typescript.isObjectLiteralExpression(options) ||
    options.properties.some((one) => typescript.isSpreadAssignment(one)) ||
    propertyOf(typescript, options, 'defaultVersion') !== undefined
  );
}

/** Whether a call is made in any case when the function is run that it stands in. */
function isUnconditional(
  typescript: TypeScript,
  { parent: statement }: ts.CallExpression,
): boolean {
  return (
    typescript.isExpressionStatement(statement) &&
    (typescript.isSourceFile(statement.parent) ||
      typescript.isFunctionLike(statement.parent.parent))
  );
}

/**
 * What main.ts puts in front of the paths of routes: `''`, or `/api`.
 *
 * @returns nothing where it cannot be told: the prefix is computed, depends on something or has
 * exceptions, or there is a default version
 */
export function prefixIn(typescript: TypeScript, path: string, text: string): string | undefined {
  const file = parse(typescript, path, text);
  const versionings = callsOf(typescript, file, 'enableVersioning');
  if (versionings.some((call) => givesVersion(typescript, call))) return undefined;
  const [call, another] = callsOf(typescript, file, 'setGlobalPrefix');
  if (!call) return '';
  const [argument, exceptions] = call.arguments;
  if (!argument || exceptions || another || !isUnconditional(typescript, call)) return undefined;
  const value = valueOf(typescript, argument);
  if (!typescript.isStringLiteralLike(value)) return undefined;
  const prefix = value.text.replaceAll(/^\/|\/$/g, '');
  if (prefix === '') return '';
  return PREFIX.test(prefix) ? `/${prefix}` : undefined;
}
