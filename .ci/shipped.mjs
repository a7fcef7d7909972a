/** What those who install a published package get with it, as the lock file has it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** The folders of the packages that are published. */
export const PUBLISHED = ['libs/kindly-auth', 'apps/kindly-emulator'];

/** Build something and leave nothing of themselves in it; what else is built with is bundled. */
const TOOLS = new Set(['vite']);

export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Old packages whose manifest says nothing of it, as their readme does. */
const LICENCES_OF_README = { 'pause@0.0.1': 'MIT' };

/** Where Node finds a package from a folder: there, or further up. */
function placeOf(packages, from, name) {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (place in packages) return place;
  return from === '' ? undefined : placeOf(packages, from.replace(/\/?[^/]+$/, ''), name);
}

/** What the lock file does not know stands in the manifest, in the form of old packages. */
function licenceOf(place, { license }) {
  if (license !== undefined) return license;
  const { name, version, licenses } = manifestOf(place);
  const written = licenses?.map(({ type }) => type).join(' OR ');
  return written ?? LICENCES_OF_README[`${name}@${version}`] ?? 'none';
}

/** Peers that are optional come with the app that wants them, and not with us. */
function needsOf({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {});
  return [
    ...Object.keys({ ...dependencies, ...optionalDependencies }),
    ...peers.filter((name) => !peerDependenciesMeta?.[name]?.optional),
  ];
}

/**
 * All packages that come with a published one: dependencies, peers and what is bundled, and theirs.
 *
 * @param folder one of {@link PUBLISHED}
 */
export function shippedWith(folder) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const bundled = Object.keys(manifestOf(folder).devDependencies ?? {});
  const found = new Map();
  const add = (from, names) => {
    for (const name of names) {
      const place = placeOf(packages, from, name);
      if (place === undefined || found.has(place)) continue;
      const { version, hasInstallScript = false } = packages[place];
      const licence = licenceOf(place, packages[place]);
      found.set(place, { name, version, licence, hasInstallScript });
      add(place, needsOf(packages[place]));
    }
  };
  add(folder, [...needsOf(packages[folder]), ...bundled.filter((name) => !TOOLS.has(name))]);
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
