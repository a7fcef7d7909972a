import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { onTestFinished } from 'vitest';
import { send } from './http.js';
import { keyPair } from './kindly.js';
import { json, tokenOf } from './kindly-module.js';

/** The pair of the samples' apps. */
export const { privateKey, publicKey } = keyPair();
/** A second one, for a second bot or the next key. */
export const otherPair = keyPair('other');
export const HMAC_SECRET = 'the-dialogue-secret-of-this-test';

Object.assign(process.env, {
  KINDLY_PRIVATE_KEY: privateKey.replaceAll('\n', String.raw`\n`),
  KINDLY_PUBLIC_KEY: publicKey,
  KINDLY_SUPPORT_PRIVATE_KEY: otherPair.privateKey,
  KINDLY_HMAC_SECRET: HMAC_SECRET,
});

/** Starts a module of a sample's, until the test is over. */
export async function start(
  module: unknown,
  configure: (app: INestApplication) => void = () => undefined,
): Promise<{ readonly app: INestApplication; readonly url: string }> {
  const app = await NestFactory.create(module as Type<unknown>, {
    rawBody: true,
    logger: false,
    abortOnError: false,
  });
  configure(app);
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  return { app, url: await app.getUrl() };
}

/** A token for the chat `chat-1`, from a token endpoint. */
export async function tokenFrom(url: string, path = '/kindly/token'): Promise<string> {
  return tokenOf(await send(url + path, json({ chatId: 'chat-1' })));
}

/** A class that a sample exports. */
export function classOf(exported: Record<string, unknown>, name: string): Type<unknown> {
  return exported[name] as Type<unknown>;
}
