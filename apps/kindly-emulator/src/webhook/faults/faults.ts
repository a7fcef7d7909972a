import type { FaultDescription } from '../../protocol/console-protocol.js';

const UNSIGNED = '401: the signature is missing or invalid.';
const BAD_TOKEN = '401: the token is invalid.';

interface Fault extends FaultDescription {
  /** What a good webhook answers. */
  readonly statuses: readonly number[];
}

/** Everything that can be wrong with a delivery on demand. */
export const FAULTS = [
  {
    name: 'hmac-missing',
    statuses: [401],
    title: 'No signature',
    description: 'Kindly-HMAC and its algorithm header are left out.',
    expectation: UNSIGNED,
  },
  {
    name: 'hmac-empty',
    statuses: [401],
    title: 'Empty signature',
    description: 'Kindly-HMAC is there, and empty.',
    expectation: UNSIGNED,
  },
  {
    name: 'hmac-wrong',
    statuses: [401],
    title: 'Wrong signature',
    description: 'Kindly-HMAC is made with a secret that nobody knows.',
    expectation: UNSIGNED,
  },
  {
    name: 'hmac-algorithm',
    statuses: [401],
    title: 'Unknown signature algorithm',
    description: 'Kindly-HMAC is right, Kindly-HMAC-algorithm names another algorithm.',
    expectation: '401: Kindly says that this header changes when the algorithm does.',
  },
  {
    name: 'body-altered',
    statuses: [401],
    title: 'Body changed after signing',
    description: 'The message is another one than the one that was signed.',
    expectation: UNSIGNED,
  },
  {
    name: 'hmac-other-kind',
    statuses: [401],
    title: 'Signed as another kind of request',
    description: 'Kindly-HMAC is made with the secret of another kind, such as tickets.',
    expectation: '401: each kind of request has a secret of its own.',
  },
  {
    name: 'token-missing',
    statuses: [200, 401],
    title: 'No token',
    description: 'Authorization is left out, although the chat has a token for this host.',
    expectation: '401 where the user must be known; an anonymous answer elsewhere.',
  },
  {
    name: 'token-expired',
    statuses: [401],
    title: 'Expired token',
    description: 'A genuine token that expired ten minutes ago. Needs the private key.',
    expectation: '401: the token has expired.',
  },
  {
    name: 'token-other-chat',
    statuses: [401, 403],
    title: 'Token of another chat',
    description:
      'A genuine token of the same user for another chat. The page is asked for one, or the private key makes it.',
    expectation: '403: chat.id of the token is not chat_id of the body.',
  },
  {
    name: 'token-foreign-key',
    statuses: [401],
    title: 'Token of another key pair',
    description: 'The same claims, signed with a key that nobody has configured.',
    expectation: BAD_TOKEN,
  },
  {
    name: 'token-rs512',
    statuses: [401],
    title: 'Token by RS512',
    description:
      'The same claims, signed by RS512; with the right key where the private key is given.',
    expectation: `${BAD_TOKEN} Only RS256 counts.`,
  },
  {
    name: 'token-none',
    statuses: [401],
    title: 'Unsigned token',
    description: 'The same claims with the algorithm "none".',
    expectation: BAD_TOKEN,
  },
  {
    name: 'token-hs256-public-key',
    statuses: [401],
    title: 'Token by HS256 with the public key',
    description: 'The same claims, with the public key as the secret of an HMAC.',
    expectation: `${BAD_TOKEN} A server that lets the token choose the algorithm falls for it.`,
  },
  {
    name: 'delivered-twice',
    statuses: [200],
    title: 'Delivered twice',
    description: 'The same request is sent two times.',
    expectation: '200 both times, and nothing is done twice.',
  },
  {
    name: 'body-not-utf8',
    statuses: [400, 401],
    title: 'Body that is not UTF-8',
    description: 'Signed bytes that are no text.',
    expectation: '400 or 401, never 500.',
  },
  {
    name: 'body-huge',
    statuses: [400, 401, 413],
    title: 'Huge body',
    description: 'A signed body of five megabytes.',
    expectation: '413 or another refusal, never 500.',
  },
] as const satisfies readonly Fault[];

export type FaultName = (typeof FAULTS)[number]['name'];

export function findFault(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name);
}
