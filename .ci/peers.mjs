/**
 * Says no when the published package imports, in its code or in its types, a package that its manifest
 * does not declare: here it would be found all the same, and in the strict layout of pnpm it would not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

const PACKAGE = join(import.meta.dirname, '../dist/nestjs-kindly-auth');
const { name, dependencies, peerDependencies } = JSON.parse(
  readFileSync(join(PACKAGE, 'package.json'), 'utf8'),
);
const DECLARED = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })]);

function packageOf(specifier) {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What a file imports from elsewhere, by all of TypeScript's ways to say so. */
function importsOf(file) {
  const text = readFileSync(join(PACKAGE, file), 'utf8');
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  return [...importedFiles, ...typeReferenceDirectives]
    .map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
    .map(packageOf);
}

const files = readdirSync(PACKAGE, { recursive: true }).filter((file) =>
  /\.(js|cjs|d\.ts|d\.cts)$/.test(file),
);
const found = files.flatMap((file) =>
  importsOf(file)
    .filter((one) => !DECLARED.has(one))
    .map((one) => `${file} imports ${one}, which package.json does not declare`),
);
for (const line of new Set(found)) process.stdout.write(`${line}\n`);
if (found.length > 0) process.exitCode = 1;
else process.stdout.write(`${files.length} files import what package.json declares\n`);
