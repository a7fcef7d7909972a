import { missingPrograms } from '../support/programs.js';

/** Which programs of Debian's a fleet lacks on this machine, and how to get them; `undefined`: none. */
export function missingForFleet(): string | undefined {
  return missingPrograms('haproxy', 'redis-server', 'initdb', 'postgres');
}

/** Says what is missing. @returns exit code: 1 when something is */
export function main(): number {
  const missing = missingForFleet();
  if (missing === undefined) return 0;
  process.stdout.write(`${missing}\n`);
  return 1;
}
