import type { ExecutionContext } from '@nestjs/common';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import type { KindlyWebhookRequest } from './kindly-request.js';

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
  if (Object.hasOwn(request, 'kindlyClaims')) {
    return { claims: request.kindlyClaims, token: request.kindlyToken };
  }
  throw new Error(
    `nestjs-kindly-auth: ${decorator} of ${context.getClass().name}.${context.getHandler().name} has nothing to give, because no KindlyWebhookGuard ran for this route. Put @KindlyWebhook() on it.`,
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
