import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../apps/kindly-emulator/src/version.js';

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
    files: [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
      /^dist\/[\w/.-]+\.(js|d\.ts)$/,
      /^schematics\/(collection\.json|schema\.json|index\.cjs)$/,
    ],
  },
  {
    name: 'kindly-emulator',
    sources: 'apps/kindly-emulator',
    files: [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|config\.schema\.json)$/,
      /^dist\/src\/[\w/.-]+\.js(\.map)?$/,
      /^dist\/public\/(index\.html|kindly-chat\.js|console\/(console\.js|index\.css|icon\.svg))$/,
    ],
  },
];

interface Manifest {
  readonly name: string;
  readonly version: string;
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
  const ci = readText('.github/workflows/ci.yml');
  const publish = readText('.github/workflows/publish.yml');

  /** The jobs of a workflow by their names. */
  function jobsOf(workflow: string): ReadonlyMap<string, string> {
    const [, jobs = ''] = workflow.split(/^jobs:\n/m);
    const parts = jobs.split(/^ {2}([\w-]+):\n/m).slice(1);
    return new Map(
      parts.flatMap((name, index) =>
        index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : [],
      ),
    );
  }

  const jobs = jobsOf(publish);

  it.each(workflows)('%s may read, pins its actions by commit, and names no host', (path) => {
    const text = readText(path);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    const isPinned = /^(actions\/[\w/-]+|changesets\/action)@[\da-f]{40} # v\d+\.\d+\.\d+$/;
    expect(actions.filter((action) => !isPinned.test(action))).toEqual([]);
    expect(text).not.toMatch(/https?:|registry-url|secrets\.|pull_request_target/);
  });

  it('check what npm run check checks', () => {
    const { scripts } = JSON.parse(readText('package.json')) as Manifest;
    // It is run where everything is installed.
    const commands = [...ci.matchAll(/- run: (?!npm ci$)(.*)/gm)].map(([, command]) => command);
    expect(scripts?.['check']).toBe(commands.join(' && ').replace('.ci/run', 'bash .ci/run'));
  });

  it('break every room that Stryker breaks, on a schedule, and keep what they find', () => {
    const mutation = readText('.github/workflows/mutation.yml');
    expect(mutation).toMatch(/^ {2}schedule:$/m);
    expect(mutation).toMatch(/^ {2}workflow_dispatch:$/m);
    const [, rooms = ''] = /src\/\{([\w,]+)\}\//.exec(readText('stryker.config.mjs')) ?? [];
    expect(mutation).toContain(`room: [${rooms.replaceAll(',', ', ')}]`);
    // What a run leaves is what the next one looks for.
    const kept = [
      ...mutation.matchAll(/actions\/cache\/\w+@.*\n +with:\n( +path: .*\n +key: .*\n)/g),
    ].map(([, step]) => step);
    expect(kept).toHaveLength(2);
    expect(new Set(kept).size).toBe(1);
    expect(kept[0]).toContain('path: reports/mutation\n');
  });

  it('give each job of the release what it needs, and no more', () => {
    const mayWrite = [...jobs].map(([name, job]) => [name, job.match(/[\w-]+: write/g) ?? []]);
    expect(Object.fromEntries(mayWrite)).toEqual({
      plan: [],
      version: ['contents: write', 'pull-requests: write'],
      checks: [],
      publish: ['id-token: write'],
      release: ['contents: write'],
    });
    const withOthers = [...jobs].filter(([, job]) => /uses: (?!actions\/)/.test(job));
    expect(withOthers.map(([name]) => name)).toEqual(['version']);
  });

  it('publish from the main branch alone, with provenance, after all checks', () => {
    expect(publish).toMatch(/^on:\n {2}push:\n {4}branches: \[main\]\n\n/m);
    expect(jobs.get('checks')).toContain('- run: npm run check');
    expect(jobs.get('checks')).toContain("if: needs.plan.outputs.packages != ''");
    expect(jobs.get('publish')).toContain('needs: [plan, checks]');
    expect(jobs.get('publish')).toContain('npm publish --provenance');
    expect(jobs.get('publish')).not.toMatch(/^ {4}if:/m);
    expect(jobs.get('release')).toContain('needs: [plan, publish]');
  });
});

describe('the next release', () => {
  const changesets = readdirSync(join(ROOT, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  const { fixed } = JSON.parse(readText('.changeset/config.json')) as {
    readonly fixed: readonly (readonly string[])[];
  };

  it('gives both packages one version', () => {
    expect(fixed).toEqual([PUBLISHED.map(({ name }) => name)]);
    const versions = PUBLISHED.map(({ sources }) => readManifest(sources).version);
    expect(new Set(versions)).toEqual(new Set([VERSION]));
  });

  it.each(changesets)('is for packages that are published, with something to read: %s', (name) => {
    const [, head = '', text = ''] = readText(`.changeset/${name}`).split(/^---\n/m);
    const packages = [...head.matchAll(/^'([\w-]+)': (?:major|minor|patch)$/gm)];
    expect(packages.map(([, one]) => one)).not.toEqual([]);
    for (const [, one] of packages) expect(fixed.flat()).toContain(one);
    expect(text.trim()).not.toBe('');
    // It becomes a part of a changelog, in a folder of another depth.
    expect(text).not.toMatch(/\]\(/);
  });

  // Without one the registry is asked.
  it.runIf(changesets.length > 0)('is planned when there are changes without a version', () => {
    expect(run(process.execPath, ['.ci/release-plan.mjs'])).toBe(
      `changesets=true\npackages=\nversion=${VERSION}\n`,
    );
  });
});
