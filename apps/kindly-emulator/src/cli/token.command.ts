import type { RuleResult } from '../protocol/console-protocol.js';
import type { Claims } from '../token/claim-rules.js';
import { nowInSeconds } from '../token/now-in-seconds.js';
import type { SigningKey } from '../token/private-key.js';
import { readPublicKey } from '../token/public-key.js';
import { signToken } from '../token/sign-token.js';
import { checkToken } from '../token/token-check.js';
import { CLAIM_OPTIONS, claimsOf } from './claim-flags.js';
import { defineCommand, JSON_OPTION } from './command.js';
import { privateKeyOf } from './key-flags.js';
import { isFinding, ruleList } from './rule-list.js';
import { err, out, printable } from './terminal.js';

/** What Kindly would say of the token, in the chat that it names. */
async function rulesOf(token: string, key: SigningKey): Promise<readonly RuleResult[]> {
  const { rules } = await checkToken(token, {
    botKey: readPublicKey(key.publicKey),
    rules: 'strict',
    chatId: undefined,
    now: nowInSeconds(),
  });
  return rules.filter(isFinding);
}

/** Beside the token, what one might not have thought of. */
function tell({ sub, iss }: Claims, keyId: string, findings: readonly RuleResult[]): void {
  const text = `A token of ${JSON.stringify(sub)} by ${JSON.stringify(iss)}, with the key ${keyId}.`;
  err.print(`  ${printable(text)}`, ...(findings.length > 0 ? ruleList(findings, err) : []));
}

export const tokenCommand = defineCommand({
  name: 'token',
  operand: '',
  summary: 'Makes a token for tests, with your private key.',
  description: `Signs a token on this machine; nothing is asked and nothing is sent. The token alone goes to standard
output, so that TOKEN=$(kindly-emulator token …) works. What Kindly would not like about it is said
beside it, on standard error, and it is made all the same.`,
  options: {
    'private-key': {
      type: 'string',
      value: '<file|PEM>',
      help: 'A development key. Default: KINDLY_EMULATOR_PRIVATE_KEY. PEM text as --private-key="$PEM".',
    },
    'key-id': {
      type: 'string',
      value: '<text>',
      help: 'kid. Default: the RFC 7638 thumbprint of the key.',
    },
    ...CLAIM_OPTIONS,
    json: JSON_OPTION,
  },
  exitCodes: { '0': 'There is a token, good or bad.', '1': undefined },
  examples: [
    'token --private-key .kindly/private.pem --issuer https://shop.example.com --domain shop.example.com',
    'token --private-key .kindly/private.pem --claims \'{"tier":"gold","email":null}\'',
    'token --private-key .kindly/private.pem --lifetime=-60',
  ],
  async run({ flags }) {
    const key = privateKeyOf(flags['private-key']);
    const keyId = flags['key-id'] ?? key.thumbprint;
    const claims = claimsOf(flags, nowInSeconds());
    const token = await signToken(claims, key, keyId);
    const rules = await rulesOf(token, key);
    if (flags.json) out.printJson({ token, keyId, claims, rules });
    else {
      tell(claims, keyId, rules);
      out.print(token);
    }
    return 0;
  },
});
