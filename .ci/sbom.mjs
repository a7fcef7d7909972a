/**
 * Writes a bill of materials (CycloneDX) for each published package into `dist/`, out of what
 * `npm sbom` says of the whole workspace.
 *
 * Asked for one package of a workspace, or without what is for development, npm leaves out whatever the
 * workspace also uses for itself: Nest, passport and nearly all else.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, PUBLISHED, shippedWith } from './shipped.mjs';

const ROOT = join(import.meta.dirname, '..');

const workspace = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  }),
);

/** The part of the workspace's bill that is about one package. */
function billOf(folder) {
  const { name, version } = manifestOf(folder);
  const own = `${name}@${version}`;
  const shipped = shippedWith(folder);
  const refs = new Set([own, ...shipped.map((each) => `${each.name}@${each.version}`)]);
  const isPart = (component) => refs.has(component['bom-ref']);
  const component = workspace.components.find((each) => each['bom-ref'] === own);
  return {
    ...workspace,
    serialNumber: `urn:uuid:${randomUUID()}`,
    // npm calls a workspace by its folder.
    metadata: { ...workspace.metadata, component: { ...component, name } },
    components: workspace.components.filter((each) => isPart(each) && each !== component),
    dependencies: workspace.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

mkdirSync(join(ROOT, 'dist'), { recursive: true });
for (const folder of PUBLISHED) {
  const file = `dist/${manifestOf(folder).name}.cdx.json`;
  const bill = billOf(folder);
  writeFileSync(join(ROOT, file), `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`${file}: ${bill.components.length} components\n`);
}
