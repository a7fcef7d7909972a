import {
  type CanActivate,
  Controller,
  Header,
  HttpCode,
  HttpException,
  HttpStatus,
  Inject,
  Logger,
  Post,
  Req,
  Res,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { nowInSeconds } from '../claims/claims-checker.js';
import type { KindlyIdentity } from '../claims/kindly-identity.js';
import { errorCodeOf, issuing } from '../diagnostics/publishing.js';
import { internalServerError } from '../errors/internal-server-error.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { refusalHeaders } from '../errors/refusal-headers.js';
import { DEFAULT_BOT } from '../keys/default-bot.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { type KindlyIssueOptions, KindlyTokenService } from './kindly-token.service.js';
import { describeWithoutMessage } from '../errors/error-description.js';
import { documentTokenEndpoint } from './document-token-endpoint.js';
import { readChatId, type TokenRequest } from './token-request.js';
import {
  type KindlyUserResolver,
  RESOLVER_SETTINGS,
  type ResolverSettings,
  USER_RESOLVER,
} from './user-resolver.js';
import { isForOperator } from '../errors/is-for-operator.js';
import { within } from '../errors/within.js';

/** How the token endpoint of a bot is put into the app. */
export interface TokenEndpoint {
  readonly bot: string;
  readonly path: string;
  readonly guards: readonly (Type<CanActivate> | CanActivate)[];
  readonly decorators: readonly ClassDecorator[];
}

const logger = new Logger('KindlyTokenController');

/** Publishes what the endpoint itself refuses; of all that comes after it, the service does. */
async function observed<T>(bot: string, read: () => Promise<T>): Promise<T> {
  const beganAt = issuing.begin();
  try {
    return await read();
  } catch (error) {
    if (beganAt !== undefined) issuing.bad(beganAt, { bot, errorCode: errorCodeOf(error) });
    throw error;
  }
}

/** A session store that hangs must not collect requests without end. */
async function identityOf(
  resolved: ReturnType<KindlyUserResolver['resolve']>,
  timeout: number,
): Promise<KindlyIdentity> {
  const identity = await within(resolved, timeout, () => {
    const reason = `the resolver gave no answer within ${timeout} milliseconds`;
    return new KindlyAuthException('resolver_timeout', { reason });
  });
  if (identity === null || identity === undefined) throw new KindlyAuthException('not_signed_in');
  return identity;
}

/**
 * What goes out for an error of the operator's: its code where we have one, never a detail. The
 * app's own filters find the original error as `cause`.
 */
function asHttpException(error: unknown): HttpException {
  if (error instanceof KindlyAuthException) {
    const line = `No token was issued (${error.errorCode}): ${error.reason}`;
    if (isForOperator(error)) logger.error(line);
    else logger.debug(line);
  }
  if (error instanceof HttpException) return error;
  const reason =
    error instanceof KindlyAuthOptionsError ? error.message : describeWithoutMessage(error);
  logger.error(`No token was issued: ${reason}`);
  return internalServerError(error);
}

/**
 * Makes the controller of one bot's token endpoint (specification, "Create an authentication
 * endpoint"). Each registration has a class of its own, because path, guards and decorators are
 * metadata of the class.
 *
 * @internal
 */
export function createKindlyTokenController(endpoint: TokenEndpoint): Type<unknown> {
  @Controller(endpoint.path)
  @UseGuards(...endpoint.guards)
  class KindlyTokenController {
    constructor(
      @Inject(KindlyTokenService) private readonly tokens: KindlyTokenService,
      @Inject(KindlyKeyRing) private readonly keyRing: KindlyKeyRing,
      @Inject(USER_RESOLVER) private readonly resolver: KindlyUserResolver,
      @Inject(RESOLVER_SETTINGS) private readonly settings: ResolverSettings,
      @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    ) {}

    // With @Res() interceptors get nothing to wrap: Kindly Chat needs `token` at the top.
    @Post()
    @HttpCode(HttpStatus.OK)
    @Header('Cache-Control', 'no-store')
    @documentTokenEndpoint
    async issue(@Req() request: TokenRequest, @Res() response: object): Promise<void> {
      const { httpAdapter } = this.adapterHost;
      try {
        const token = await this.tokens.issue(
          ...(await observed(endpoint.bot, () => this.read(request))),
        );
        httpAdapter.reply(response, { token }, HttpStatus.OK);
      } catch (error) {
        const exception = asHttpException(error);
        for (const [name, value] of refusalHeaders(exception)) {
          httpAdapter.setHeader(response, name, value);
        }
        throw exception;
      }
    }

    private async read(
      request: TokenRequest,
    ): Promise<[chatId: string, KindlyIdentity, KindlyIssueOptions]> {
      // Who cannot be served in the end costs the app nothing: no session is looked up for him.
      this.keyRing.current.signer?.assertNotBusy();
      const chatId = await readChatId(request);
      // From before anybody is looked up: who signs out meanwhile gets a token that is revoked.
      const issuedAt = nowInSeconds();
      const identity = await identityOf(this.resolver.resolve(request), this.settings.timeout);
      // A clock that was set back meanwhile is no reason to refuse.
      return [chatId, identity, { issuedAt: Math.min(issuedAt, nowInSeconds()) }];
    }
  }

  // OpenAPI makes ids of it, which must differ from bot to bot.
  if (endpoint.bot !== DEFAULT_BOT) {
    Object.defineProperty(KindlyTokenController, 'name', {
      value: `KindlyTokenController_${endpoint.bot}`,
    });
  }
  for (const decorate of endpoint.decorators) decorate(KindlyTokenController);
  return KindlyTokenController;
}
