import { createHash, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One vector: `valid` must be accepted, `invalid` refused; `acceptable` is left to the verifier. */
interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

export interface TokenVector extends Vector {
  readonly jws: string;
}

export interface SignatureVector extends Vector {
  readonly msg: string;
  readonly sig: string;
}

export interface TokenGroup {
  readonly comment: string;
  /** A key, or `{ keys }`; a symmetric group has none. */
  readonly public?: JsonWebKey & { readonly keys?: readonly JsonWebKey[] };
  readonly tests: readonly TokenVector[];
}

export interface SignatureGroup {
  readonly publicKeyPem: string;
  readonly tests: readonly SignatureVector[];
}

/** The state of https://github.com/C2SP/wycheproof that the expectations were written for. */
const SHA256: Readonly<Record<string, string>> = {
  json_web_crypto: 'dcd58ac9548a7d6173437a691e4cc307dcd3cec9fd814a39cd2a94531cf4f8ce',
  json_web_key: 'be983255bce26406f97020ec5458b33930a90d5f868e604fcd569c300aba2862',
  json_web_signature: '8e687a06fe8359f4ec51480f1a9f73c8faebd6f4c01b818b843b44eee54fd5d9',
  rsa_signature_2048_sha256: '94a917b01ff50fb874cfc05bf29b4af44868d944a6558201cf18380da93fb393',
  rsa_signature_3072_sha256: '0f5f18cabfaad3e2792e82f7e9882f8999049b456714de924b8a5e202f61ca43',
  rsa_signature_4096_sha256: '957aca128e30bd02c8982f8ca482d6521d16683f4bbc3f193cdfd4c8f04bc667',
  rsa_signature_8192_sha256: '86df4075b4ce5954726abfa00cc19ebe8b608d6d99094d5e123d6a3a86568bd9',
};

const FOLDER = join(import.meta.dirname, '../../.data/wycheproof/testvectors_v1');

/** The vectors are not part of the repository: CONTRIBUTING says how to get them. */
export const hasWycheproof = existsSync(FOLDER);

/** One file, which must be the file that was meant. */
function read(name: string): unknown {
  if (!hasWycheproof) return { testGroups: [] };
  const text = readFileSync(join(FOLDER, `${name}_test.json`));
  const digest = createHash('sha256').update(text).digest('hex');
  if (digest === SHA256[name]) return JSON.parse(text.toString());
  throw new Error(`${name} is not of the commit that CONTRIBUTING names`);
}

/** Tokens in JSON serialisation are given as objects there, and sent as text like all others. */
function asText(vector: TokenVector): TokenVector {
  const jws: unknown = vector.jws;
  return { ...vector, jws: typeof jws === 'string' ? jws : JSON.stringify(jws) };
}

export function tokenGroups(name: string): readonly TokenGroup[] {
  const { testGroups } = read(name) as { testGroups: TokenGroup[] };
  return testGroups.map((group) => ({ ...group, tests: group.tests.map(asText) }));
}

export function signatureGroups(name: string): readonly SignatureGroup[] {
  return (read(name) as { testGroups: SignatureGroup[] }).testGroups;
}
