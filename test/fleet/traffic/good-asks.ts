import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../support/http.js';
import type { Customer, Order } from '../cluster/customers.js';
import type { Secrets } from '../cluster/secrets.js';
import { type Ask, type Browser, browserHeaders, type Delivered, delivery } from './ask.js';
import { claimsOf, type Issued } from './tokens.js';

const ORDERS = '/webhooks/orders';
const HOURS = '/webhooks/opening-hours';
const TICKETS = '/webhooks/tickets';

function others(found: readonly (number | undefined)[], { orders }: Customer): string | undefined {
  const own = orders.map(({ number }) => number);
  const sorted = found.toSorted((one = 0, other = 0) => one - other);
  return isDeepStrictEqual(sorted, own) ? undefined : `orders ${String(found)}, not ${String(own)}`;
}

function replyOf({ body }: Answer): string {
  return String((body as { readonly reply?: unknown } | undefined)?.reply);
}

function isReply(expected: string): NonNullable<Ask['check']> {
  return (answer) =>
    replyOf(answer).startsWith(expected) ? undefined : `${replyOf(answer)}, not ${expected}`;
}

export function signIn(agent: Browser['agent'], { email }: Customer, password: string): Ask {
  const headers = browserHeaders({ agent, cookie: '' }, 'application/x-www-form-urlencoded');
  const body = new URLSearchParams({ email, password }).toString();
  return { kind: 'sign-in', path: '/sign-in', sent: { agent, headers, body }, status: 303 };
}

/** The page of somebody who is signed in: with his name, his orders, and nobody else's. */
export function page({ agent, cookie }: Browser, customer: Customer): Ask {
  const check = ({ text }: Answer): string | undefined => {
    if (!text.includes(`Hello, ${customer.name}<`)) return `no page of ${customer.name}'s`;
    const numbers = [...text.matchAll(/Order (\d+) ·/g)].map(([, number]) => Number(number));
    return others(numbers, customer);
  };
  const sent = { agent, method: 'GET', headers: ['Cookie', cookie] };
  return { kind: 'page', path: '/', sent, status: 200, check };
}

export function tokenOf({ body }: Answer): string {
  return String((body as { readonly token?: unknown }).token);
}

/** As the page asks for a token; for a chat that has had one, it is a renewal. */
export function token(
  browser: Browser,
  { id }: Customer,
  chatId: string,
  kind: 'token' | 'renewal' = 'token',
): Ask {
  const check = (answer: Answer): string | undefined => {
    const { sub, chat } = claimsOf(tokenOf(answer));
    const isRight = sub === String(id) && chat?.id === chatId;
    return isRight ? undefined : `a token of user ${String(sub)} for chat ${String(chat?.id)}`;
  };
  const headers = browserHeaders(browser, 'application/json');
  const sent = { agent: browser.agent, headers, body: JSON.stringify({ chatId }) };
  return { kind, path: '/kindly/token', sent, status: 200, check };
}

export function signOut(browser: Browser): Ask {
  const headers = browserHeaders(browser, 'application/x-www-form-urlencoded');
  const sent = { agent: browser.agent, headers };
  return { kind: 'sign-out', path: '/sign-out', sent, status: 303 };
}

/** Kindly's side of the wire. */
export interface KindlySide {
  readonly agent: Delivered['agent'];
  readonly secrets: Secrets;
}

function orderWebhook(
  { agent, secrets: { hmac: secret } }: KindlySide,
  { token: bearer, chatId }: Issued,
  message: string,
): Pick<Ask, 'kind' | 'path' | 'sent' | 'status'> {
  const body = { chat_id: chatId, message };
  const sent = delivery({ agent, body, token: bearer, secret });
  return { kind: 'order', path: ORDERS, sent, status: 200 };
}

export function order(kindly: KindlySide, issued: Issued, { number, title }: Order): Ask {
  const check = isReply(`<b>Order ${number}</b> (${title}) is on its way to you`);
  return { ...orderWebhook(kindly, issued, `Where is order ${number}?`), check };
}

/** Somebody asks for what is another's: he learns no more than if there were no such order. */
export function ordersOfOthers(kindly: KindlySide, issued: Issued, { number }: Order): Ask {
  const check = isReply(`There is no order ${number} among yours.`);
  return { ...orderWebhook(kindly, issued, `Where is order ${number}?`), check };
}

/** Which orders he may mean: all of his own. */
export function offer(kindly: KindlySide, issued: Issued, customer: Customer): Ask {
  const check = ({ body }: Answer): string | undefined => {
    const { buttons = [] } = body as { readonly buttons?: readonly { readonly value: string }[] };
    return others(
      buttons.map(({ value }) => Number(/\d+/.exec(value)?.[0])),
      customer,
    );
  };
  return { ...orderWebhook(kindly, issued, 'Where is my order?'), check };
}

/** Everybody is told the opening hours, and greeted by name when he is known. */
export function hours({ agent }: KindlySide, issued?: Issued, customer?: Customer): Ask {
  const body = { chat_id: issued?.chatId ?? 'anonymous', message: 'When are you open?' };
  const sent = delivery({ agent, body, ...(issued && { token: issued.token }) });
  const check = isReply(customer ? `Hello, ${customer.name}! We are open` : 'Hello! We are open');
  return { kind: 'hours', path: HOURS, sent, status: 200, check };
}

export interface Ticket {
  readonly id: string;
  readonly status: string;
}

function ticketBody(ticket: Ticket): object {
  const chat = { id: 'chat-of-a-ticket', updated: new Date().toISOString() };
  return { _meta: { event: 'ticket.updated' }, ticket, chat };
}

export function ticketUpdate({ agent, secrets }: KindlySide, ticket: Ticket): Ask {
  const check = ({ body }: Answer): string | undefined =>
    isDeepStrictEqual(body, { ok: true }) ? undefined : 'something else than { ok: true }';
  const sent = delivery({ agent, body: ticketBody(ticket), secret: secrets.ticketHmac });
  return { kind: 'ticket', path: TICKETS, sent, status: 200, check };
}
