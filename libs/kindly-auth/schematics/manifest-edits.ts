import library from '../package.json' with { type: 'json' };
import { type App, dependenciesOf, type Manifest } from './app.js';
import { eolOf } from './source-text.js';

/** Packages of our own peers that every NestJS app has. */
const ALWAYS_THERE = new Set(['@nestjs/common', '@nestjs/core']);

/** The major version of NestJS that the app has, where a peer comes in several. */
function rangeFor(range: string, nest: App['nest']): string {
  const ranges = range.split(' || ');
  return ranges.find((one) => one.startsWith(`^${nest}.`)) ?? range;
}

/**
 * The peer dependencies that an app does not ask for yet. npm installs them by itself, but in their
 * newest version, which may be that of another NestJS, and as nobody's.
 */
export function missingPeers({ manifest, nest }: App): Readonly<Record<string, string>> {
  const present = dependenciesOf(manifest);
  return Object.fromEntries(
    Object.entries(library.peerDependencies)
      .filter(([name]) => !ALWAYS_THERE.has(name) && !(name in present))
      .map(([name, range]) => [name, name.startsWith('@nestjs/') ? rangeFor(range, nest) : range]),
  );
}

/** @returns the manifest with more dependencies, in the order in which npm has them */
export function withDependencies(
  manifest: Manifest,
  added: Readonly<Record<string, string>>,
): Manifest {
  if (Object.keys(added).length === 0) return manifest;
  const all = Object.entries({ ...manifest.dependencies, ...added });
  const sorted = all.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { ...manifest, dependencies: Object.fromEntries(sorted) };
}

/** JSON as a file had it before: its indentation, its line ends, its last line. */
export function writeJson(value: unknown, before: string): string {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(before) ?? [];
  const text = JSON.stringify(value, undefined, indent) + (before.endsWith('\n') ? '\n' : '');
  return text.replaceAll('\n', eolOf(before));
}
