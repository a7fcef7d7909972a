import type { TokenRequestCommand, TokenVariant } from '../protocol/console-protocol.js';

interface Variant {
  readonly contentType: string;
  readonly body: (chatId: string) => object;
}

/** How the published samples ask for a token; see `TokenVariant`. */
const VARIANTS: Readonly<Record<TokenVariant, Variant>> = {
  text: {
    // What a browser says of a string when the page says nothing.
    contentType: 'text/plain;charset=UTF-8',
    body: (chatId) => ({ chatId }),
  },
  json: {
    contentType: 'application/json',
    body: (chatId) => ({ chatId, name: 'Somebody else' }),
  },
  chat_id: {
    contentType: 'application/json',
    body: (chatId) => ({ chat_id: chatId }),
  },
};

export const TOKEN_VARIANTS = Object.keys(VARIANTS) as readonly TokenVariant[];

/** A request for a token as a browser would send it for a page. */
export interface PageRequest {
  readonly url: URL;
  /** Of the page. */
  readonly origin: string;
  readonly isCrossOrigin: boolean;
  /** The page sends its cookies along, as `credentials: 'include'` has it across origins. */
  readonly hasCookies: boolean;
  readonly headers: readonly (readonly [string, string])[];
  /** The names that a preflight has to ask for; without any there is none. */
  readonly askedHeaders: readonly string[];
  readonly body: Buffer;
}

/** Nothing where only the list of public suffixes could tell, as browsers know it. */
function siteOf(url: URL, origin: string): string | undefined {
  if (url.origin === origin) return 'same-origin';
  const page = new URL(origin);
  return page.protocol === url.protocol && page.hostname === url.hostname ? 'same-site' : undefined;
}

/** What a page asks, with the headers that its own script sets. */
export interface PageAsk extends TokenRequestCommand {
  readonly headers?: readonly (readonly [string, string])[];
}

/** Writes the request of a page, with all that a browser adds by itself. */
export function pageRequest(command: PageAsk, chatId: string): PageRequest {
  const { variant, cookie, authorization, headers: own = [] } = command;
  const url = new URL(command.url);
  const origin = command.origin === undefined ? url.origin : new URL(command.origin).origin;
  const { contentType, body } = VARIANTS[variant];
  const asked = [
    ...(authorization === undefined ? [] : ['authorization']),
    ...own.map(([name]) => name.toLowerCase()),
    // Of the types, the form's and plain text go without asking.
    ...(contentType === 'application/json' ? ['content-type'] : []),
  ];
  const isCrossOrigin = origin !== url.origin;
  const site = siteOf(url, origin);
  return {
    url,
    origin,
    isCrossOrigin,
    hasCookies: cookie !== undefined,
    headers: [
      ['Content-Type', contentType],
      ['Origin', origin],
      ...(site === undefined ? [] : [['Sec-Fetch-Site', site] as const]),
      ['Sec-Fetch-Mode', 'cors'],
      ['Sec-Fetch-Dest', 'empty'],
      ['User-Agent', 'kindly-emulator'],
      ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
      ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
      ...own,
    ],
    askedHeaders: isCrossOrigin ? asked : [],
    body: Buffer.from(JSON.stringify(body(chatId))),
  };
}
