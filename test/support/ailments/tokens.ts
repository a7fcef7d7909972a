import { keyPair, ISSUER, now } from '../kindly.js';
import { type Ailment, bending, bendingClaims, HOST } from '../doctor-app.js';
import type { Row } from './row.js';

const { publicKey: otherKey } = keyPair('other');

function claimsAt(time: number): object {
  return { iat: time, exp: time + 300 };
}

function without(name: string): Ailment {
  return {
    layer: bendingClaims((claims) =>
      Object.fromEntries(Object.entries(claims).filter(([one]) => one !== name)),
    ),
  };
}

/** Tokens that Kindly would refuse, or not understand. */
export const TOKENS: readonly Row[] = [
  {
    code: 'clock',
    name: 'a clock that is ahead',
    ailment: { layer: bendingClaims((claims) => ({ ...claims, ...claimsAt(now() + 100) })) },
    found: /by iat, it is (?:99|100|101) seconds ahead of/,
  },
  {
    code: 'clock',
    name: 'a clock that is behind',
    ailment: { layer: bendingClaims((claims) => ({ ...claims, ...claimsAt(now() - 280) })) },
    found: /by iat, it is (?:279|280|281) seconds behind/,
  },
  {
    code: 'format',
    name: 'a token that is none',
    ailment: { layer: bending(async () => 'opaque') },
    found: /it is no JWT/,
  },
  {
    code: 'algorithm',
    name: 'RS512',
    ailment: { layer: bendingClaims((claims) => claims, 'RS512') },
    found: /it is RS512/,
  },
  {
    code: 'signature',
    name: 'the public key of another pair',
    told: { 'public-key': otherKey },
    found: /another key pair/,
  },
  {
    code: 'size',
    name: 'a token of ten thousand characters',
    ailment: {
      layer: bendingClaims((claims) => ({ ...claims, orders: 'x'.repeat(10_000) })),
    },
    found: /\d{5} characters/,
  },
  {
    code: 'claim:iss',
    name: 'another issuer than one thinks',
    told: { issuer: `${ISSUER}/` },
    found: /the issuer is/,
  },
  { code: 'claim:iss', name: 'no issuer', ailment: without('iss'), found: /it is missing/ },
  {
    code: 'claim:sub',
    name: 'an id that is a number',
    ailment: { layer: bendingClaims((claims) => ({ ...claims, sub: 1 })) },
    found: /it is a number/,
  },
  { code: 'claim:iat', name: 'no time of issue', ailment: without('iat'), found: /it is missing/ },
  { code: 'claim:exp', name: 'no expiry', ailment: without('exp'), found: /it is missing/ },
  {
    code: 'lifetime',
    name: 'a day',
    ailment: { layer: bendingClaims((claims) => ({ ...claims, exp: now() + 86_400 })) },
    found: /86\d{3} seconds/,
  },
  {
    code: 'lifetime',
    name: 'milliseconds',
    ailment: {
      layer: bendingClaims((claims) => ({ ...claims, iat: now() * 1000, exp: now() * 1000 + 1 })),
    },
    told: { webhook: '' },
    found: /milliseconds/,
  },
  {
    code: 'claim:chat',
    name: 'the same chat for everybody',
    ailment: {
      layer: bendingClaims((claims) => ({
        ...claims,
        chat: { id: 'always-the-same', webhook_domains: [HOST] },
      })),
    },
    found: /it is for another chat/,
  },
  {
    code: 'claim:webhook_domains',
    name: 'a URL in place of a host',
    ailment: {
      layer: bendingClaims(({ chat, ...claims }) => ({
        ...claims,
        chat: { ...(chat as object), webhook_domains: [HOST, `https://${HOST}/`] },
      })),
    },
    found: /is no host/,
  },
  {
    code: 'claim:<name>',
    name: 'a name that Kindly does not read',
    ailment: {
      layer: bendingClaims((claims) => ({ ...claims, avatar: 'https://example.com/a.png' })),
    },
    found: /reads no "avatar"/,
  },
];
