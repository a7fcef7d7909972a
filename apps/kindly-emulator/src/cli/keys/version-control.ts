import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** How a file stands to version control. */
export type Tracking = 'outside' | 'ignored' | 'exposed' | 'unknown';

/** The folder that is there, of the folders that lead to a path. */
function existingFolder(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? folder : existingFolder(folder);
}

function hasRepositoryAbove(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasRepositoryAbove(parent);
}

/** Without what a hook or another tool has told git of some other repository. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
  );
}

/** Whether git would take a file into a commit, by mistake, that does not exist yet. */
export function trackingOf(path: string): Tracking {
  const wanted = resolve(path);
  const given = existingFolder(wanted);
  // A link may lead into a repository.
  const folder = realpathSync(given);
  if (!hasRepositoryAbove(folder)) return 'outside';
  const words = ['check-ignore', '--quiet', '--', relative(given, wanted)];
  const { status } = spawnSync('git', words, {
    cwd: folder,
    env: plainEnvironment(),
    stdio: 'ignore',
  });
  if (status === 0) return 'ignored';
  return status === 1 ? 'exposed' : 'unknown';
}
