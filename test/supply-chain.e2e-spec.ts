import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Those that npm runs for somebody who installs a package, or before it packs one. */
const HOOKS =
  /^(pre|post)?(install|uninstall|prepare|publish|pack|prepublish|prepublishOnly|prepack|postpack|dependencies)$/;

interface Published {
  readonly name: string;
  readonly sources: string;
  readonly files: readonly RegExp[];
}

const PUBLISHED: readonly Published[] = [
  {
    name: 'nestjs-kindly-auth',
    sources: 'libs/kindly-auth',
    files: [/^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/, /^dist\/[\w/.-]+\.(js|d\.ts)$/],
  },
  {
    name: 'kindly-emulator',
    sources: 'apps/kindly-emulator',
    files: [
      /^(package\.json|README\.md|LICENSE|config\.schema\.json)$/,
      /^dist\/src\/[\w/.-]+\.js(\.map)?$/,
      /^dist\/public\/(index\.html|kindly-chat\.js|console\/(console\.js|index\.css|icon\.svg))$/,
    ],
  },
];

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly purl: string } };
  readonly components: readonly { readonly name: string; readonly purl: string }[];
}

function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readText(`${folder}/package.json`)) as Manifest;
}

/** What is written to standard output by a command of the repository. */
function run(command: string, args: readonly string[], cwd = '.'): string {
  return execFileSync(command, args, {
    cwd: join(ROOT, cwd),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
}

describe.each(PUBLISHED)('the package $name', ({ name, sources, files }) => {
  const manifest = readManifest(`dist/${name}`);

  it('holds what belongs to it, and nothing else', () => {
    const output = run('npm', ['pack', '--dry-run', '--json'], `dist/${name}`);
    const [packed] = JSON.parse(output) as { readonly files: readonly { path: string }[] }[];
    const paths = (packed?.files ?? []).map(({ path }) => path);
    const isExpected = (path: string): boolean => files.some((pattern) => pattern.test(path));
    expect(paths.filter((path) => !isExpected(path) || path.includes('.spec.'))).toEqual([]);
    for (const pattern of files) expect(paths).toContainEqual(expect.stringMatching(pattern));
  });

  it('runs nothing when it is installed or packed', () => {
    const scripts = [manifest, readManifest(sources)].flatMap((one) =>
      Object.keys(one.scripts ?? {}),
    );
    expect(scripts.filter((script) => HOOKS.test(script))).toEqual([]);
  });

  it('has a bill of materials with all that it needs', () => {
    run(process.execPath, ['.ci/sbom.mjs']);
    const bill = JSON.parse(readText(`dist/${name}.cdx.json`)) as Bill;
    expect(bill.bomFormat).toBe('CycloneDX');
    expect(bill.metadata.component).toMatchObject({
      name,
      purl: expect.stringContaining(`/${name}@`),
    });
    const needs = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const names = bill.components.map((component) => component.name);
    expect(names).toEqual(expect.arrayContaining(needs));
    // None of what the repository is built and tested with.
    for (const tool of ['vitest', 'typescript', 'vite', name]) expect(names).not.toContain(tool);
  });
});

describe('what comes with the packages', () => {
  it('runs nothing when it is installed', async () => {
    const module = '../.ci/shipped.mjs';
    const { PUBLISHED: folders, shippedWith } = (await import(module)) as {
      readonly PUBLISHED: readonly string[];
      readonly shippedWith: (folder: string) => readonly {
        readonly name: string;
        readonly hasInstallScript: boolean;
      }[];
    };
    expect(folders).toEqual(PUBLISHED.map(({ sources }) => sources));
    for (const folder of folders) {
      const shipped = shippedWith(folder);
      expect(shipped.length).toBeGreaterThan(20);
      expect(shipped.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
    }
  });

  it('stands under licences that are allowed, as docs/supply-chain.md lists them', () => {
    expect(run(process.execPath, ['.ci/licences.mjs'])).toBe('');
  });

  it.each(['kindly-chat.js', 'console/console.js'])('keeps its notices in %s', (bundle) => {
    expect(readText(`dist/kindly-emulator/dist/public/${bundle}`)).toContain('@license');
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows';
  const workflows = readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
  const publish = readText('.github/workflows/publish.yml');

  it.each(workflows)('%s may read, uses actions of GitHub alone, and names no host', (path) => {
    const text = readText(path);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action ?? ''))).toEqual([]);
    expect(text).not.toMatch(/https?:|registry-url|secrets\./);
  });

  it('publish a tag alone, with provenance, after all checks', () => {
    expect(publish).toMatch(/^on:\n {2}push:\n {4}tags: \['v\*'\]\n\n/m);
    expect(publish).toContain('npm publish --provenance');
    const [checks = '', job = ''] = publish.split(/^ {2}publish:\n/m);
    expect(checks).toContain('- run: .ci/run');
    expect(checks).not.toContain('id-token');
    expect(job).toContain('needs: checks');
    expect(job.match(/[\w-]+: write/g)).toEqual(['id-token: write']);
  });
});
