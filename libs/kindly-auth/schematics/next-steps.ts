import { EMULATOR, PUBLIC_KEY } from './secrets.js';

/** What the second schematic says when it has made the secrets. */
export interface NextSteps {
  /** Path of the resolver. */
  readonly resolver: string;
  /** A webhook domain. */
  readonly host: string;
  /** What stands in front of the paths of the app's routes. */
  readonly prefix: string;
  /** What could not be done, and is to be done by hand. */
  readonly byHand: readonly string[];
}

/**
 * The way from here to the first verified webhook, and from there to Kindly.
 *
 * @param isPairHere whether there is our key pair, and the emulator's configuration beside it
 */
export function nextSteps(
  { resolver, host, prefix, byHand }: NextSteps,
  isPairHere: boolean,
): string {
  const webhook = `https://${host}${prefix}/kindly/webhook`;
  const todo = byHand.length > 0 ? ['', 'By hand:', ...byHand.map((line) => `  - ${line}`)] : [];
  return [
    ...todo,
    '',
    'Next:',
    `  1. Say who is signed in: ${resolver}. Until then the token endpoint answers 401.`,
    '  2. npm run start:dev',
    ...(isPairHere
      ? [`  3. In a second terminal: npx kindly-emulator --config ${EMULATOR}`]
      : [
          '  3. In a second terminal, with your public key, and KINDLY_HMAC_SECRET in the place of SECRET:',
          '       npx kindly-emulator --public-key public.pem --hmac SECRET \\',
          `         --host ${host}=http://localhost:3000 --dialogue hello=${webhook}`,
        ]),
    '  4. In a third one, with the cookies of somebody who is signed in if you need them:',
    `       npx kindly-emulator sign-in http://localhost:3000${prefix}/kindly/token`,
    '       npx kindly-emulator trigger hello',
    '     http://localhost:4000 shows what happened, rule by rule.',
    '',
    'In Kindly:',
    `  - Settings > Kindly Chat > Authentication: paste ${isPairHere ? PUBLIC_KEY : 'your public key'}`,
    '  - Settings > General > Security > Webhook HMAC: its secret goes into KINDLY_HMAC_SECRET,',
    `    and into ${isPairHere ? `hmacSecrets of ${EMULATOR}` : '--hmac'}, or what the emulator sends is signature_invalid`,
    `  - a dialogue's webhook: ${webhook}`,
    '',
    'Where the app is deployed, set KINDLY_PRIVATE_KEY and the other variables of .env; neither .kindly/',
    'nor .env belongs into a commit or an image.',
  ].join('\n');
}
