import type { Customer } from '../cluster/customers.js';
import { type Ask, type Browser, delivery } from './ask.js';
import { hours, type KindlySide, order, signIn, ticketUpdate, token } from './good-asks.js';
import { type Issued, signedAnew } from './tokens.js';

/** What somebody holds who has signed in, and abuses it. */
export interface Hand {
  readonly browser: Browser;
  readonly customer: Customer;
  readonly issued: Issued;
}

/** The same request, which must be refused like this. */
export function refused(ask: Ask, flaw: string, status: number, code?: string): Ask {
  const { kind, path, sent } = ask;
  return { kind, path, sent, flaw, status, ...(code !== undefined && { code }) };
}

type BadAsk = (kindly: KindlySide, hand: Hand) => Ask;

function firstOrder({ customer }: Hand): Customer['orders'][number] {
  const [own = { number: 0, title: '' }] = customer.orders;
  return own;
}

/** About his own order, with this in place of his token. */
function orderWith(kindly: KindlySide, hand: Hand, changes: Partial<Issued>): Ask {
  return order(kindly, { ...hand.issued, ...changes }, firstOrder(hand));
}

function orderDelivery(
  { agent }: KindlySide,
  { issued: { chatId, token: bearer } }: Hand,
  changes: { readonly token?: string | undefined; readonly secret?: string | undefined },
): Ask {
  const given = { token: bearer, ...changes };
  const sent = delivery({
    agent,
    body: { chat_id: chatId, message: 'Where is my order?' },
    ...(given.token !== undefined && { token: given.token }),
    ...(given.secret !== undefined && { secret: given.secret }),
  });
  return { kind: 'order', path: '/webhooks/orders', sent, status: 200 };
}

const forged: BadAsk = (kindly, hand) => {
  const { foreignKeys } = kindly.secrets;
  const bad = signedAnew(hand.issued.token, foreignKeys.privateKey);
  return refused(orderWith(kindly, hand, { token: bad }), 'forged', 401, 'token_invalid');
};

/** With a genuine signature: it was good once. */
const expired: BadAsk = (kindly, hand) => {
  const { issuedAt } = hand.issued;
  const claims = { iat: issuedAt - 600, exp: issuedAt - 300 };
  const { privateKey } = kindly.secrets.pairOf(hand.issued.token) ?? kindly.secrets.keys;
  const bad = signedAnew(hand.issued.token, privateKey, claims);
  return refused(orderWith(kindly, hand, { token: bad }), 'expired', 401, 'token_expired');
};

const ofAnotherChat: BadAsk = (kindly, hand) =>
  refused(
    orderWith(kindly, hand, { chatId: `${hand.issued.chatId}-other` }),
    'another chat',
    403,
    'chat_mismatch',
  );

const anonymous: BadAsk = (kindly, hand) =>
  refused(
    orderDelivery(kindly, hand, { token: undefined, secret: kindly.secrets.hmac }),
    'anonymous',
    401,
    'token_missing',
  );

const unsigned: BadAsk = (kindly, hand) =>
  refused(orderDelivery(kindly, hand, {}), 'unsigned', 401, 'signature_invalid');

const wrongHmac: BadAsk = (kindly, hand) =>
  refused(
    orderDelivery(kindly, hand, { secret: kindly.secrets.ticketHmac }),
    'wrong HMAC',
    401,
    'signature_invalid',
  );

const ticketWithWrongHmac: BadAsk = ({ agent, secrets }) => {
  const body = { _meta: { event: 'ticket.updated' } };
  const sent = delivery({ agent, body, secret: secrets.hmac });
  const good = ticketUpdate({ agent, secrets }, { id: 'forged', status: 'SOLVED' });
  return refused({ ...good, sent }, 'wrong HMAC', 401, 'signature_invalid');
};

/** Where identity is optional, a token that is wrong is refused all the same. */
const forgedForHours: BadAsk = (kindly, { issued }) => {
  const bad = signedAnew(issued.token, kindly.secrets.foreignKeys.privateKey);
  return refused(hours(kindly, { ...issued, token: bad }), 'forged', 401, 'token_invalid');
};

const tokenForNobody: BadAsk = (_kindly, { browser, customer, issued }) =>
  refused(
    token({ ...browser, cookie: '' }, customer, issued.chatId),
    'not signed in',
    401,
    'not_signed_in',
  );

const wrongPassword: BadAsk = (_kindly, { browser, customer }) =>
  refused(signIn(browser.agent, customer, 'guess'), 'wrong password', 401);

/** All that anybody may try at any time. */
export const BAD_ASKS: readonly BadAsk[] = [
  forged,
  expired,
  ofAnotherChat,
  anonymous,
  unsigned,
  wrongHmac,
  ticketWithWrongHmac,
  forgedForHours,
  tokenForNobody,
  wrongPassword,
];

/** A token that was good until its customer signed out. */
export function revokedToken(kindly: KindlySide, hand: Hand): Ask {
  return refused(orderWith(kindly, hand, {}), 'revoked', 401, 'token_revoked');
}

/** A session that has ended brings no token any more. */
export function tokenAfterSignOut(browser: Browser, customer: Customer, chatId: string): Ask {
  return refused(token(browser, customer, chatId), 'signed out', 401, 'not_signed_in');
}
