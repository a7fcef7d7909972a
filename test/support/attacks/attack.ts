import type { Sent } from '../http.js';
import { WEBHOOK_BODY } from '../kindly.js';
import { JSON_TYPE } from '../kindly-module.js';
import { brokenClaim, INVALID, type Outcome } from '../webhook.js';
import type { Door } from './target.js';

/** What an attacker sends, by Node's client. */
export interface Strike extends Sent {
  /** Behind the path of the door, with its question mark. */
  readonly query?: string;
}

/** A request that must be refused, in these words and for this reason. */
export interface Attack {
  readonly name: string;
  readonly door: Door;
  /** Made when it is sent: tokens are signed with genuine keys, and die. */
  readonly make: () => Strike | Promise<Strike>;
  readonly expected: Outcome;
  /**
   * What the operator's debug log says. Callers get the same words for many rules; by the reason a
   * test knows that the rule in question refused, and not one behind it.
   */
  readonly reason: string;
}

/** Attacks that have one defence. */
export interface AttackGroup {
  readonly title: string;
  /** The defence, and what would happen without it. */
  readonly why: string;
  readonly attacks: readonly Attack[];
}

/** Reasons that many attacks have in common. */
export const THREE_PARTS = 'it does not have three parts in base64url';
export const DOES_NOT_HOLD = 'its signature does not hold (JsonWebTokenError)';
export const NOT_ONE_TOKEN = 'the Authorization header is not "Bearer" and one token';
export const TOO_LONG = 'it is longer than 8192 characters';

type MakeToken = () => string | Promise<string>;

export function bearer(token: string): readonly string[] {
  return ['Authorization', `Bearer ${token}`];
}

/** A delivery that is good but for its token. */
export function badToken(name: string, reason: string, make: MakeToken): Attack {
  return {
    name,
    door: 'webhook',
    reason,
    expected: INVALID,
    make: async () => withToken(await make()),
  };
}

/** A delivery whose token is genuine, and breaks a rule all the same. */
export function badClaim(name: string, message: string, make: MakeToken): Attack {
  return { ...badToken(name, message, make), expected: brokenClaim(message) };
}

/** Text as the bytes of its UTF-8, since Node's client sends a character for a byte. */
export function asHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}

export function withToken(token: string, body: string | Uint8Array = WEBHOOK_BODY): Strike {
  return { headers: [...JSON_TYPE, ...bearer(token)], body };
}
