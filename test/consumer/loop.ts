/*
 * The whole loop in an app that has installed the package: a token for who is signed in, and a webhook
 * that the token opens. Run it as `node loop.js express` or `fastify`; what is not as it must be is an
 * error, and the exit code 1.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import type { INestApplication, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  generateKindlyKeyPair,
  KINDLY_HMAC_ALGORITHM,
  KINDLY_HMAC_ALGORITHM_HEADER,
  KINDLY_HMAC_HEADER,
} from 'nestjs-kindly-auth';
import { AppModule } from './app.module.js';

interface Answer {
  readonly status: number;
  readonly body: { readonly token?: string; readonly reply?: string; readonly errorCode?: string };
}

type Headers = Readonly<Record<string, string>>;

const OPTIONS: NestApplicationOptions = { rawBody: true, logger: ['error', 'warn'] };
const MESSAGE = JSON.stringify({ chat_id: 'chat-1', message: 'Where is my order?' });

async function createApp(adapter: string | undefined): Promise<INestApplication> {
  if (adapter === 'express') return NestFactory.create(AppModule, OPTIONS);
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return NestFactory.create(AppModule, new FastifyAdapter(), OPTIONS);
}

async function post(url: string, body: string, headers: Headers): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

function expectRefusal({ status, body }: Answer, errorCode: string): void {
  deepStrictEqual([status, body.errorCode], [401, errorCode]);
}

async function issue(url: string): Promise<string> {
  const ask = (headers: Headers) => post(`${url}/kindly/token`, '{"chatId":"chat-1"}', headers);
  expectRefusal(await ask({}), 'not_signed_in');
  const { status, body } = await ask({ 'X-User': 'Ada' });
  deepStrictEqual([status, typeof body.token], [200, 'string']);
  return body.token ?? '';
}

async function deliver(url: string, secret: string, token: string): Promise<void> {
  const signed = {
    'Content-Type': 'application/json',
    [KINDLY_HMAC_ALGORITHM_HEADER]: KINDLY_HMAC_ALGORITHM,
    [KINDLY_HMAC_HEADER]: createHmac('sha256', secret).update(MESSAGE).digest('base64'),
  };
  const send = (headers: Headers) => post(`${url}/orders`, MESSAGE, { ...signed, ...headers });
  const authorization = { Authorization: `Bearer ${token}` };
  deepStrictEqual(await send(authorization), {
    status: 200,
    body: { reply: 'Ada asks: Where is my order?' },
  });
  expectRefusal(await send({}), 'token_missing');
  expectRefusal(await send({ Authorization: `Bearer ${token}x` }), 'token_invalid');
  expectRefusal(await send({ ...authorization, [KINDLY_HMAC_HEADER]: '' }), 'signature_invalid');
}

async function main(adapter: string | undefined): Promise<void> {
  const { privateKey } = await generateKindlyKeyPair();
  const secret = randomBytes(32).toString('hex');
  Object.assign(process.env, { KINDLY_PRIVATE_KEY: privateKey, KINDLY_HMAC_SECRET: secret });
  const app = await createApp(adapter);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  await deliver(url, secret, await issue(url));
  await app.close();
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
