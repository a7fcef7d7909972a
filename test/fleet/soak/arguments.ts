import { parseArgs } from 'node:util';

export const HELP = `npm run soak -- [flags]

  --minutes <number>    how long. Default: 10
  --replicas <number>   samples behind the proxy. Default: 3, at least 2
  --visitors <number>   customers at a time who sign in, chat, misbehave and sign out. Default: 6
  --chatters <number>   customers who stay signed in, and chat all the while. Default: 4
  --built               takes the apps as they were built last. Default: builds them
  --json <file>         writes what was measured
`;

export interface SoakSettings {
  readonly help: boolean;
  readonly built: boolean;
  readonly minutes: number;
  readonly replicas: number;
  readonly visitors: number;
  readonly chatters: number;
  readonly json: string | undefined;
}

function positive(flag: string, text: string | undefined, usual: number): number {
  const number = text === undefined ? usual : Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`--${flag} must be a number above zero, and is "${text}". See --help.`);
}

function whole(flag: string, text: string | undefined, usual: number, least = 1): number {
  const number = positive(flag, text, usual);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${flag} must be a whole number from ${least} on, and is "${text}".`);
}

/** @throws Error for flags that there are not, and numbers that are none */
export function readSoak(words: readonly string[]): SoakSettings {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h' },
      built: { type: 'boolean' },
      minutes: string,
      replicas: string,
      visitors: string,
      chatters: string,
      json: string,
    },
  });
  return {
    help: values.help ?? false,
    built: values.built ?? false,
    minutes: positive('minutes', values.minutes, 10),
    replicas: whole('replicas', values.replicas, 3, 2),
    visitors: whole('visitors', values.visitors, 6),
    chatters: whole('chatters', values.chatters, 4),
    json: values.json,
  };
}
