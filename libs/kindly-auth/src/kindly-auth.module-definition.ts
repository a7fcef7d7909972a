import type { DynamicModule, FactoryProvider, Provider } from '@nestjs/common';
import { ClaimsChecker } from './claims/claims-checker.js';
import { CLAIMS_SETTINGS } from './claims/claims.settings.js';
import { KindlyAuthOptionsError } from './errors/kindly-auth-options.error.js';
import { DEFAULT_BOT } from './keys/default-bot.js';
import { keyRingToken } from './keys/inject-kindly-key-ring.decorator.js';
import { KEY_RING_SETTINGS } from './keys/key-ring.settings.js';
import { KindlyKeyRing } from './keys/kindly-key-ring.js';
import { checkExtras } from './kindly-auth.extras-check.js';
import { checkOptions, type KindlyAuthSettings } from './kindly-auth.options-check.js';
import {
  type KindlyAuthOptionsOverride,
  kindlyAuthOverrideToken,
  overridden,
  overrideProvider,
} from './kindly-auth.options-override.js';
import type { OptionsSource } from './kindly-auth.options-source.js';
import type { KindlyAuthModuleExtras } from './kindly-auth.options.js';
import { REVOCATION_SETTINGS } from './revocation/revocation.settings.js';
import { TokenRevocations } from './revocation/token-revocations.js';
import { tokenServiceToken } from './token/inject-kindly-token-service.decorator.js';
import { KINDLY_JWT_SERVICE, KindlyJwtService } from './token/kindly-jwt.service.js';
import { KindlyTokenService } from './token/kindly-token.service.js';
import { createKindlyTokenController } from './token/kindly-token.controller.js';
import { TOKEN_SETTINGS } from './token/token.settings.js';
import { TokenVerifier } from './token/token-verifier.js';
import {
  type KindlyUserResolver,
  RESOLVER_SETTINGS,
  USER_RESOLVER,
} from './token/user-resolver.js';
import { KindlyAuthenticator } from './webhook/kindly-authenticator.js';
import { KindlyBotRegistry } from './webhook/kindly-bot.registry.js';
import { KindlyPassport } from './webhook/kindly-passport.js';
import { VerifiedTokenCache } from './webhook/verified-token.cache.js';
import { WebhookDocumentation } from './webhook/webhook-documentation.service.js';
import { WEBHOOK_SETTINGS } from './webhook/webhook.settings.js';

/** The checked options of one bot. */
const SETTINGS = Symbol('nestjs-kindly-auth:settings');
/** That it is built puts the bot into the registry. */
export const BOT = Symbol('nestjs-kindly-auth:bot');

/** The token endpoint needs a key to sign with, and somebody who says who is signed in. */
function checkEndpoint(settings: KindlyAuthSettings, extras: KindlyAuthModuleExtras): void {
  if (extras.userResolver !== undefined && settings.resolveUser !== undefined) {
    throw new KindlyAuthOptionsError(
      'resolveUser',
      'conflict',
      'and the extra "userResolver" exclude each other: who is signed in must have one answer.',
    );
  }
  if (extras.controller === false) return;
  if (settings.keyRing.current.signer === undefined) {
    throw new KindlyAuthOptionsError(
      'privateKey',
      'required',
      'is missing, and the token endpoint needs it. Give it, or set "controller: false" to verify only.',
    );
  }
  if (extras.userResolver === undefined && settings.resolveUser === undefined) {
    throw new KindlyAuthOptionsError(
      'resolveUser',
      'required',
      'is missing: the token endpoint has to learn who is signed in. Give it or "userResolver", or set "controller: false".',
    );
  }
}

/** One part of the checked options, under the token of the room that it is for. */
function part(provide: symbol, select: (settings: KindlyAuthSettings) => unknown): Provider {
  return { provide, useFactory: select, inject: [SETTINGS] };
}

function resolverProvider({ userResolver }: KindlyAuthModuleExtras): Provider {
  return userResolver
    ? { provide: USER_RESOLVER, useClass: userResolver }
    : part(USER_RESOLVER, ({ resolveUser }): KindlyUserResolver => ({
        resolve: (request) => resolveUser?.(request),
      }));
}

function botProvider(path: string | undefined): Provider {
  return {
    provide: BOT,
    inject: [
      SETTINGS,
      KindlyKeyRing,
      KindlyAuthenticator,
      TokenRevocations,
      KindlyBotRegistry,
      WebhookDocumentation,
    ],
    useFactory: (
      { token, webhook, forwardsNowhere }: KindlyAuthSettings,
      keyRing: KindlyKeyRing,
      authenticator: KindlyAuthenticator,
      revocations: TokenRevocations,
      registry: KindlyBotRegistry,
      documentation: WebhookDocumentation,
    ) => {
      registry.register({
        settings: webhook,
        tokenSource: `${token.issuer}\n${keyRing.publicKey}`,
        authenticator,
        revocations,
        path,
        forwardsNowhere: forwardsNowhere && path !== undefined,
      });
      documentation.document(webhook.bot);
      return webhook.bot;
    },
  };
}

function serviceProviders(bot: string): Provider[] {
  const services: Provider[] = [
    ClaimsChecker,
    KindlyKeyRing,
    TokenVerifier,
    TokenRevocations,
    {
      provide: KINDLY_JWT_SERVICE,
      inject: [KindlyKeyRing],
      useFactory: (keyRing: KindlyKeyRing) => new KindlyJwtService(keyRing),
    },
    KindlyTokenService,
    KindlyPassport,
    VerifiedTokenCache,
    KindlyAuthenticator,
  ];
  return bot === DEFAULT_BOT
    ? services
    : [
        ...services,
        { provide: tokenServiceToken(bot), useExisting: KindlyTokenService },
        { provide: keyRingToken(bot), useExisting: KindlyKeyRing },
      ];
}

/**
 * Puts the parts of one bot together. Only its token service and its key ring leave the module, and
 * those of a named bot only under its name.
 */
export function defineModule(
  source: OptionsSource,
  extras: KindlyAuthModuleExtras,
): Required<Omit<DynamicModule, 'module'>> {
  checkExtras(extras);
  const { bot = DEFAULT_BOT, imports = [], guards = [], decorators = [] } = extras;
  const defaultPath = bot === DEFAULT_BOT ? 'kindly/token' : `kindly/${bot}/token`;
  const path = extras.controller === false ? undefined : (extras.path ?? defaultPath);
  const settings: FactoryProvider<KindlyAuthSettings> = {
    provide: SETTINGS,
    inject: [kindlyAuthOverrideToken(bot), ...(source.inject ?? [])],
    useFactory: async (override: KindlyAuthOptionsOverride | undefined, ...injected) => {
      const options = overridden(await source.make(...(injected as never[])), override);
      const checked = await checkOptions(options, bot);
      checkEndpoint(checked, extras);
      return checked;
    },
  };
  return {
    global: extras.isGlobal ?? true,
    imports: [...imports],
    controllers:
      path === undefined ? [] : [createKindlyTokenController({ bot, path, guards, decorators })],
    providers: [
      ...source.providers,
      overrideProvider(bot),
      settings,
      part(CLAIMS_SETTINGS, ({ claims }) => claims),
      part(KEY_RING_SETTINGS, ({ keyRing }) => keyRing),
      part(REVOCATION_SETTINGS, ({ revocation }) => revocation),
      part(TOKEN_SETTINGS, ({ token }) => token),
      part(WEBHOOK_SETTINGS, ({ webhook }) => webhook),
      part(RESOLVER_SETTINGS, ({ resolver }) => resolver),
      ...serviceProviders(bot),
      resolverProvider(extras),
      botProvider(path),
    ],
    exports: [tokenServiceToken(bot), keyRingToken(bot)],
  };
}
