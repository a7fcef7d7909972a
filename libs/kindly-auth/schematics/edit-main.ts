import type ts from 'typescript';
import { addProperties, propertyOf } from './literal-edits.js';
import {
  applyEdits,
  type Edit,
  nodesBelow,
  parse,
  styleOf,
  type TypeScript,
} from './source-text.js';

/** @returns the call of `NestFactory.create`, which makes an app that speaks HTTP */
export function createCallOf(
  typescript: TypeScript,
  file: ts.SourceFile,
): ts.CallExpression | undefined {
  for (const node of nodesBelow(typescript, file)) {
    if (typescript.isCallExpression(node) && node.expression.getText() === 'NestFactory.create') {
      return node;
    }
  }
  return undefined;
}

/** What an argument is in the end, if this file says so. */
function valueOf(typescript: TypeScript, argument: ts.Expression): ts.Expression {
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

function editOf(typescript: TypeScript, file: ts.SourceFile): Edit | 'done' | undefined {
  const call = createCallOf(typescript, file);
  if (!call) return undefined;
  const parameters = call.arguments.map((argument) => valueOf(typescript, argument));
  const [, second] = parameters;
  // The adapter stands in front of the options, if it is given.
  const hasAdapter = second !== undefined && typescript.isNewExpression(second);
  const options = parameters[hasAdapter ? 2 : 1];
  const last = call.arguments.at(-1);
  if (!options) return last && { start: last.end, end: last.end, text: ', { rawBody: true }' };
  if (!typescript.isObjectLiteralExpression(options)) return undefined;
  const property = propertyOf(typescript, options, 'rawBody');
  if (!property) {
    return addProperties(options, [{ name: 'rawBody', value: 'true' }], styleOf(file.text));
  }
  return property.getText().endsWith('true') ? 'done' : undefined;
}

/**
 * Sets `rawBody: true`, since the signature of a webhook is about the bytes.
 *
 * @returns the text; nothing where the options of the app cannot be seen, or say `rawBody: false`
 */
export function addRawBody(typescript: TypeScript, path: string, text: string): string | undefined {
  const edit = editOf(typescript, parse(typescript, path, text));
  return edit === 'done' ? text : edit && applyEdits(text, [edit]);
}
