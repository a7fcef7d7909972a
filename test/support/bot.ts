import { NestFactory } from '@nestjs/core';
import { KindlyAuthException, KindlyAuthModule, KindlyTokenService } from 'nestjs-kindly-auth';
import { expect } from 'vitest';
import { TokenVerifier } from '../../libs/kindly-auth/src/token/token-verifier.js';
import { KindlyAuthenticator } from '../../libs/kindly-auth/src/webhook/kindly-authenticator.js';
import { options, type Options } from './kindly-module.js';
import { moduleOf } from './running-app.js';

/** A bot without HTTP: what the guard and the token endpoint call, wired as in every app. */
export interface Bot {
  readonly tokens: KindlyTokenService;
  /** What the webhook guard verifies a token with. */
  readonly authenticator: KindlyAuthenticator;
  /** What comes before and behind the signature check of both. */
  readonly verifier: TokenVerifier;
}

/** @throws KindlyAuthOptionsError */
export async function bootBot(given: object): Promise<Bot> {
  const context = await NestFactory.createApplicationContext(
    moduleOf({ imports: [KindlyAuthModule.forRoot(given as Options)] }),
    { logger: false, abortOnError: false },
  );
  return {
    tokens: context.get(KindlyTokenService),
    authenticator: context.get(KindlyAuthenticator, { strict: false }),
    verifier: context.get(TokenVerifier, { strict: false }),
  };
}

/** A bot with options that work, and these in their place. */
export function botOf(bent: Partial<Options> = {}): Promise<Bot> {
  return bootBot(options(bent));
}

/** A bot that has no private key, as a service that gets Kindly's webhooks and nothing else. */
export function verifyingBotOf(bent: Partial<Options>): Promise<Bot> {
  return botOf({
    privateKey: undefined,
    resolveUser: undefined,
    controller: false as const,
    ...bent,
  });
}

/** What was found out, or the typed refusal. Any other error is one that would have become a 500. */
export async function foundOrRefusal<T>(verified: Promise<T>): Promise<T | KindlyAuthException> {
  try {
    return await verified;
  } catch (error) {
    if (error instanceof KindlyAuthException) return error;
    throw error;
  }
}

/**
 * What becomes of a token: `accepted`, or the code of its refusal. The guard and
 * `KindlyTokenService.verify` must be of one mind.
 */
export async function verdictOf({ authenticator, tokens }: Bot, token: string): Promise<string> {
  const outcomes = await Promise.all(
    [authenticator.authenticate(token), tokens.verify(token)].map(foundOrRefusal<unknown>),
  );
  const [guard, service] = outcomes.map((outcome) =>
    outcome instanceof KindlyAuthException ? outcome.errorCode : 'accepted',
  );
  expect(service).toBe(guard);
  return String(guard);
}
