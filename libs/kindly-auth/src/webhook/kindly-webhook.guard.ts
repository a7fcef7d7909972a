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
import { internalServerError } from '../errors/internal-server-error.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { challenge } from '../errors/www-authenticate.js';
import { assertTokenBounded, hasAuthorization, readBearerToken } from './bearer-token.js';
import { assertSameChat, assertHostListed } from './claims-binding.js';
import { KindlyBotRegistry } from './kindly-bot.registry.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import { rawBodyOf, verifyKindlySignature } from './kindly-signature.js';
import { resolveWebhookRoute, type WebhookRoute, webhookOptionsOf } from './webhook-route.js';

/**
 * Lets a Kindly webhook through when its signature and its token are good, and puts the claims on
 * the request, where `@KindlyUser()` finds them. `@KindlyWebhook()` applies it with options, answers
 * 200 and documents the route; `@UseGuards(KindlyWebhookGuard)` is the guard alone, with the defaults.
 *
 * The token proves who the user is, not that Kindly sent the request: the user himself holds it and
 * can send any body with it. Only the signature proves the body.
 *
 * Order: size ▸ HMAC ▸ token ▸ claims ▸ chat ▸ handler. Throws {@link KindlyAuthException} with
 * `signature_invalid`, `token_missing`, `token_invalid`, `token_expired`, `claims_invalid`,
 * `chat_mismatch`, `host_not_listed` or `raw_body_missing`.
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

  /** @throws KindlyAuthOptionsError when the app has no `KindlyAuthModule` */
  onModuleInit(): void {
    this.bots();
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.admitted.has(context)) return true;
    try {
      await this.admit(this.getRequest(context), this.routeOf(context));
    } catch (error) {
      throw this.refuse(error, context);
    }
    this.admitted.add(context);
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

  private async admit(request: KindlyWebhookRequest, route: WebhookRoute): Promise<void> {
    const { bot, identity, secrets } = route;
    const wantsToken =
      identity === 'required' || (identity === 'optional' && hasAuthorization(request));
    if (wantsToken) assertTokenBounded(request, bot.settings.maxTokenLength);
    if (secrets) verifyKindlySignature(rawBodyOf(request), request.headers, secrets);
    const token = wantsToken ? readBearerToken(request) : undefined;
    request.kindlyClaims =
      token === undefined ? undefined : await this.authenticate(token, request, route);
    request.kindlyToken = token;
  }

  private async authenticate(
    token: string,
    request: KindlyWebhookRequest,
    { bot }: WebhookRoute,
  ): Promise<KindlyClaims> {
    const claims = await bot.passport.authenticate(token);
    assertSameChat(request, claims, bot.settings.chatBinding);
    assertHostListed(claims, bot.settings.webhookHost);
    return claims;
  }

  /** The audit at boot has seen these options already, unless the module was loaded lazily. */
  private routeOf(context: ExecutionContext): WebhookRoute {
    const options = webhookOptionsOf(context.getClass(), context.getHandler());
    return resolveWebhookRoute(options, this.bots(), placeOf(context));
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
    if (error.getStatus() >= 500) this.logger.error(line);
    else this.logger.debug(line);
    const header = challenge(error);
    if (header !== undefined) {
      this.adapterHost.httpAdapter.setHeader(this.getResponse(context), 'WWW-Authenticate', header);
    }
    return this.toException(error, context);
  }
}

function placeOf(context: ExecutionContext): string {
  return `${context.getClass().name}.${context.getHandler().name}`;
}
