import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A pair as PEM text: what the documentation of every contender begins with. */
export interface PemPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

const generate = promisify(generateKeyPair);

/** A pair for this run alone. It goes to the children by their channel, and is never written down. */
export function makePair(): Promise<PemPair> {
  return generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}
