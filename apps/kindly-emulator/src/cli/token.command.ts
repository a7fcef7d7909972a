import { ConfigError } from '../config/config.error.js';
import type { TokenRequest } from '../protocol/console-protocol.js';
import { TOKEN_VARIANTS } from '../token-endpoint/page-request.js';
import type { Command } from './arguments.js';
import { askEmulator } from './ask-emulator.js';
import { rulesToMend } from './rule-lines.js';

function isTokenRequest(answer: Partial<TokenRequest>): answer is TokenRequest {
  return Array.isArray(answer.rules) && typeof answer.chatId === 'string';
}

function lines({ variant, url, request, response, ...rest }: TokenRequest): string[] {
  const { error, milliseconds, summary, rules, check } = rest;
  const answer = response
    ? `<--  [${response.status}] ${milliseconds} ms  ${response.body.slice(0, 200)}`
    : `<--  ${error ?? 'nothing was asked'}`;
  return [
    `-->  POST ${url} (${variant})  ${request.body}`,
    answer,
    `     ${summary}`,
    ...rulesToMend([...rules, ...(check?.rules ?? [])]),
  ];
}

/**
 * Asks a token endpoint in each way that a page may, in one chat, and prints what came of it.
 *
 * @returns the exit code: 0 when a page would have got a good token each time; else 1
 */
export async function token({ operand: endpoint, client }: Command): Promise<number> {
  if (endpoint === '') throw new ConfigError('Which endpoint? kindly-emulator token <url>');
  const { url, json, chat, variant, origin, cookie, authorization } = client;
  const ask = (one: string | undefined, inChat: string | undefined): Promise<TokenRequest> => {
    const command = { url: endpoint, variant: one, origin, cookie, authorization, chat: inChat };
    return askEmulator(url, 'token-requests', command, isTokenRequest);
  };
  const [first, ...others] = variant === undefined ? TOKEN_VARIANTS : [variant];
  const request = await ask(first, chat);
  const requests = [request, ...(await Promise.all(others.map((one) => ask(one, request.chatId))))];
  const text = json
    ? JSON.stringify(requests)
    : [...requests.flatMap(lines), `     Chat ${request.chatId}`].join('\n');
  process.stdout.write(`${text}\n`);
  return requests.every(({ succeeded }) => succeeded) ? 0 : 1;
}
