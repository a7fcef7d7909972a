/**
 * Says what a push to the main branch is for, in the form of a workflow's outputs:
 *
 *   changesets=true    there are changes that no version has yet
 *   packages=a b       packages whose version is not in the registry, when all changes have one
 *   version=1.2.3      that version: the published packages share it
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, PUBLISHED } from './shipped.mjs';

const CHANGESETS = join(import.meta.dirname, '../.changeset');

/** @throws when the registry does not say: a version must not be published twice, nor be forgotten */
function isPublished({ name, version }) {
  const { status, stdout } = spawnSync('npm', ['view', `${name}@${version}`, 'version', '--json'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout.trim() !== '';
  if (JSON.parse(stdout).error?.code === 'E404') return false;
  throw new Error(`The registry does not say whether it has ${name}@${version}`);
}

const hasChangesets = readdirSync(CHANGESETS).some(
  (name) => name.endsWith('.md') && name !== 'README.md',
);
const manifests = PUBLISHED.map(manifestOf);
const unpublished = hasChangesets ? [] : manifests.filter((manifest) => !isPublished(manifest));
process.stdout.write(`changesets=${hasChangesets}
packages=${unpublished.map(({ name }) => name).join(' ')}
version=${manifests[0].version}
`);
