import { CHAT_ID } from '../kindly.js';
import { type Attack, type AttackGroup, badClaim } from './attack.js';
import { forge, RS256, tokenOf } from './forge.js';

/** Some of each type that JSON has, with the edges of each. */
export const ANY_VALUE: readonly unknown[] = [
  null,
  '',
  ' ',
  'x',
  '1',
  0,
  1,
  -1,
  1.5,
  1e20,
  2 ** 53,
  true,
  false,
  [],
  ['x'],
  [['x']],
  [{}],
  {},
  { x: 1 },
];

/** What is to be said of a value; nothing, when a token may have it. */
type Complaint = (value: unknown) => string | undefined;

const text: Complaint = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const flag: Complaint = (value) => (typeof value === 'boolean' ? undefined : 'must be a boolean');
const integer: Complaint = (value) => (Number.isInteger(value) ? undefined : 'must be an integer');
const filled: Complaint = (value) =>
  text(value) ?? (value === '' ? 'must not be empty' : undefined);
const url: Complaint = () => 'must be an http(s) URL';
const object: Complaint = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : 'must be an object';

export const LATER = 'claim "exp" must be later than "iat"';
export const TOO_FAR = 'claim "exp" must be at most 900 seconds after "iat"';

function about(claim: string, complaint: Complaint): Complaint {
  return (value) => {
    const problem = complaint(value);
    return problem && `claim "${claim}" ${problem}`;
  };
}

const REQUIRED: Readonly<Record<string, Complaint>> = {
  iss: (value) => about('iss', filled)(value) ?? 'claim "iss" names another issuer',
  sub: (value) =>
    about(
      'sub',
      filled,
    )(value)?.concat(typeof value === 'number' ? ': it is a number, so pass String(id)' : ''),
  iat: (value) => about('iat', integer)(value) ?? (Number.isSafeInteger(value) ? TOO_FAR : LATER),
  exp: (value) => about('exp', integer)(value) ?? LATER,
  chat: (value) => about('chat', object)(value) ?? 'claim "chat.id" must be a string',
};

const OPTIONAL: Readonly<Record<string, Complaint>> = {
  nbf: (value) =>
    about('nbf', integer)(value) ??
    (Number(value) > 1 ? 'claim "nbf" lies in the future' : undefined),
  jti: about('jti', text),
  name: about('name', text),
  email: about('email', text),
  email_verified: about('email_verified', flag),
  phone_number: about('phone_number', text),
  phone_number_verified: about('phone_number_verified', flag),
  picture: about('picture', url),
};

const OF_THE_CHAT: Readonly<Record<string, Complaint>> = {
  id: about('chat.id', filled),
  webhook_domains: (value) => {
    if (!Array.isArray(value)) return 'claim "chat.webhook_domains" must be an array';
    const isGood = value.every((entry) => typeof entry === 'string');
    return isGood ? undefined : 'each entry of claim "chat.webhook_domains" must be a string';
  },
};

function wrongTypes(
  rules: Readonly<Record<string, Complaint>>,
  make: (claim: string, value: unknown) => string,
): readonly Attack[] {
  return Object.entries(rules).flatMap(([claim, complaint]) =>
    ANY_VALUE.flatMap((value) => {
      const message = complaint(value);
      const name = `${claim} = ${JSON.stringify(value)}`;
      return message === undefined ? [] : badClaim(name, message, () => make(claim, value));
    }),
  );
}

const CHAT = { id: CHAT_ID, webhook_domains: ['shop.example.com'] };

const MISSING: readonly Attack[] = [
  ...Object.entries(REQUIRED).map(([claim, complaint]) =>
    badClaim(`no ${claim}`, complaint(undefined) ?? '', () => tokenOf({ [claim]: undefined })),
  ),
  badClaim('no chat.id', 'claim "chat.id" must be a string', () =>
    tokenOf({ chat: { webhook_domains: [] } }),
  ),
  badClaim('no claims at all', 'claim "iss" must be a string', () => forge(RS256, {})),
];

export const CLAIM_TYPES: readonly AttackGroup[] = [
  {
    title: 'a claim that is missing:',
    why: 'What is not there cannot be checked: no expiry would be a token for ever.',
    attacks: MISSING,
  },
  {
    title: 'a claim of a wrong type:',
    why: 'A comparison with a wrong type passes by accident: NaN is never later, a list equals its text.',
    attacks: [
      ...wrongTypes({ ...REQUIRED, ...OPTIONAL }, (claim, value) => tokenOf({ [claim]: value })),
      ...wrongTypes(OF_THE_CHAT, (claim, value) => tokenOf({ chat: { ...CHAT, [claim]: value } })),
    ],
  },
];
