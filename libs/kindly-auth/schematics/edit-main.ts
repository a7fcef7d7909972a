import type ts from 'typescript';
import { addProperties, propertyOf } from './literal-edits.js';
import {
  applyEdits,
  type Edit,
  nodesBelow,
  parse,
  styleOf,
  type TypeScript,
  valueOf,
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

/** The options that the app is made with, if there are any. */
function optionsOf(typescript: TypeScript, call: ts.CallExpression): ts.Expression | undefined {
  const parameters = call.arguments.map((argument) => valueOf(typescript, argument));
  const [, second] = parameters;
  // The adapter stands in front of the options, if it is given.
  const hasAdapter = second !== undefined && typescript.isNewExpression(second);
  return parameters[hasAdapter ? 2 : 1];
}

function editOf(typescript: TypeScript, file: ts.SourceFile): Edit | 'done' | undefined {
  const call = createCallOf(typescript, file);
  if (!call) return undefined;
  const options = optionsOf(typescript, call);
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

/**
 * Whether the options of the app may turn the parser of Nest off: then there is no raw body, whatever
 * `rawBody` says, and a webhook's signature cannot be verified.
 */
export function mayParseNothing(typescript: TypeScript, path: string, text: string): boolean {
  const call = createCallOf(typescript, parse(typescript, path, text));
  const options = call && optionsOf(typescript, call);
  if (!options || !typescript.isObjectLiteralExpression(options)) return false;
  const property = propertyOf(typescript, options, 'bodyParser');
  return property !== undefined && !property.getText().endsWith('true');
}
