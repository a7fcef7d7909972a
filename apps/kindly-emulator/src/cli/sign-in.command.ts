import { ConfigError } from '../config/config.error.js';
import type { TokenRequest } from '../protocol/console-protocol.js';
import { TOKEN_VARIANTS } from '../token-endpoint/page-request.js';
import { askEmulator, EMULATOR_OPTION } from './ask-emulator.js';
import { defineCommand, JSON_OPTION } from './command.js';
import { exchangeLines } from './exchange-lines.js';
import { rulesToMend } from './rule-lines.js';
import { out, printable } from './terminal.js';

function isTokenRequest(answer: Partial<TokenRequest>): answer is TokenRequest {
  return Array.isArray(answer.rules) && typeof answer.chatId === 'string';
}

function lines(one: TokenRequest): string[] {
  const { variant, url, request, summary, rules, check } = one;
  return [
    `-->  POST ${url} (${variant})  ${printable(request.body)}`,
    ...exchangeLines(one, 'nothing was asked', summary),
    ...rulesToMend([...rules, ...(check?.rules ?? [])]),
  ];
}

export const signInCommand = defineCommand({
  name: 'sign-in',
  operand: '<url>',
  summary: 'Asks a token endpoint as a page does, and signs a chat in.',
  description: `Lets a running emulator ask your token endpoint in each way that the published samples do, all in one
chat, and sign the chat in with the token that it gets: trigger goes on in that chat.`,
  options: {
    variant: {
      type: 'string',
      value: '<name>',
      help: 'text, json or chat_id. Default: one after the other.',
    },
    cookie: {
      type: 'string',
      value: '<value>',
      help: 'Who is signed in: the header that a browser would send.',
    },
    authorization: {
      type: 'string',
      value: '<value>',
      help: 'The same for endpoints that know users by this header.',
    },
    origin: {
      type: 'string',
      value: '<url>',
      help: 'Of the page. Default: that of the endpoint. Another one needs CORS.',
    },
    chat: { type: 'string', value: '<id>', help: 'Default: a new one.' },
    url: EMULATOR_OPTION,
    json: JSON_OPTION,
  },
  exitCodes: {
    '0': 'A page would have got a good token each time.',
    '1': 'It would not.',
  },
  examples: ['sign-in http://localhost:3000/kindly/token --cookie "session=$SESSION"'],
  async run({ operand: endpoint, flags }) {
    if (!endpoint) throw new ConfigError('Which endpoint? kindly-emulator sign-in <url>');
    const { url, json, chat, variant, origin, cookie, authorization } = flags;
    const ask = (one: string | undefined, inChat: string | undefined): Promise<TokenRequest> => {
      const command = { url: endpoint, variant: one, origin, cookie, authorization, chat: inChat };
      return askEmulator(url, 'token-requests', command, isTokenRequest);
    };
    const [first, ...others] = variant === undefined ? TOKEN_VARIANTS : [variant];
    const request = await ask(first, chat);
    const rest = await Promise.all(others.map((one) => ask(one, request.chatId)));
    const requests = [request, ...rest];
    const text = [...requests.flatMap(lines), `     Chat ${request.chatId}`];
    if (json) out.printJson(requests);
    else out.print(...text);
    return requests.every(({ succeeded }) => succeeded) ? 0 : 1;
  },
});
