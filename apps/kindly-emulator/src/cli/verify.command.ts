import type { RuleResult } from '../protocol/console-protocol.js';
import { nowInSeconds } from '../token/now-in-seconds.js';
import { skipped } from '../token/rule.js';
import { checkToken, type TokenVerdict } from '../token/token-check.js';
import { defineCommand, JSON_OPTION } from './command.js';
import { PUBLIC_KEY_OPTION, publicKeyOf } from './key-flags.js';
import { readToken } from './read-token.js';
import { ruleList } from './rule-list.js';
import { out, printable } from './terminal.js';

const UNKNOWN_SIGNATURE = skipped(
  'signature',
  'it cannot be known without the public key: give --public-key',
);

/** What came of a token. */
interface Verdict {
  /** `null`: nothing speaks against it, but who made it is not known. */
  readonly accepted: boolean | null;
  readonly summary: string;
}

/** A token whose signature nobody has checked is not good, whatever it says of itself. */
function verdictOf({ accepted, summary, rules }: TokenVerdict): Verdict {
  const isSignatureKnown = rules.some(
    ({ rule, verdict }) => rule === 'signature' && verdict !== 'skipped',
  );
  if (!accepted || isSignatureKnown) return { accepted, summary };
  return {
    accepted: null,
    summary: 'Nothing speaks against it, but without the public key nobody knows who made it.',
  };
}

function markOf({ accepted }: Verdict): string {
  if (accepted === null) return out.paint('yellow', '?');
  return accepted ? out.paint('green', '✓') : out.paint('red', '✗');
}

/** Header and claims as they stand in the token. */
function contents({ header, claims }: TokenVerdict): string[] {
  return Object.entries({ Header: header, Claims: claims }).flatMap(([title, part]) => [
    '',
    out.paint('bold', title),
    ...JSON.stringify(part, null, 2)
      .split('\n')
      .map((line) => `  ${printable(line)}`),
  ]);
}

function print(verdict: Verdict, checked: TokenVerdict, isWhole: boolean): void {
  const rules: readonly RuleResult[] = checked.rules;
  out.print(
    '',
    `${markOf(verdict)} ${out.paint('bold', printable(verdict.summary))}`,
    '',
    ...ruleList(rules, out),
    ...(isWhole ? contents(checked) : []),
    '',
  );
}

export const verifyCommand = defineCommand({
  name: 'verify',
  operand: '[<token|file>]',
  summary: 'Explains a token, rule by rule.',
  description: `Checks a token by every rule of the specification, and says of each what was found and what to change.
The token is the word itself, the content of a file, or what comes on standard input, which leaves no
trace in the history of the shell. It asks nobody: without the public key it says what cannot be known.`,
  options: {
    'public-key': PUBLIC_KEY_OPTION,
    issuer: { type: 'string', value: '<text>', help: 'What iss must be. Default: anything.' },
    chat: { type: 'string', value: '<id>', help: 'What chat.id must be. Default: anything.' },
    claims: { type: 'boolean', help: 'Shows header and claims, too. They may be personal.' },
    json: JSON_OPTION,
  },
  exitCodes: {
    '0': 'Kindly would take the token.',
    '1': 'Kindly would refuse it, or nobody knows without the public key.',
  },
  examples: [
    'verify --public-key public.pem < token.txt',
    'verify "$TOKEN" --issuer https://shop.example.com',
    'verify token.txt --claims',
  ],
  async run({ operand, flags }) {
    const botKey = publicKeyOf(flags['public-key']);
    const checked = await checkToken(await readToken(operand), {
      botKey,
      rules: 'strict',
      withoutKey: UNKNOWN_SIGNATURE,
      issuer: flags.issuer,
      chatId: flags.chat,
      now: nowInSeconds(),
    });
    const verdict = verdictOf(checked);
    const { rules, header, claims } = checked;
    if (flags.json) out.printJson({ ...verdict, rules, header, claims });
    else print(verdict, checked, flags.claims ?? false);
    return verdict.accepted === true ? 0 : 1;
  },
});
