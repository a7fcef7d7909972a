import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import jwt from 'jsonwebtoken';
import { KindlyAuthException } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { SIGNATURE_ONLY } from '../../libs/kindly-auth/src/token/kindly-jwt.service.js';
import { type Bot, verdictOf, verifyingBotOf } from '../support/bot.js';
import {
  hasWycheproof,
  signatureGroups,
  type TokenGroup,
  tokenGroups,
  type TokenVector,
} from '../support/wycheproof.js';

/** What jsonwebtoken, and so passport-jwt, verifies a signature with. */
const { resolve } = createRequire(import.meta.url);
const jwa = createRequire(createRequire(resolve('jsonwebtoken')).resolve('jws'))('jwa') as (
  algorithm: string,
) => { verify(message: Buffer, signature: string, key: KeyObject): boolean };

const SIGNATURES = ['2048', '3072', '4096', '8192'].map((bits) => `rsa_signature_${bits}_sha256`);
const TOKENS = ['json_web_signature', 'json_web_crypto', 'json_web_key'];

/** `acceptable`, and refused: DigestInfo without NULL, the encoding of some old signers. */
const MISSING_NULL = 8;

/** Vectors of one file by their ids, and why we see them otherwise than Wycheproof does. */
type Departures = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** Valid for others. */
const REFUSED: Departures = {
  json_web_signature: {
    'HS256, a secret that both sides know': [1, 348, 352, 357, 358, 359, 372, 373, 376, 377],
    'ES256 and ES512': [18, 347, 351, 378],
    'RS384 and RS512': [264, 265, 266, 267, 268, 269, 270, 271],
    PS256: [272, 273, 274, 275, 287, 288],
    'PS384 and PS512': [320, 321, 322, 323, 325, 326, 327, 328, 346, 350],
    'RS256, but without a payload': [259],
  },
  json_web_crypto: { HS256: [1, 48], ES256: [18] },
  json_web_key: { 'HS256, HS384 and HS512': [2, 13, 14, 15] },
};

/**
 * Invalid for what a JWK says of its key, or for the chip that made the key. Our options take PEM
 * text and `KeyObject`s, which have no such members; and the operator alone chooses the key.
 */
const HOLDING: Departures = {
  json_web_signature: { '"use" is "enc"': [353], '"key_ops" lack "verify"': [355] },
  json_web_crypto: { 'the ROCA flaw, CVE-2017-15361': [46] },
  json_web_key: { '"use" is "enc"': [6], 'the ROCA flaw, CVE-2017-15361': [7] },
};

function idsOf(departures: Departures, name: string): readonly number[] {
  return Object.values(departures[name] ?? {}).flat();
}

describe.runIf(hasWycheproof).each(SIGNATURES)('%s of Wycheproof', (name) => {
  const rows = signatureGroups(name).flatMap(({ publicKeyPem, tests }) =>
    tests.map((vector) => ({ ...vector, key: createPublicKey(publicKeyPem) })),
  );

  it.each(rows)('$tcId $result: $comment', ({ tcId, result, msg, sig, key }) => {
    const message = Buffer.from(msg, 'hex');
    const signature = Buffer.from(sig, 'hex');
    const verdicts = [
      // With one key, and with several, where the key that fits must be found first.
      jwa('RS256').verify(message, signature.toString('base64url'), key),
      verify('sha256', message, key, signature),
    ];
    expect(result === 'acceptable').toBe(tcId === MISSING_NULL);
    expect(verdicts).toEqual([result === 'valid', result === 'valid']);
  });
});

/** An RSA key that the options take; nothing for the keys of other algorithms. */
function rsaKeyOf({ public: jwk }: TokenGroup): KeyObject | undefined {
  const key: JsonWebKey | undefined = jwk?.keys?.[0] ?? jwk;
  return key?.kty === 'RSA' && key.n !== undefined
    ? createPublicKey({ key, format: 'jwk' })
    : undefined;
}

/** Why the pre-check refuses a token, if it does. */
function objectionTo({ verifier }: Bot, token: string): string | undefined {
  try {
    verifier.read(token);
    return undefined;
  } catch (error) {
    if (error instanceof KindlyAuthException) return error.reason;
    throw error;
  }
}

/** The very call that passport-jwt makes. */
function signatureHolds(token: string, key: KeyObject): boolean {
  try {
    jwt.verify(token, key, { ...SIGNATURE_ONLY, complete: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a token passes everything up to its signature. The payloads of the vectors are words, and
 * not claims: that they are no JSON is the one objection that does not count.
 */
function passesSignature(bot: Bot, token: string, key: KeyObject): boolean {
  const objection = objectionTo(bot, token);
  const isOfTheForm = objection === undefined || objection.startsWith('the payload is not JSON');
  return isOfTheForm && signatureHolds(token, key);
}

/** As Wycheproof says, but for the departures. */
function isExpectedToPass(name: string, { tcId, result }: TokenVector): boolean {
  return (
    idsOf(HOLDING, name).includes(tcId) ||
    (result === 'valid' && !idsOf(REFUSED, name).includes(tcId))
  );
}

describe.runIf(hasWycheproof).each(TOKENS)('%s of Wycheproof', (name) => {
  const groups = tokenGroups(name).filter(({ comment }) => !comment.startsWith('jwe'));
  const strong = groups.flatMap((group) => {
    const key = rsaKeyOf(group);
    const { modulusLength = 0, publicExponent = 0n } = key?.asymmetricKeyDetails ?? {};
    return key && modulusLength >= 2048 && publicExponent > 1n ? [{ group, key }] : [];
  });
  const rows = strong.flatMap(({ group, key }) =>
    group.tests.map((vector) => ({ ...vector, key })),
  );

  it.each(rows)('$tcId $result: $comment', async ({ key, ...vector }) => {
    const bot = await verifyingBotOf({ publicKey: key });
    expect(passesSignature(bot, vector.jws, key)).toBe(isExpectedToPass(name, vector));
    // With these payloads, none is a token of Kindly's.
    expect(await verdictOf(bot, vector.jws)).toBe('token_invalid');
  });

  const others = groups
    .filter((group) => strong.every((one) => one.group !== group))
    .flatMap(({ tests }) => tests);

  it('tokens of keys that are not ours to take are refused', async () => {
    const bot = await verifyingBotOf({ publicKey: rows[0]?.key });
    for (const { jws } of others) expect(await verdictOf(bot, jws)).toBe('token_invalid');
  });

  it('every valid token is accepted, or listed as a departure', () => {
    const valid = [...rows, ...others].filter(({ result }) => result === 'valid');
    const refused = valid.filter((vector) => {
      const row = rows.find(({ tcId }) => tcId === vector.tcId);
      return row === undefined || !isExpectedToPass(name, row);
    });
    expect(refused.map(({ tcId }) => tcId).toSorted((a, b) => a - b)).toEqual(
      idsOf(REFUSED, name).toSorted((a, b) => a - b),
    );
  });
});

describe.runIf(hasWycheproof)('a key of Wycheproof does not boot:', () => {
  const keys = tokenGroups('json_web_key');

  it.each([
    ['of 1024 bits', 'rejects1024bitRsaKey', 'key_too_weak'],
    ['with the exponent 1', 'rejectsPublicExponent1', 'key_too_weak'],
    ['of a curve', 'rejectsModifiedKey', 'key_not_rsa'],
  ])('%s', async (_name, comment, code) => {
    const group = keys.find(({ tests }) => tests.some((vector) => vector.comment === comment));
    const key = group?.public?.keys?.[0] ?? {};
    await expect(
      verifyingBotOf({ publicKey: createPublicKey({ key, format: 'jwk' }) }),
    ).rejects.toMatchObject({ name: 'KindlyAuthOptionsError', code });
  });
});
