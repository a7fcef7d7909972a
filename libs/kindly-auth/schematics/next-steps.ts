import { EMULATOR, PUBLIC_KEY } from './secrets.js';

/** What the second schematic says when it has made the secrets. */
export interface NextSteps {
  /** Path of the resolver. */
  readonly resolver: string;
  /** A webhook domain. */
  readonly host: string;
  /** What could not be done, and is to be done by hand. */
  readonly byHand: readonly string[];
}

/** The way from here to the first verified webhook, and from there to Kindly. */
export function nextSteps({ resolver, host, byHand }: NextSteps): string {
  const todo = byHand.length > 0 ? ['', 'By hand:', ...byHand.map((line) => `  - ${line}`)] : [];
  return [
    ...todo,
    '',
    'Next:',
    `  1. Say who is signed in: ${resolver}. Until then the token endpoint answers 401.`,
    '  2. npm run start:dev',
    `  3. In a second terminal: npx kindly-emulator --config ${EMULATOR}`,
    '  4. In a third one, with the cookies of somebody who is signed in if you need them:',
    '       npx kindly-emulator sign-in http://localhost:3000/kindly/token',
    '       npx kindly-emulator trigger hello',
    '     http://localhost:4000 shows what happened, rule by rule.',
    '',
    'In Kindly:',
    `  - Settings > Kindly Chat > Authentication: paste ${PUBLIC_KEY}`,
    '  - Settings > General > Security > Webhook HMAC: its secret goes into KINDLY_HMAC_SECRET,',
    `    and into hmacSecrets of ${EMULATOR}, or what the emulator sends is signature_invalid`,
    `  - a dialogue's webhook: https://${host}/kindly/webhook`,
    '',
    'Where the app is deployed, set KINDLY_PRIVATE_KEY and the other variables of .env; neither .kindly/',
    'nor .env belongs into a commit or an image.',
  ].join('\n');
}
