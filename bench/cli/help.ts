import { FLEET, SCENARIOS } from '../scenarios/scenarios.js';

const scenarios = SCENARIOS.map(
  ({ name, title, isLong }) => `  ${name.padEnd(16)}${title}${isLong ? ' (with --long)' : ''}`,
).join('\n');

export const HELP = `
npm run bench: nestjs-kindly-auth beside its alternatives, each in a process of its own.

  npm run bench -- [flags]

  --quick               a minute, to see that it works: the figures are noise
  --only <scenario>     this one alone; several with commas, or by giving the flag again
  --contenders <names>  these alone, with commas: kindly,nest-docs
  --rounds <number>     how often each is measured; default: 5
  --duration <seconds>  of each measurement; default: 4
  --warmup <seconds>    before each measurement; default: 2
  --long                what takes minutes, too
  --json <file>         writes every sample
  --from <file>         reads such a file and measures nothing; of several, each scenario of the last one
  --write-docs          writes the figures into docs/performance.md, with its picture and its samples
  --help

Scenarios
${scenarios}
  ${FLEET.padEnd(16)}A million chats, by simulation

A full run takes an hour or so; let the machine do nothing else meanwhile.
`;
