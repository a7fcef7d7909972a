import type { ExecutionContext } from '@nestjs/common';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import { isWebhook } from './webhook-route.js';

/** A request that the guard has let through. */
export interface GuardedRequest {
  readonly claims: KindlyClaims | undefined;
  readonly token: string | undefined;
}

/**
 * @param decorator for the error: `@KindlyUser()`
 * @throws Error when no guard ran: a programming mistake, answered with 500
 */
export function guardedRequest(context: ExecutionContext, decorator: string): GuardedRequest {
  const request = context.switchToHttp().getRequest<KindlyWebhookRequest>();
  const { kindlyClaims: claims, kindlyToken: token } = request;
  // `null` is what Fastify's `decorateRequest` leaves there; the guard never does.
  if (Object.hasOwn(request, 'kindlyClaims') && claims !== null) return { claims, token };
  const controller = context.getClass();
  const handler = context.getHandler();
  const advice = isWebhook(controller, handler)
    ? 'A guard stands in for it, as in a test: let it set "kindlyClaims" of the request, to undefined for an anonymous visitor.'
    : 'Put @KindlyWebhook() on it.';
  throw new Error(
    `nestjs-kindly-auth: ${decorator} of ${controller.name}.${handler.name} has nothing to give, because no KindlyWebhookGuard ran for this route. ${advice}`,
  );
}

/**
 * Keeps the app's pipes off a parameter whose value is checked already. A `ValidationPipe` with
 * `validateCustomDecorators` and `forbidNonWhitelisted` would refuse claims and fields that the
 * parameter's class does not declare.
 */
export function hideFromPipes(
  target: object,
  key: string | symbol | undefined,
  index: number,
): void {
  if (key === undefined) return;
  const types = Reflect.getMetadata('design:paramtypes', target, key) as unknown[] | undefined;
  if (types) types[index] = Object;
}
