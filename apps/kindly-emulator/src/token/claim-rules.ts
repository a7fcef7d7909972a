import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed, skipped, warned } from './rule.js';

/** The specification's limit for `exp − iat`: 15 minutes. */
const MAX_LIFETIME = 900;
/** Seconds by which clocks may differ. Kindly documents none; so much passes unnoticed everywhere. */
export const CLOCK_TOLERANCE = 5;
/** No time in seconds comes near it before the year 5138. */
const IN_MILLISECONDS = 1e11;
/** Chats outlive such tokens all the time. */
const SHORT_LIFETIME = 30;

export type Claims = Readonly<Record<string, unknown>>;

export interface ClaimContext {
  /** Of the page's chat; nothing when it is not known, and then not compared. */
  readonly chatId: string | undefined;
  /** What `iss` must be; nothing when any will do. */
  readonly issuer?: string | undefined;
  /** `sub` of the chat's last good token, when there was one. */
  readonly formerSubject?: string | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

type Rule = (claims: Claims, context: ClaimContext) => RuleResult;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): value is number => Number.isInteger(value);

/** What a claim is, in words, without saying it: it may be personal. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'it is missing';
  if (value === null) return 'it is null';
  if (value === '') return 'it is empty';
  return Array.isArray(value) ? 'it is a list' : `it is a ${typeof value}`;
}

const issuer: Rule = ({ iss }, { issuer: expected }) => {
  if (!isText(iss)) {
    return failed(
      'claim:iss',
      kindOf(iss),
      'Set iss to a name for your app. The specification requires it, although its own examples leave it out.',
    );
  }
  const found = `the issuer is "${iss}"`;
  return expected === undefined || iss === expected
    ? passed('claim:iss', found)
    : failed(
        'claim:iss',
        found,
        `Expected is "${expected}", letter by letter: who makes the tokens and who checks them must be of one mind.`,
      );
};

const subject: Rule = ({ sub }, { formerSubject = sub }) => {
  if (isText(sub)) {
    return sub === formerSubject
      ? passed('claim:sub', 'it is a string')
      : warned(
          'claim:sub',
          'it is another user than before in this chat',
          'Who signs in after another goes on in his chat, and sees what he wrote. Begin a new chat when somebody signs out.',
        );
  }
  const advice =
    typeof sub === 'number'
      ? 'Make the id a string: String(user.id).'
      : 'Set sub to your own id of the user, the same each time.';
  return failed('claim:sub', kindOf(sub), advice);
};

function timeRule(name: 'iat' | 'exp'): Rule {
  return (claims) =>
    isTime(claims[name])
      ? passed(`claim:${name}`, 'it is a whole number of seconds')
      : failed(
          `claim:${name}`,
          typeof claims[name] === 'number' ? 'it has a fraction' : kindOf(claims[name]),
          `Set ${name} to whole seconds since 1970: Math.floor(Date.now() / 1000)${name === 'exp' ? ' + 300' : ''}.`,
        );
}

const lifetime: Rule = ({ iat, exp }) => {
  if (!isTime(iat) || !isTime(exp)) {
    return failed('lifetime', 'it cannot be told without iat and exp', 'Set both.');
  }
  if (exp > IN_MILLISECONDS) {
    const found =
      iat > IN_MILLISECONDS ? 'iat and exp are in milliseconds' : 'exp is in milliseconds';
    return failed('lifetime', found, 'Divide by 1000: Math.floor(Date.now() / 1000).');
  }
  const seconds = exp - iat;
  if (seconds <= 0) return failed('lifetime', 'exp is not after iat', 'Set exp to iat + 300.');
  if (seconds > MAX_LIFETIME) {
    return failed(
      'lifetime',
      `${seconds} seconds`,
      `At most ${MAX_LIFETIME} seconds (15 minutes) may lie between iat and exp: use 300.`,
    );
  }
  return seconds < SHORT_LIFETIME
    ? warned('lifetime', `${seconds} seconds`, 'The page will have to fetch a token all the time.')
    : passed('lifetime', `${seconds} seconds`);
};

const expiry: Rule = ({ exp }, { now }) => {
  if (!isTime(exp)) return failed('expiry', 'there is no exp', 'Set it.');
  const left = exp - now;
  if (left > 0) return passed('expiry', `it expires in ${left} seconds`);
  if (-left <= CLOCK_TOLERANCE) return passed('expiry', `it expired ${-left} seconds ago: just so`);
  return failed(
    'expiry',
    `it expired ${-left} seconds ago`,
    "Make a token for each call of getAuthToken, in place of keeping one. If it was made just now, your server's clock is slow: set it by NTP.",
  );
};

const notBefore: Rule = ({ nbf }, { now }) =>
  isTime(nbf) && nbf <= now + CLOCK_TOLERANCE
    ? passed('claim:nbf', 'it lies in the past')
    : failed(
        'claim:nbf',
        'it lies in the future, or is no time',
        'Leave it out: Kindly documents none.',
      );

const issuedAt: Rule = ({ iat }, { now }) => {
  if (!isTime(iat)) return failed('issued-at', 'there is no iat', 'Set it.');
  const ahead = iat - now;
  if (iat > IN_MILLISECONDS) {
    return failed('issued-at', 'it is in milliseconds', 'Divide by 1000.');
  }
  return ahead <= CLOCK_TOLERANCE
    ? passed('issued-at', 'it lies in the past')
    : failed(
        'issued-at',
        `it lies ${ahead} seconds in the future`,
        `Your server's clock is ${ahead} seconds ahead of this machine's: set both by NTP. Or iat is in milliseconds.`,
      );
};

const MISSING_CHAT =
  'Set chat: { id: chatId }. An endpoint that reads "chat_id" from its body finds nothing when the page sends "chatId", as the specification\'s own samples do: read both.';

const chat: Rule = (claims, { chatId }) => {
  const value = claims['chat'];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const isFlat = claims['chat_id'] !== undefined || claims['chatId'] !== undefined;
    return failed(
      'claim:chat',
      isFlat ? 'the chat id is a claim of its own' : kindOf(value),
      isFlat ? 'Put it into an object: chat: { id: chatId }.' : MISSING_CHAT,
    );
  }
  const { id } = value as { readonly id?: unknown };
  if (!isText(id)) return failed('claim:chat', `of chat.id: ${kindOf(id)}`, MISSING_CHAT);
  if (chatId === undefined) {
    return skipped(
      'claim:chat',
      `it is for the chat "${id}"; nobody knows whether that is the page's`,
    );
  }
  return id === chatId
    ? passed('claim:chat', 'it is for this chat')
    : failed(
        'claim:chat',
        'it is for another chat',
        'Sign the chat id that getAuthToken was called with, anew for each chat.',
      );
};

const domains: Rule = (claims) => {
  const { webhook_domains: list } = (claims['chat'] ?? {}) as {
    readonly webhook_domains?: unknown;
  };
  if (list === undefined || (Array.isArray(list) && list.length === 0)) {
    return warned(
      'claim:webhook_domains',
      'there are none',
      'Kindly will forward this token to no webhook. List the hosts of yours: chat: { id, webhook_domains: ["shop.example.com"] }.',
    );
  }
  if (!Array.isArray(list) || !list.every(isText)) {
    return failed('claim:webhook_domains', 'it is no list of strings', 'Make it a list of hosts.');
  }
  const odd = list.find((host) => !/^(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(host));
  return odd === undefined
    ? passed('claim:webhook_domains', list.join(', '))
    : warned(
        'claim:webhook_domains',
        `"${odd}" is no host`,
        'Give hosts alone: "shop.example.com" or "*.example.com", without scheme, port or path. Kindly reaches no localhost.',
      );
};

function profileRule(name: string, type: 'string' | 'boolean'): Rule {
  return (claims) =>
    typeof claims[name] === type
      ? passed(`claim:${name}`, `it is a ${type}`)
      : failed(`claim:${name}`, kindOf(claims[name]), `Make it a ${type}, or leave it out.`);
}

const picture: Rule = ({ picture: url }) =>
  typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? passed('claim:picture', 'it is an http(s) URL')
    : failed(
        'claim:picture',
        typeof url === 'string' ? 'it is no http(s) URL' : kindOf(url),
        'Give a public http(s) URL.',
      );

/** Checked when they are there. */
const OPTIONAL: Readonly<Record<string, Rule>> = {
  nbf: notBefore,
  name: profileRule('name', 'string'),
  email: profileRule('email', 'string'),
  email_verified: profileRule('email_verified', 'boolean'),
  phone_number: profileRule('phone_number', 'string'),
  phone_number_verified: profileRule('phone_number_verified', 'boolean'),
  picture,
};

/** Names that people write in place of those that Kindly reads. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  avatar: 'picture',
  image: 'picture',
  mail: 'email',
  emailVerified: 'email_verified',
  phone: 'phone_number',
  phoneNumber: 'phone_number',
  full_name: 'name',
  user_id: 'sub',
  userId: 'sub',
};

function lookalikes(claims: Claims): RuleResult[] {
  return Object.entries(LOOKALIKES).flatMap(([name, meant]) =>
    claims[name] === undefined || claims[meant] !== undefined
      ? []
      : [
          warned(
            `claim:${name}`,
            `Kindly reads no "${name}"`,
            `Name it "${meant}", if it is meant to be shown in the Inbox. As a claim of your own it is passed on to your webhooks.`,
          ),
        ],
  );
}

const REQUIRED: readonly Rule[] = [
  issuer,
  subject,
  timeRule('iat'),
  timeRule('exp'),
  lifetime,
  expiry,
  issuedAt,
  chat,
  domains,
];

/** Checks each claim by a rule of its own. */
export function checkClaims(claims: Claims, context: ClaimContext): RuleResult[] {
  const present = Object.entries(OPTIONAL).filter(([name]) => claims[name] !== undefined);
  return [
    ...REQUIRED.map((rule) => rule(claims, context)),
    ...present.map(([, rule]) => rule(claims, context)),
    ...lookalikes(claims),
  ];
}
