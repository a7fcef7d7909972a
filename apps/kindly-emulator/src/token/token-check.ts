import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose';
import type { RuleResult, TokenCheck } from '../protocol/console-protocol.js';
import { checkClaims, type ClaimContext, type Claims } from './claim-rules.js';
import type { BotKey } from './public-key.js';
import { failed, passed, skipped, warned } from './rule.js';

/** What a token is checked against. */
export interface TokenExpectation extends ClaimContext {
  readonly botKey: BotKey | undefined;
  readonly rules: 'strict' | 'lenient';
  /** What is said of the signature without a key: by default that the token is refused. */
  readonly withoutKey?: RuleResult;
}

export type TokenVerdict = Pick<TokenCheck, 'accepted' | 'summary' | 'rules' | 'header' | 'claims'>;

/** Without these a token is nothing, however lenient one is. */
const ESSENTIAL = new Set([
  'format',
  'algorithm',
  'signature',
  'expiry',
  'claim:chat',
  'claim:sub',
]);

function parse<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function checkFormat(token: string): RuleResult {
  const parts = token.split('.').length;
  if (/^bearer\s/i.test(token)) {
    return failed('format', 'it begins with "Bearer"', 'getAuthToken returns the token alone.');
  }
  if (parts === 5)
    return failed('format', 'it is encrypted (JWE)', 'Kindly reads signed tokens only.');
  return parts === 3 && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)
    ? passed('format', 'three parts in base64url')
    : failed('format', 'it is no JWT', 'Return the compact JWT: header.payload.signature.');
}

const ALGORITHM_ADVICE: Readonly<Record<string, string>> = {
  none: 'It is not signed at all: anybody could have made it. Sign it with your private key.',
  HS256:
    'It is signed with a shared secret. Kindly has your public key only: sign with the RSA private key and algorithm RS256.',
};

function checkAlgorithm(header: Claims): RuleResult {
  const { alg } = header;
  if (alg === 'RS256') return passed('algorithm', 'RS256');
  const advice =
    ALGORITHM_ADVICE[String(alg)] ?? "Kindly's tokens are RS256: name the algorithm when you sign.";
  return failed('algorithm', `it is ${String(alg)}`, advice);
}

const NO_KEY = failed(
  'signature',
  'there is no public key to check it with',
  'Paste your public key under Settings, as at Kindly under Settings → Kindly Chat → Authentication.',
);

async function checkSignature(
  token: string,
  header: Claims,
  { botKey, withoutKey = NO_KEY }: TokenExpectation,
): Promise<RuleResult> {
  if (!botKey) return withoutKey;
  try {
    await compactVerify(token, botKey.key, { algorithms: ['RS256'] });
    return passed('signature', 'it is that of the public key');
  } catch (error) {
    if (!(error instanceof errors.JWSSignatureVerificationFailed)) {
      const found = error instanceof Error ? error.message : 'it cannot be verified';
      return failed('signature', found, 'Let a JWT library make the token, with plain headers.');
    }
    const isOther = typeof header['kid'] === 'string' && header['kid'] !== botKey.thumbprint;
    return failed(
      'signature',
      isOther
        ? 'it is that of another key pair, whose key id differs'
        : 'it does not fit the public key',
      'The private key that signs and this public key are not one pair, or the token was changed. Give Kindly the public key that belongs to your private key.',
    );
  }
}

/** Lenient, what is not essential is said, and the token taken. */
function soften(rule: RuleResult, { rules }: TokenExpectation): RuleResult {
  const isSoft = rules === 'lenient' && rule.verdict === 'failed' && !ESSENTIAL.has(rule.rule);
  return isSoft ? { ...rule, verdict: 'warning' } : rule;
}

function summaryOf(rules: readonly RuleResult[]): string {
  const problems = rules.filter(({ verdict }) => verdict === 'failed');
  const [first] = problems;
  if (!first) {
    const warnings = rules.filter(({ verdict }) => verdict === 'warning').length;
    return warnings === 0
      ? 'A good token.'
      : `Taken, with ${warnings} warning${warnings > 1 ? 's' : ''}.`;
  }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `Refused: ${first.rule}: ${first.found}${more}.`;
}

/** Checks a token rule by rule, and says of each what was found and what to change. */
export async function checkToken(
  token: string,
  expectation: TokenExpectation,
): Promise<TokenVerdict> {
  const format = checkFormat(token);
  const header = parse(() => decodeProtectedHeader(token) as Claims);
  const claims = parse(() => decodeJwt(token) as Claims);
  if (format.verdict === 'failed' || !header || !claims) {
    const rule =
      format.verdict === 'failed'
        ? format
        : failed('format', 'header or payload is no JSON', 'Let a JWT library make the token.');
    return { accepted: false, summary: summaryOf([rule]), rules: [rule], header, claims };
  }
  const algorithm = checkAlgorithm(header);
  const signature =
    algorithm.verdict === 'ok'
      ? await checkSignature(token, header, expectation)
      : skipped('signature', 'the algorithm is wrong already');
  const size =
    token.length > 8192
      ? [
          warned(
            'size',
            `${token.length} characters`,
            'It travels in a header: keep it under 8 KB.',
          ),
        ]
      : [];
  const rules = [format, algorithm, signature, ...size, ...checkClaims(claims, expectation)].map(
    (rule) => soften(rule, expectation),
  );
  const accepted = rules.every(({ verdict }) => verdict !== 'failed');
  return { accepted, summary: summaryOf(rules), rules, header, claims };
}
