import { randomUUID } from 'node:crypto';
import { describeHttpError } from '../http/http-client.js';
import type { RuleResult, TokenVariant } from '../protocol/console-protocol.js';
import { preflightRule } from '../token-endpoint/cors-rules.js';
import { type EndpointAnswer, readEndpointAnswer } from '../token-endpoint/endpoint-rules.js';
import { type PageRequest, pageRequest } from '../token-endpoint/page-request.js';
import { type Answer, type Patient, send } from './patient.js';

/** One question to the token endpoint, and what came of it. */
export interface Asked extends EndpointAnswer {
  readonly variant: TokenVariant;
  readonly chatId: string;
  readonly request: PageRequest;
  readonly answer: Answer;
  /** Nothing where a browser sends none. */
  readonly preflight: RuleResult | undefined;
}

/** Nothing came back. */
export interface Unanswered {
  readonly error: string;
}

async function preflightOf(
  patient: Patient,
  request: PageRequest,
): Promise<RuleResult | undefined> {
  const { askedHeaders, origin, url } = request;
  if (askedHeaders.length === 0) return undefined;
  const headers = [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', askedHeaders.join(',')],
  ] as const;
  return preflightRule(await send(patient, { method: 'OPTIONS', url, headers }), request);
}

/** Who asks: the signed-in user on the app's own page unless this says otherwise. */
export interface Asker {
  readonly isSignedOut?: boolean;
  readonly origin?: string;
}

/** Asks for a token of a new chat, in one of the ways of the published samples. */
export async function askEndpoint(
  patient: Patient,
  variant: TokenVariant,
  { isSignedOut = false, origin = patient.origin }: Asker = {},
): Promise<Asked | Unanswered> {
  const chatId = randomUUID();
  const { url, cookie, headers } = patient;
  const session = isSignedOut ? {} : { headers, ...(cookie === undefined ? {} : { cookie }) };
  const request = pageRequest({ url: url.href, variant, origin, ...session }, chatId);
  try {
    const preflight = await preflightOf(patient, request);
    const answer = await send(patient, { method: 'POST', ...request });
    return { variant, chatId, request, answer, preflight, ...readEndpointAnswer(answer, variant) };
  } catch (error) {
    return { error: describeHttpError(error) };
  }
}
