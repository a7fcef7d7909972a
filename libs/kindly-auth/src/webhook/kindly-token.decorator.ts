import { createParamDecorator } from '@nestjs/common';
import { guardedRequest, hideFromPipes } from './guarded-request.js';
import type { KindlyParameterDecorator } from './kindly-user.decorator.js';

const TokenParameter = createParamDecorator(
  (_data: undefined, context) => guardedRequest(context, '@KindlyToken()').token,
  [hideFromPipes],
);

/**
 * Gives a handler the verified token as it was sent, to act on the user's behalf with a service that
 * verifies it too; `undefined` for an anonymous visitor. Do not log it: whoever has it is the user.
 *
 * On a route that no `KindlyWebhookGuard` ran for it throws an `Error`.
 */
export function KindlyToken(): KindlyParameterDecorator<string> {
  return TokenParameter();
}
