/**
 * Asks the registry for known holes in what comes along with the packages. One that has no such service
 * says nothing: that is no finding, and no clean bill either.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const { stdout, stderr, status } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});

/** @returns what npm says, if it is an answer of the registry's */
function answer() {
  try {
    return JSON.parse(stdout).vulnerabilities;
  } catch {
    return undefined;
  }
}

const vulnerabilities = answer();
if (vulnerabilities === undefined) {
  process.stdout.write('The registry does not say which packages have holes\n');
  // In CI it is the public one, which always does.
  if (process.env.GITHUB_ACTIONS) {
    process.stderr.write(stderr);
    process.exitCode = 1;
  }
} else {
  for (const { name, severity, range } of Object.values(vulnerabilities)) {
    process.stdout.write(`${name} ${range}: ${severity}\n`);
  }
  process.exitCode = status;
}
