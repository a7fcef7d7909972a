import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers here, where the PATH of most users does not lead. */
const SERVERS = '/usr/sbin';

/** Debian keeps PostgreSQL's servers out of the PATH, so that several can stand beside each other. */
const POSTGRESQL = '/usr/lib/postgresql';

/** The package of Debian that a program comes with, where they are not called alike. */
const PACKAGES: Readonly<Record<string, string>> = { initdb: 'postgresql', postgres: 'postgresql' };

function foldersOfPostgresql(): readonly string[] {
  try {
    return readdirSync(POSTGRESQL).map((version) => join(POSTGRESQL, version, 'bin'));
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a program is, in the PATH or where Debian keeps servers; `undefined` when it is not there. */
export function findProgram(name: string): string | undefined {
  const { PATH = '' } = process.env;
  return [...PATH.split(delimiter), SERVERS, ...foldersOfPostgresql()]
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** @throws Error that says how it is installed, when it is not */
export function program(name: string): string {
  const file = findProgram(name);
  if (file === undefined) throw new Error(missingPrograms(name));
  return file;
}

/** Which of these programs are not installed, and how they are; `undefined` when all are there. */
export function missingPrograms(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((name) => PACKAGES[name] ?? name))];
  return `${missing.join(', ')} not found: apt-get install ${packages.join(' ')}`;
}
