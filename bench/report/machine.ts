import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { versions } from 'node:process';

const require = createRequire(import.meta.url);

const PACKAGES = [
  'nestjs-kindly-auth',
  '@nestjs/core',
  '@nestjs/jwt',
  '@nestjs/passport',
  'express',
  'fastify',
  'jsonwebtoken',
  'passport-jwt',
  'jose',
  'fast-jwt',
  'autocannon',
  'tinybench',
] as const;

/** What the figures hold for. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Of the copy that the contenders load. Not every package lets its manifest be imported. */
function versionOf(name: string): string {
  const folder = require.resolve
    .paths(name)
    ?.map((path) => join(path, name, 'package.json'))
    .map(readManifest)
    .find((manifest) => manifest !== undefined);
  return folder?.version ?? 'unknown';
}

function readManifest(file: string): { readonly version: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  } catch {
    return undefined;
  }
}

function opensslVersion(): string {
  try {
    const printed = execFileSync('openssl', ['version'], { encoding: 'utf8' });
    return printed.split(' ')[1] ?? 'unknown';
  } catch {
    return 'not installed';
  }
}

export function describeMachine(): Machine {
  const packages = PACKAGES.map((name) => [name, versionOf(name)] as const);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()} ${arch()}`,
    versions: {
      node: versions.node,
      'openssl (in Node)': versions.openssl,
      'openssl (command)': opensslVersion(),
      ...Object.fromEntries(packages),
    },
  };
}
