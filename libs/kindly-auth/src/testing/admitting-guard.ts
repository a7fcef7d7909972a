import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { KindlyClaims, KindlyClaimsClass, KindlyWebhookRequest } from '../index.js';
import type { KindlyTestToken } from './kindly-test-token.js';
import { isRecord, misuse } from './misuse.js';

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}

/** Which claim breaks which rules. */
function describe({ property, constraints, children = [] }: ValidationError, path = ''): string {
  const name = path + property;
  const [child] = children;
  if (child !== undefined) return describe(child, `${name}.`);
  const rules = Object.keys(constraints ?? {}).map((rule) => `"${rule}"`);
  return `claim "${name}" of the identity breaks the rules of its class: ${rules.join(', ')}.`;
}

/** The claims as the guard hands them over: a frozen instance of the claims class. */
function claimsOf<C extends KindlyClaims>(
  token: KindlyTestToken,
  claimsClass: KindlyClaimsClass<C>,
): C {
  const claims = plainToInstance(claimsClass, token.claims);
  for (const [name, value] of Object.entries(claims)) {
    // A class field without `declare` makes an own key of value undefined: absent is absent.
    if (value === undefined) Reflect.deleteProperty(claims, name);
  }
  const [error] = validateSync(claims, { forbidUnknownValues: true });
  if (error === undefined) return deepFreeze(claims);
  throw misuse(describe(error));
}

function requestOf(context: ExecutionContext): KindlyWebhookRequest {
  return context.switchToHttp().getRequest<KindlyWebhookRequest>();
}

function chatIdOf({ body }: KindlyWebhookRequest): string | undefined {
  const id = isRecord(body) ? body['chat_id'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Stands in for `KindlyWebhookGuard`: looks at nothing, and says that this token was good.
 *
 * @param token its chat becomes that of the body
 * @throws TypeError when the claims break the rules of their class
 */
export function guardAdmitting<C extends KindlyClaims>(
  token: KindlyTestToken,
  claimsClass: KindlyClaimsClass<C>,
): CanActivate {
  // Now, and not in the middle of a request, where it would be a 500.
  claimsOf(token, claimsClass);
  return {
    canActivate(context) {
      const request = requestOf(context);
      const chatId = chatIdOf(request);
      const own = chatId === undefined ? token : token.inChat(chatId);
      request.kindlyClaims = claimsOf(own, claimsClass);
      request.kindlyToken = own.toString();
      return true;
    },
  };
}

/** Stands in for `KindlyWebhookGuard`: looks at nothing, and says that nobody is signed in. */
export const guardAdmittingAnonymous: CanActivate = {
  canActivate(context) {
    const request = requestOf(context);
    request.kindlyClaims = undefined;
    request.kindlyToken = undefined;
    return true;
  },
};
