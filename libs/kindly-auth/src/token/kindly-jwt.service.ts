import { JwtService } from '@nestjs/jwt';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { KindlyKeyRing } from '../keys/kindly-key-ring.js';

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

function encode(json: string): string {
  return Buffer.from(json).toString('base64url');
}

/** The protected header of the tokens of one key, encoded. */
interface EncodedHeader {
  readonly keyId: string;
  readonly header: string;
}

/**
 * The bot's own `JwtService`: signs with the signer that is in force, and verifies with the key that it
 * is given with a token. It is not exported, so that it never stands in for the app's `JwtService`, and
 * is built with `new`: it inherits the wish for the options of the app's `JwtModule`.
 *
 * @internal
 */
export class KindlyJwtService extends JwtService {
  private encodedHeader: EncodedHeader | undefined;

  constructor(private readonly keyRing: KindlyKeyRing) {
    super({ verifyOptions: SIGNATURE_ONLY });
  }

  /**
   * Signs claims that are complete as they are. `JwtService` runs the RSA operation on the event
   * loop, for all that its name says; the signer runs it on the thread pool or elsewhere.
   *
   * @param payload claims, or their JSON text, which then is the payload as it is
   * @throws KindlyAuthOptionsError `required` when the module verifies only
   * @throws KindlyAuthException `signer_busy`
   */
  override async signAsync(payload: object | string): Promise<string> {
    const { keyId, signer } = this.keyRing.current;
    if (!signer) {
      throw new KindlyAuthOptionsError(
        'privateKey',
        'required',
        'is missing, so this module verifies tokens and cannot issue them.',
      );
    }
    const json = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const input = `${this.headerOf(keyId)}.${encode(json)}`;
    const { buffer, byteOffset, byteLength } = await signer.sign(Buffer.from(input, 'latin1'));
    return `${input}.${Buffer.from(buffer, byteOffset, byteLength).toString('base64url')}`;
  }

  private headerOf(keyId: string): string {
    if (this.encodedHeader?.keyId !== keyId) {
      const header = encode(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: keyId }));
      this.encodedHeader = { keyId, header };
    }
    return this.encodedHeader.header;
  }
}
