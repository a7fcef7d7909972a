import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Throttle } from '@nestjs/throttler';
import { KindlyAuthModule, type KindlyAuthModuleOptions } from 'nestjs-kindly-auth';
import { AccountsModule } from '../accounts/accounts.module.js';
import type { ShopConfig } from '../config/configuration.js';
import { LocalSecrets } from '../config/local-secrets.js';
import { SessionUserResolver } from './session-user.resolver.js';
import { ShopClaims } from './shop-claims.js';

/** Name of the secret of Kindly's ticket webhooks, which is another than that of its dialogues. */
export const TICKETS = 'tickets';

async function kindlyOptions(
  config: ShopConfig,
  secrets: LocalSecrets,
): Promise<KindlyAuthModuleOptions<ShopClaims>> {
  const key = await secrets.privateKey();
  const passphrase = config.get('KINDLY_PRIVATE_KEY_PASSPHRASE', { infer: true });
  return {
    issuer: config.get('KINDLY_ISSUER', { infer: true }),
    privateKey: passphrase === undefined ? key : { key, passphrase },
    claims: ShopClaims,
    webhookDomains: config.get('KINDLY_WEBHOOK_DOMAINS', { infer: true })?.split(/[\s,]+/) ?? [],
    hmacSecrets: {
      // Without a secret, on a developer's machine, dialogue webhooks go by their token alone.
      dialogue: config.get('KINDLY_HMAC_SECRET', { infer: true }) ?? false,
      [TICKETS]: await secrets.ticketSecret(),
    },
  };
}

/** The shop's bot: its token endpoint, and all that its webhooks are guarded by. */
@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      imports: [AccountsModule],
      inject: [ConfigService, LocalSecrets],
      useFactory: kindlyOptions,
      userResolver: SessionUserResolver,
      // The chat asks once for each page and each renewal.
      decorators: [Throttle({ default: { limit: 30, ttl: 60_000 } })],
    }),
  ],
})
export class KindlyModule {}
