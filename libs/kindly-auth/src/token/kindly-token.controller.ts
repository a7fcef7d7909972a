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
import type { KindlyIdentity } from '../claims/kindly-identity.js';
import { internalServerError } from '../errors/internal-server-error.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { challenge } from '../errors/www-authenticate.js';
import { DEFAULT_BOT } from '../keys/default-bot.js';
import { KindlyTokenService } from './kindly-token.service.js';
import { describeWithoutMessage } from '../errors/error-description.js';
import { readChatId, type TokenRequest } from './token-request.js';
import {
  type KindlyUserResolver,
  RESOLVER_SETTINGS,
  type ResolverSettings,
  USER_RESOLVER,
} from './user-resolver.js';
import { within } from './within.js';

/** How the token endpoint of a bot is put into the app. */
export interface TokenEndpoint {
  readonly bot: string;
  readonly path: string;
  readonly guards: readonly (Type<CanActivate> | CanActivate)[];
  readonly decorators: readonly ClassDecorator[];
}

const logger = new Logger('KindlyTokenController');

/**
 * What goes out for an error of the operator's: its code where we have one, never a detail. The
 * app's own filters find the original error as `cause`.
 */
function asHttpException(error: unknown): HttpException {
  if (error instanceof KindlyAuthException) {
    const line = `No token was issued (${error.errorCode}): ${error.reason}`;
    if (error.getStatus() >= 500) logger.error(line);
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
      @Inject(USER_RESOLVER) private readonly resolver: KindlyUserResolver,
      @Inject(RESOLVER_SETTINGS) private readonly settings: ResolverSettings,
      @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    ) {}

    // With @Res() interceptors get nothing to wrap: Kindly Chat needs `token` at the top.
    @Post()
    @HttpCode(HttpStatus.OK)
    @Header('Cache-Control', 'no-store')
    async issue(@Req() request: TokenRequest, @Res() response: object): Promise<void> {
      const { httpAdapter } = this.adapterHost;
      try {
        const token = await this.tokens.issue(await readChatId(request), await this.whoIs(request));
        httpAdapter.reply(response, { token }, HttpStatus.OK);
      } catch (error) {
        const exception = asHttpException(error);
        const header = challenge(exception);
        if (header !== undefined) httpAdapter.setHeader(response, 'WWW-Authenticate', header);
        throw exception;
      }
    }

    private async whoIs(request: TokenRequest): Promise<KindlyIdentity> {
      const { timeout } = this.settings;
      // A session store that hangs must not collect requests without end.
      const identity = await within(
        this.resolver.resolve(request),
        timeout,
        () =>
          new KindlyAuthException('resolver_timeout', {
            reason: `the resolver gave no answer within ${timeout} milliseconds`,
          }),
      );
      if (identity === null || identity === undefined) {
        throw new KindlyAuthException('not_signed_in');
      }
      return identity;
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
