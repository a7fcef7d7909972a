import {
  type CanActivate,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
  Optional,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { admission, errorCodeOf } from '../diagnostics/publishing.js';
import { internalServerError } from '../errors/internal-server-error.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { isForOperator } from '../errors/is-for-operator.js';
import { refusalHeaders } from '../errors/refusal-headers.js';
import { assertTokenBounded, authorizationsOf, readBearerToken } from './bearer-token.js';
import { assertSameChat, assertHostListed } from './claims-binding.js';
import { KindlyBotRegistry } from './kindly-bot.registry.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import { rawBodyOf, verifyKindlySignature } from './kindly-signature.js';
import {
  namesOf,
  resolveWebhookRoute,
  type WebhookRoute,
  webhookOptionsOf,
} from './webhook-route.js';

/**
 * Lets a Kindly webhook through when its signature and its token are good, and puts the claims on
 * the request, where `@KindlyUser()` finds them. `@KindlyWebhook()` applies it with options, answers
 * 200 and documents the route; `@UseGuards(KindlyWebhookGuard)` is the guard alone, with the defaults.
 *
 * The token proves who the user is, not that Kindly sent the request: the user himself holds it and
 * can send any body with it. Only the signature proves the body.
 *
 * Order: size ▸ HMAC ▸ token ▸ claims ▸ chat ▸ revocation ▸ handler. Throws
 * {@link KindlyAuthException} with `signature_invalid`, `token_missing`, `token_invalid`,
 * `token_expired`, `claims_invalid`, `chat_mismatch`, `host_not_listed`, `token_revoked`,
 * `revocation_unavailable` or `raw_body_missing`.
 *
 * To use it where the HTTP request stands elsewhere in the context, as in GraphQL, extend it and
 * override `getRequest` and `getResponse`. There the parameter decorators have nothing to read:
 * `kindlyClaims` and `kindlyToken` stand on the request.
 */
@Injectable()
export class KindlyWebhookGuard implements CanActivate, OnModuleInit {
  // Injected as properties, so that a guard that extends this one is free to have its own constructor.
  @Optional() @Inject(KindlyBotRegistry) private readonly registry?: KindlyBotRegistry;
  @Inject(HttpAdapterHost) private readonly adapterHost!: HttpAdapterHost;

  private readonly logger = new Logger(KindlyWebhookGuard.name);
  /**
   * Calls of a handler that this guard has let through: class and method can both ask for it. Not
   * requests: one that a lax handler let in could go on to a strict one, by `next()` or in a batch.
   */
  private readonly admitted = new WeakSet<ExecutionContext>();
  /** By handler and controller. Neither decorators nor bots change once they are there. */
  private readonly routes = new WeakMap<object, WeakMap<object, WebhookRoute>>();

  /** @throws KindlyAuthOptionsError when the app has no `KindlyAuthModule` */
  onModuleInit(): void {
    this.bots();
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.admitted.has(context)) return true;
    const beganAt = admission.begin();
    let identified: boolean;
    try {
      identified = await this.admit(this.getRequest(context), this.routeOf(context));
    } catch (error) {
      if (beganAt !== undefined) {
        admission.bad(beganAt, { ...namesOf(context), errorCode: errorCodeOf(error) });
      }
      throw this.refuse(error, context);
    }
    this.admitted.add(context);
    if (beganAt !== undefined) admission.good(beganAt, { ...namesOf(context), identified });
    return true;
  }

  /** The request that carries the webhook. Override it where it stands elsewhere in the context. */
  protected getRequest(context: ExecutionContext): KindlyWebhookRequest {
    return context.switchToHttp().getRequest<KindlyWebhookRequest>();
  }

  /** The response that gets `WWW-Authenticate`. Override it where it stands elsewhere in the context. */
  protected getResponse(context: ExecutionContext): object {
    return context.switchToHttp().getResponse<object>();
  }

  /** What is thrown for a refusal. Override it to answer in another form, or to count refusals. */
  protected toException(exception: HttpException, _context: ExecutionContext): unknown {
    return exception;
  }

  /** @returns whether a token says who the user is */
  private async admit(request: KindlyWebhookRequest, route: WebhookRoute): Promise<boolean> {
    const token = screen(request, route);
    request.kindlyClaims =
      token === undefined ? undefined : await this.authenticate(token, request, route);
    request.kindlyToken = token;
    return token !== undefined;
  }

  private async authenticate(
    token: string,
    request: KindlyWebhookRequest,
    { bot }: WebhookRoute,
  ): Promise<KindlyClaims> {
    const genuine = await bot.authenticator.authenticate(token);
    const { claims } = genuine;
    assertSameChat(request, claims, bot.settings.chatBinding);
    assertHostListed(claims, bot.settings.webhookHost);
    // Last, because it may be a question to another machine.
    const answer = bot.revocations.assertNotRevoked(claims);
    if (answer === undefined) return claims;
    await answer;
    // It may have taken its time, in which keys are revoked and tokens expire.
    bot.authenticator.assertStillGood(genuine);
    return claims;
  }

  /** The audit at boot has seen these options already, unless the module was loaded lazily. */
  private routeOf(context: ExecutionContext): WebhookRoute {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    const known = this.routes.get(handler)?.get(controller);
    if (known !== undefined) return known;
    const options = webhookOptionsOf(controller, handler);
    const route = resolveWebhookRoute(options, this.bots(), placeOf(context));
    // A handler can be inherited, and its controllers differ in their options.
    const routes = this.routes.get(handler) ?? new WeakMap<object, WebhookRoute>();
    this.routes.set(handler, routes.set(controller, route));
    return route;
  }

  private bots(): KindlyBotRegistry {
    if (this.registry) return this.registry;
    throw new KindlyAuthOptionsError(
      'bot',
      'unknown',
      'of a webhook cannot be found: the app has no KindlyAuthModule. Import KindlyAuthModule.forRoot({ … }) or .forRootAsync({ … }).',
    );
  }

  private refuse(error: unknown, context: ExecutionContext): unknown {
    if (error instanceof KindlyAuthOptionsError) {
      this.logger.error(error.message);
      return this.toException(internalServerError(error), context);
    }
    if (!(error instanceof KindlyAuthException)) return error;
    const line = `${placeOf(context)} refused a webhook (${error.errorCode}): ${error.reason}`;
    if (isForOperator(error)) this.logger.error(line);
    else this.logger.debug(line);
    for (const [name, value] of refusalHeaders(error)) {
      this.adapterHost.httpAdapter.setHeader(this.getResponse(context), name, value);
    }
    return this.toException(error, context);
  }
}

/**
 * All that can be said of a request before anybody asks whose token it is.
 *
 * @returns the token; nothing for a visitor who may stay anonymous
 */
function screen(
  request: KindlyWebhookRequest,
  { bot, identity, secrets }: WebhookRoute,
): string | undefined {
  const authorizations = authorizationsOf(request);
  const wantsToken =
    identity === 'required' || (identity === 'optional' && authorizations.length > 0);
  if (wantsToken) assertTokenBounded(authorizations, bot.settings.maxTokenLength);
  if (secrets) verifyKindlySignature(rawBodyOf(request), request.headers, secrets);
  return wantsToken ? readBearerToken(authorizations) : undefined;
}

function placeOf(context: ExecutionContext): string {
  return `${context.getClass().name}.${context.getHandler().name}`;
}
