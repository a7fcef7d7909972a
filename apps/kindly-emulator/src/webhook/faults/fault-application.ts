import type { KeyObject } from 'node:crypto';
import type { Claims } from '../../token/claim-rules.js';
import { hmacOf } from '../signature.js';
import type { FaultName } from './faults.js';
import {
  expired,
  hs256WithPublicKey,
  ofAnotherChat,
  plausibleClaims,
  rs512,
  signedByForeignKey,
  unsigned,
} from './forged-tokens.js';

const HUGE_BYTES = 5 * 1024 * 1024;

/** What a fault may need. */
export interface FaultTools {
  readonly chatId: string;
  /** Claims of the chat's good token. */
  readonly claims: Claims | undefined;
  readonly publicKey: string;
  readonly privateKey: KeyObject | undefined;
  readonly otherSecret: string | undefined;
  /** Seconds since 1970. */
  readonly now: number;
  /** Asks the page for a token of another chat. */
  tokenOfAnotherChat(): Promise<string | undefined>;
}

/** A fault cannot be made with what is configured. */
export class FaultUnavailableError extends Error {
  override readonly name = 'FaultUnavailableError';
}

/** The body before it is signed. */
export function bendBody(fault: FaultName | undefined, body: Buffer): Buffer {
  if (fault === 'body-not-utf8') {
    return Buffer.concat([body.subarray(0, -1), Buffer.from([0xc3, 0x28]), body.subarray(-1)]);
  }
  if (fault !== 'body-huge') return body;
  const filling = Buffer.alloc(HUGE_BYTES, 'x');
  return Buffer.concat([
    body.subarray(0, -1),
    Buffer.from(',"filling":"'),
    filling,
    Buffer.from('"}'),
  ]);
}

/** The body after it was signed. */
export function bendSignedBody(fault: FaultName | undefined, body: Buffer): Buffer {
  if (fault !== 'body-altered') return body;
  const altered: unknown = JSON.parse(body.toString());
  return Buffer.from(JSON.stringify({ ...(altered as object), message: 'This was not signed.' }));
}

/** The two headers of the signature: value and algorithm; nothing for a header that is left out. */
export interface SignatureHeaders {
  readonly hmac: string | undefined;
  readonly algorithm: string | undefined;
}

type BendSignature = (
  signature: SignatureHeaders,
  body: Buffer,
  tools: FaultTools,
) => SignatureHeaders;

const SIGNATURES: Readonly<Partial<Record<FaultName, BendSignature>>> = {
  'hmac-missing': () => ({ hmac: undefined, algorithm: undefined }),
  'hmac-empty': (signature) => ({ ...signature, hmac: '' }),
  'hmac-wrong': (signature, body) => ({
    ...signature,
    hmac: hmacOf(body, 'a secret that nobody knows'),
  }),
  'hmac-algorithm': (signature) => ({ ...signature, algorithm: 'HMAC-SHA-512 (base64 encoded)' }),
  'hmac-other-kind': (signature, body, { otherSecret }) => ({
    ...signature,
    hmac: hmacOf(body, otherSecret ?? 'the secret of another kind'),
  }),
};

export function bendSignature(
  fault: FaultName | undefined,
  signature: SignatureHeaders,
  body: Buffer,
  tools: FaultTools,
): SignatureHeaders {
  return (fault && SIGNATURES[fault]?.(signature, body, tools)) ?? signature;
}

function needKey({ privateKey }: FaultTools): KeyObject {
  if (privateKey) return privateKey;
  throw new FaultUnavailableError(
    'This fault needs a token that is genuine and wrong. Start the emulator with --private-key and your development key.',
  );
}

type MakeToken = (claims: Claims, tools: FaultTools) => string | Promise<string>;

const TOKENS: Readonly<Partial<Record<FaultName, MakeToken>>> = {
  'token-expired': (claims, tools) => expired(claims, needKey(tools), tools.now),
  'token-other-chat': async (claims, tools) =>
    tools.privateKey
      ? ofAnotherChat(claims, tools.privateKey)
      : ((await tools.tokenOfAnotherChat()) ?? ofAnotherChat(claims, needKey(tools))),
  'token-foreign-key': signedByForeignKey,
  'token-rs512': (claims, { privateKey }) => rs512(claims, privateKey),
  'token-none': unsigned,
  'token-hs256-public-key': (claims, { publicKey }) => hs256WithPublicKey(claims, publicKey),
};

/** The bearer token that a fault puts in place of the chat's own. */
export async function bendToken(
  fault: FaultName | undefined,
  token: string | undefined,
  tools: FaultTools,
): Promise<string | undefined> {
  if (fault === 'token-missing') return undefined;
  const make = fault && TOKENS[fault];
  if (!make) return token;
  return make(tools.claims ?? plausibleClaims(tools.chatId, tools.now), tools);
}
