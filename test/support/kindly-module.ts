import { Controller, Post } from '@nestjs/common';
import {
  type KindlyAuthModuleExtras,
  type KindlyAuthModuleOptions,
  type KindlyRevocationStore,
  KindlyUser,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { expect } from 'vitest';
import { type Answer, type Sent, send } from './http.js';
import { CHAT_ID, deliver, ISSUER, keyPair } from './kindly.js';

export type Options = KindlyAuthModuleOptions & KindlyAuthModuleExtras;

export const JSON_TYPE = ['Content-Type', 'application/json'];
/** What a browser adds to the specification's own fetch, which sets no content type. */
export const TEXT_TYPE = ['Content-Type', 'text/plain;charset=UTF-8'];
export const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'];

export const IDENTITY = { sub: 'user-1', name: 'Kari Nordmann' };

const { privateKey } = keyPair();

/** Options with which the module boots, and these in their place. */
export function options(bent: Partial<Options> = {}): Options {
  return {
    issuer: ISSUER,
    privateKey,
    resolveUser: bent.userResolver ? undefined : () => IDENTITY,
    ...bent,
  };
}

/** A store of revocations that says this of every user, and forgets what it is told. */
export function storeThat(says: () => Promise<unknown>): KindlyRevocationStore {
  return { get: says, set: async () => undefined };
}

/** A webhook that says who the user is. */
@Controller()
export class WebhookController {
  @Post('webhook')
  @KindlyWebhook()
  answer(@KindlyUser('sub') sub: string): { sub: string } {
    return { sub };
  }
}

export function json(body: unknown): Sent {
  return { headers: JSON_TYPE, body: JSON.stringify(body) };
}

/** What the page's snippet asks for. */
export function ask(url: string, path = '/kindly/token'): Promise<Answer> {
  return send(url + path, json({ chatId: CHAT_ID }));
}

export function tokenOf({ body }: Answer): string {
  return (body as { token: string }).token;
}

export async function tokenFrom(url: string, path?: string): Promise<string> {
  return tokenOf(await ask(url, path));
}

/** The whole loop: a token from the endpoint is honoured by the webhook. */
export async function expectLoop(url: string, path?: string): Promise<void> {
  expect(await deliver(`${url}/webhook`, { token: await tokenFrom(url, path) })).toMatchObject({
    status: 200,
    body: { sub: 'user-1' },
  });
}
