import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import * as library from 'nestjs-kindly-auth';
import * as client from 'nestjs-kindly-auth/client';
import * as clientFile from 'nestjs-kindly-auth/client/file';
import * as testing from 'nestjs-kindly-auth/testing';

const ROOT = join(import.meta.dirname, '..');
const CONFIG = join(ROOT, 'libs/kindly-auth/tsconfig.build.json');

/** The declarations as they are published, in a folder beside the packages that they import. */
const folder = mkdtempSync(join(ROOT, 'node_modules/.public-surface-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The entry points, each with its snapshot and with what it is at run time. */
const ENTRIES = [
  { name: 'nestjs-kindly-auth', file: 'index.d.ts', shot: 'public-surface.txt', loaded: library },
  {
    name: 'nestjs-kindly-auth/client',
    file: 'client/index.d.ts',
    shot: 'public-surface.client.txt',
    loaded: client,
  },
  {
    name: 'nestjs-kindly-auth/client/file',
    file: 'client-file.d.ts',
    shot: 'public-surface.client-file.txt',
    loaded: clientFile,
  },
  {
    name: 'nestjs-kindly-auth/testing',
    file: 'testing/index.d.ts',
    shot: 'public-surface.testing.txt',
    loaded: testing,
  },
];
/** What pages compile, who know nothing of Node. */
const FOR_PAGES = ['client/index.d.ts', 'client/global.d.ts'];

function emitDeclarations(): void {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(CONFIG, {}, host);
  const options = { ...config?.options, outDir: folder, emitDeclarationOnly: true };
  const { diagnostics } = ts.createProgram(config?.fileNames ?? [], options).emit();
  expect(diagnostics).toEqual([]);
}

emitDeclarations();
function compile(files: readonly string[], options: ts.CompilerOptions): ts.Program {
  return ts.createProgram(
    files.map((file) => join(folder, file)),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      skipLibCheck: false,
      ...options,
    },
  );
}

const program = compile(
  ENTRIES.map(({ file }) => file),
  { types: ['node'] },
);
const programOfPages = compile(FOR_PAGES, {
  types: [],
  target: ts.ScriptTarget.ES2020,
  lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'],
});
const checker = program.getTypeChecker();
const published = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));

function exportsOf(name: string): ts.Symbol[] {
  const file = program.getSourceFile(join(folder, name));
  const symbol = file && checker.getSymbolAtLocation(file);
  return symbol ? checker.getExportsOfModule(symbol) : [];
}

function original(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function describeMember(member: ts.Symbol, at: ts.Node): string {
  const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
  const type = checker.getTypeOfSymbolAtLocation(member, at);
  const text = checker.typeToString(type, at, ts.TypeFormatFlags.NoTruncation);
  return `  ${member.name}${optional}: ${text}`;
}

function isPublic(member: ts.Symbol): boolean {
  const [declaration] = member.declarations ?? [];
  const flags = declaration ? ts.getCombinedModifierFlags(declaration) : 0;
  const isHidden = (flags & ts.ModifierFlags.Private) !== 0 || member.name.startsWith('#');
  return !isHidden && member.name !== 'prototype';
}

/** A declaration without its body, on one line: all that is to be said of a function or an alias. */
function describeWhole(symbol: ts.Symbol): string[] {
  return (symbol.declarations ?? []).map((declaration) =>
    declaration
      .getText()
      .replace(/^export (?:declare )?/, '')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/\s+/g, ' '),
  );
}

/** One exported name: a class or an interface with its own members, anything else as it stands. */
function describeExport(exported: ts.Symbol): string[] {
  const symbol = original(exported);
  const declaration = symbol.declarations?.find(
    (one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one),
  );
  if (!declaration) return describeWhole(symbol);
  const isOwn = (member: ts.Symbol): boolean =>
    isPublic(member) &&
    (member.declarations?.some(({ parent }) => parent === declaration) ?? false);
  const statics = checker.getTypeOfSymbolAtLocation(symbol, declaration).getProperties();
  const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  const calls = checker.getDeclaredTypeOfSymbol(symbol).getCallSignatures();
  const [head = ''] = declaration.getText().split('{', 1);
  return [
    head.replace(/^export (?:declare )?/, '').trim(),
    ...calls.map((call) => `  ${checker.signatureToString(call, declaration)}`),
    ...statics
      .filter(isOwn)
      .map((member) => `  static${describeMember(member, declaration).slice(1)}`),
    ...members.filter(isOwn).map((member) => describeMember(member, declaration)),
  ];
}

function anyKeywords(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${relative(folder, file.fileName)}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe.each(ENTRIES)('the public surface of $name', ({ file, shot, loaded }) => {
  it('is what it was', async () => {
    const report = exportsOf(file)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map((symbol) => describeExport(symbol).join('\n'));
    await expect(`${report.join('\n')}\n`).toMatchFileSnapshot(shot);
  });

  it('is the same at run time', () => {
    const values = exportsOf(file)
      .filter((symbol) => original(symbol).flags & ts.SymbolFlags.Value)
      .map(({ name }) => name);
    expect(Object.keys(loaded).toSorted()).toEqual(values.toSorted());
  });
});

describe('the published declarations', () => {
  it.each([
    ['for servers', program],
    ['for pages', programOfPages],
  ])('compile %s without the internals that are stripped from them', (_name, compiled) => {
    const problems = ts
      .getPreEmitDiagnostics(compiled)
      .filter(({ file }) => file === undefined || file.fileName.startsWith(folder))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(problems).toEqual([]);
  });

  it('have no any in them', () => {
    expect(published.flatMap(anyKeywords)).toEqual([]);
  });
});
