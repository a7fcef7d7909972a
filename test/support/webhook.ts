import { Controller, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  type KindlyClaims,
  KindlyToken,
  KindlyUser,
  KindlyWebhook,
  type KindlyWebhookOptions,
} from 'nestjs-kindly-auth';
import type { KindlyTestWebhook } from 'nestjs-kindly-auth/testing';
import type { Adapter } from './adapters.js';
import { type Answer, refusal } from './http.js';
import { deliver, ISSUER, keyPair, type Webhook } from './kindly.js';
import type { Options } from './kindly-module.js';
import { type AppSettings, withApp } from './running-app.js';

const { publicKey } = keyPair();

/** A controller with one webhook that says who it thinks the user is. */
function webhookController(options: KindlyWebhookOptions): new () => object {
  @Controller()
  class WebhookController {
    @Post('webhook')
    @KindlyWebhook(options)
    answer(
      @KindlyUser() claims: KindlyClaims | undefined,
      @KindlyToken() token: string | undefined,
    ): object {
      return { claims: claims ?? null, token: token ?? null };
    }
  }
  return WebhookController;
}

/** Starts apps that verify only, as a service that gets Kindly's webhooks and nothing else. */
export function webhookOf(adapter: Adapter) {
  return async (
    options: Partial<Options> = {},
    route: KindlyWebhookOptions = {},
    settings: AppSettings = {},
  ): Promise<(sent?: Webhook | KindlyTestWebhook, path?: string) => Promise<Answer>> => {
    const module = { issuer: ISSUER, publicKey, controller: false as const, ...options };
    const { url } = await withApp(adapter, {
      controllers: [webhookController(route)],
      ...settings,
      imports: [KindlyAuthModule.forRoot(module)],
    });
    return (sent = {}, path = '/webhook') => deliver(url + path, sent);
  };
}

/** What a refusal must be, to the letter. */
export interface Outcome {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly body: unknown;
}

/** An answer in the form of the expectations below. */
export async function outcome(answer: Promise<Answer>): Promise<Outcome> {
  const { status, body, headers } = await answer;
  const challenge = headers['www-authenticate'];
  return { status, challenge: challenge?.toString(), body };
}

function unauthorized(challenge: string, code: string, message: string): Outcome {
  return { status: 401, challenge, body: refusal(401, 'Unauthorized', code, message) };
}

function forbidden(code: string, message: string): Outcome {
  return { status: 403, challenge: undefined, body: refusal(403, 'Forbidden', code, message) };
}

const BAD_TOKEN = 'Bearer error="invalid_token"';

export const INVALID = unauthorized(BAD_TOKEN, 'token_invalid', 'The bearer token is invalid');
export const EXPIRED = unauthorized(BAD_TOKEN, 'token_expired', 'The bearer token has expired');
export const REVOKED = unauthorized(
  BAD_TOKEN,
  'token_revoked',
  'The bearer token has been revoked',
);
export const MISSING = unauthorized('Bearer', 'token_missing', 'A bearer token is required');
export const UNSIGNED = unauthorized(
  'Bearer',
  'signature_invalid',
  'The Kindly-HMAC signature is missing or invalid',
);
export const MISMATCH = forbidden('chat_mismatch', 'The bearer token belongs to another chat');
export const HOST_NOT_LISTED = forbidden(
  'host_not_listed',
  'The bearer token is not meant for this host',
);

export function brokenClaim(message: string): Outcome {
  return unauthorized(BAD_TOKEN, 'claims_invalid', message);
}
