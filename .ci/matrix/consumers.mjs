/** Throw-away apps that have installed the package as its users do: from the tarball. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const TARBALL = 'nestjs-kindly-auth.tgz';

/**
 * @typedef {object} Consumer
 * @property {'commonjs' | 'module'} type of the app, as its package.json says it
 * @property {string} nest which versions of its packages
 * @property {'npm' | 'pnpm'} manager of packages
 * @property {readonly string[]} [runners] of its tests
 */

/** @type {Readonly<Record<string, Consumer>>} */
export const CONSUMERS = {
  nest11: { type: 'commonjs', nest: '^11.0.0', manager: 'npm', runners: ['jest'] },
  nest12: { type: 'module', nest: '^12.0.0', manager: 'npm', runners: ['jest', 'vitest'] },
  pnpm: { type: 'module', nest: '^12.0.0', manager: 'pnpm' },
};

const NEST = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/jwt',
  '@nestjs/passport',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/testing',
];
const SAME_AS_OURS = [
  '@types/node',
  'class-transformer',
  'class-validator',
  'passport',
  'reflect-metadata',
  'rxjs',
];

const { devDependencies: OURS } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const RUNNERS = {
  jest: {
    '@swc/core': '^1.15.0',
    '@swc/jest': '^0.2.0',
    jest: '^30.0.0',
    'ts-jest': '^29.4.0',
    typescript: OURS.typescript,
  },
  vitest: { vitest: OURS.vitest },
};

function dependenciesOf({ nest, runners = [] }) {
  return {
    'nestjs-kindly-auth': `file:../${TARBALL}`,
    ...Object.fromEntries(NEST.map((name) => [name, nest])),
    ...Object.fromEntries(SAME_AS_OURS.map((name) => [name, OURS[name]])),
    ...Object.assign({}, ...runners.map((runner) => RUNNERS[runner])),
  };
}

// Named, so that a new one breaks nothing that did not change.
const PNPM = 'pnpm@12.21.0';

const INSTALL = {
  npm: ['npm', 'install', '--no-package-lock', '--ignore-scripts', '--loglevel', 'error'],
  pnpm: ['npx', '--yes', PNPM, 'install', '--ignore-scripts', '--reporter', 'silent'],
};

/** Installs packages in a new folder. */
export function install(folder, manifest, manager = 'npm') {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, ...manifest }, undefined, 2),
  );
  const [command, ...args] = INSTALL[manager];
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Packs what the build has put together, for the consumers in this folder. */
export function pack(folder) {
  const library = join(ROOT, 'dist/nestjs-kindly-auth');
  const args = ['pack', '--json', '--loglevel', 'error', '--pack-destination', folder, library];
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' }));
  renameSync(join(folder, filename), join(folder, TARBALL));
}

/** @returns {string} the consumer's folder */
export function installConsumer(folder, name) {
  const { type, manager, ...needs } = CONSUMERS[name];
  const target = join(folder, name);
  install(target, { type, dependencies: dependenciesOf(needs) }, manager);
  cpSync(join(ROOT, 'test/consumer'), join(target, 'src'), { recursive: true });
  return target;
}

/** @returns {string} the version of a package that a consumer got */
export function versionIn(folder, name) {
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return JSON.parse(manifest).version;
}
