import type ts from 'typescript';
import { type Edit, indentationAt, type Style, type TypeScript } from './source-text.js';

/** A property to add to a literal, as text whose further lines are indented from its own. */
export interface Property {
  readonly name: string;
  readonly value: string;
}

/** Indents all lines but the first. */
function shifted(text: string, indentation: string, { eol, indent }: Style): string {
  return text
    .split('\n')
    .map((line, index) =>
      index === 0
        ? line
        : indentation + line.replaceAll(/^( {2})+/g, (spaces) => indent.repeat(spaces.length / 2)),
    )
    .join(eol);
}

function isMultiLine(node: ts.Node): boolean {
  return node.getText().includes('\n');
}

/** Whether nothing stands there: no comment, which is not ours to take away. */
function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}

/** Adds properties in front of those that a literal has. */
export function addProperties(
  literal: ts.ObjectLiteralExpression,
  added: readonly Property[],
  style: Style,
): Edit {
  const text = literal.getSourceFile().text;
  const start = literal.getStart() + 1;
  const [first] = literal.properties;
  const lines = (indentation: string): readonly string[] =>
    added.map(({ name, value }) => shifted(`${name}: ${value}`, indentation, style));
  if (first && !isMultiLine(literal)) {
    const inner = lines(indentationAt(text, start));
    return { start, end: start, text: inner.map((property) => ` ${property},`).join('') };
  }
  const outer = indentationAt(text, start);
  const inner = first ? indentationAt(text, first.getStart()) : outer + style.indent;
  const properties = lines(inner)
    .map((property) => `${style.eol}${inner}${property},`)
    .join('');
  if (first) return { start, end: start, text: properties };
  return isBlank(text, start, literal.end - 1)
    ? { start, end: literal.end - 1, text: `${properties}${style.eol}${outer}` }
    : { start, end: start, text: properties };
}

/** A list in which nothing stands but elements and the commas behind them. */
function isPlain(list: ts.ArrayLiteralExpression): boolean {
  const { text } = list.getSourceFile();
  const ends = [list.getStart() + 1, ...list.elements.map(({ end }) => end)];
  const starts = [...list.elements.map((one) => one.getStart()), list.end - 1];
  return starts.every((start, index) => /^[\s,]*$/.test(text.slice(ends[index], start)));
}

/** The whole list anew, each element on a line of its own. */
function inLines(list: ts.ArrayLiteralExpression, element: string, style: Style): Edit {
  const { eol, indent } = style;
  const outer = indentationAt(list.getSourceFile().text, list.getStart());
  const inner = outer + indent;
  const elements = [...list.elements.map((one) => one.getText()), shifted(element, inner, style)];
  return {
    start: list.getStart(),
    end: list.end,
    text: `[${elements.map((one) => `${eol}${inner}${one},`).join('')}${eol}${outer}]`,
  };
}

/** Adds an element behind those that a list has, each on a line of its own where it has lines itself. */
export function addElement(list: ts.ArrayLiteralExpression, element: string, style: Style): Edit {
  const { text } = list.getSourceFile();
  const { eol, indent } = style;
  const outer = indentationAt(text, list.getStart());
  const last = list.elements.at(-1);
  if (last && isMultiLine(list)) {
    const inner = indentationAt(text, last.getStart());
    // A comma that stands behind the last element then stands behind this one.
    return {
      start: last.end,
      end: last.end,
      text: `,${eol}${inner}${shifted(element, inner, style)}`,
    };
  }
  if (isPlain(list) && element.includes('\n')) return inLines(list, element, style);
  const start = last?.end ?? list.getStart() + 1;
  if (last) return { start, end: start, text: `, ${shifted(element, outer, style)}` };
  if (!isMultiLine(list)) return { start, end: start, text: shifted(element, outer, style) };
  const inner = outer + indent;
  return { start, end: start, text: `${eol}${inner}${shifted(element, inner, style)},` };
}

/** The property of this name, however it is written. */
export function propertyOf(
  typescript: TypeScript,
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.PropertyAssignment | ts.ShorthandPropertyAssignment | undefined {
  return literal.properties
    .filter(
      (property) =>
        typescript.isPropertyAssignment(property) ||
        typescript.isShorthandPropertyAssignment(property),
    )
    .find((property) => {
      const key = property.name;
      return (typescript.isIdentifier(key) || typescript.isStringLiteral(key)) && key.text === name;
    });
}

/** Adds an element to a property that holds a list, by whatever expression. */
export function addToProperty(
  typescript: TypeScript,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  element: string,
  style: Style,
): Edit {
  if (typescript.isShorthandPropertyAssignment(property)) {
    const name = property.name.text;
    const indentation = indentationAt(property.getSourceFile().text, property.getStart());
    const text = `${name}: [...${name}, ${shifted(element, indentation, style)}]`;
    return { start: property.getStart(), end: property.end, text };
  }
  const { initializer } = property;
  if (typescript.isArrayLiteralExpression(initializer)) {
    return addElement(initializer, element, style);
  }
  const indentation = indentationAt(property.getSourceFile().text, property.getStart());
  return {
    start: initializer.getStart(),
    end: initializer.end,
    text: `[...${initializer.getText()}, ${shifted(element, indentation, style)}]`,
  };
}
