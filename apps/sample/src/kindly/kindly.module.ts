import { Module } from '@nestjs/common';
import { Throttle } from '@nestjs/throttler';
import { KindlyAuthModule, type KindlyAuthModuleOptions } from 'nestjs-kindly-auth';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CONFIG } from '../config/configuration.js';
import type { Environment } from '../config/environment.js';
import { LocalSecrets } from '../config/local-secrets.js';
import { SessionUserResolver } from './session-user.resolver.js';
import { ShopClaims } from './shop-claims.js';

/** Name of the secret of Kindly's ticket webhooks, which is another than that of its dialogues. */
export const TICKETS = 'tickets';

async function kindlyOptions(
  config: Environment,
  secrets: LocalSecrets,
): Promise<KindlyAuthModuleOptions<ShopClaims>> {
  const key = await secrets.privateKey();
  const passphrase = config.KINDLY_PRIVATE_KEY_PASSPHRASE;
  return {
    issuer: config.KINDLY_ISSUER,
    privateKey: passphrase === undefined ? key : { key, passphrase },
    claims: ShopClaims,
    tokenLifetime: config.KINDLY_TOKEN_LIFETIME,
    webhookDomains: config.KINDLY_WEBHOOK_DOMAINS?.split(/[\s,]+/) ?? [],
    hmacSecrets: {
      // Without a secret, on a developer's machine, dialogue webhooks go by their token alone.
      dialogue: config.KINDLY_HMAC_SECRET ?? false,
      [TICKETS]: await secrets.ticketSecret(),
    },
  };
}

/** The shop's bot: its token endpoint, and all that its webhooks are guarded by. */
@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      imports: [AccountsModule],
      inject: [CONFIG, LocalSecrets],
      useFactory: kindlyOptions,
      userResolver: SessionUserResolver,
      // The chat asks once for each page and each renewal.
      decorators: [Throttle({ default: { limit: 30, ttl: 60_000 } })],
    }),
  ],
})
export class KindlyModule {}
