import { JwtService } from '@nestjs/jwt';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import type { TokenVerifier } from './token-verifier.js';

/** @internal */
export const KINDLY_JWT_SERVICE = Symbol('nestjs-kindly-auth:jwt-service');

/** How jsonwebtoken is to check a token: the signature alone, by RS256 alone. */
export const SIGNATURE_ONLY = {
  // Never widen this: an RSA key would accept RS512 and PS256 too, and a PEM text even HS256.
  algorithms: ['RS256' as const],
  // `ClaimsChecker` checks the times, with the rest of the claims and with a code for each refusal.
  ignoreExpiration: true,
  ignoreNotBefore: true,
};

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/**
 * The bot's own `JwtService`: verifies with the key that fits the token, and signs with the signer
 * that is in force. It is not exported, so that it never stands in for the app's `JwtService`, and is
 * built with `new`: it inherits the wish for the options of the app's `JwtModule`.
 *
 * @internal
 */
export class KindlyJwtService extends JwtService {
  constructor(
    private readonly keyRing: KindlyKeyRing,
    verifier: TokenVerifier,
  ) {
    super({
      secretOrKeyProvider: (_requestType, token) => verifier.keyFor(token as string),
      verifyOptions: SIGNATURE_ONLY,
    });
  }

  /**
   * Signs claims that are complete as they are. `JwtService` runs the RSA operation on the event
   * loop, for all that its name says; the signer runs it on the thread pool or elsewhere.
   *
   * @throws KindlyAuthOptionsError `required` when the module verifies only
   */
  override async signAsync(claims: object | string): Promise<string> {
    if (typeof claims === 'string') throw new TypeError('a Kindly token holds claims, not text');
    const { keyId, signer } = this.keyRing.current;
    if (!signer) {
      throw new KindlyAuthOptionsError(
        'privateKey',
        'required',
        'is missing, so this module verifies tokens and cannot issue them.',
      );
    }
    const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
    const signature = await signer.sign(Buffer.from(input));
    return `${input}.${Buffer.from(signature).toString('base64url')}`;
  }
}
