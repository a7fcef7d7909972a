import { Module } from '@nestjs/common';
import { Throttle } from '@nestjs/throttler';
import {
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  type KindlyHmacSecret,
} from 'nestjs-kindly-auth';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CONFIG } from '../config/configuration.js';
import type { Environment } from '../config/environment.js';
import { LocalSecrets } from '../config/local-secrets.js';
import { REDIS, type Redis } from '../redis/redis.js';
import { SessionUserResolver } from './session-user.resolver.js';
import { ShopClaims } from './shop-claims.js';

/** Name of the secret of Kindly's ticket webhooks, which is another than that of its dialogues. */
export const TICKETS = 'tickets';

const PEM = /-----BEGIN [^-]+-----.*?-----END [^-]+-----/gs;

/** Both, while the secret is changed here and at Kindly. Without one dialogue webhooks go by their token alone. */
function dialogueSecrets(config: Environment): KindlyHmacSecret {
  const { KINDLY_HMAC_SECRET: current, KINDLY_PREVIOUS_HMAC_SECRET: previous } = config;
  if (current === undefined) return false;
  return previous === undefined ? current : [current, previous];
}

/** The keys of a text that holds several. One in which there is none is left to the library to complain of. */
function publicKeysOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : (text.match(PEM) ?? [text]);
}

async function kindlyOptions(
  config: Environment,
  secrets: LocalSecrets,
  redis: Redis,
): Promise<KindlyAuthModuleOptions<ShopClaims>> {
  const key = await secrets.privateKey();
  const passphrase = config.KINDLY_PRIVATE_KEY_PASSPHRASE;
  return {
    issuer: config.KINDLY_ISSUER,
    privateKey: passphrase === undefined ? key : { key, passphrase },
    previousPublicKeys: publicKeysOf(config.KINDLY_PREVIOUS_PUBLIC_KEYS),
    claims: ShopClaims,
    tokenLifetime: config.KINDLY_TOKEN_LIFETIME,
    webhookDomains: config.KINDLY_WEBHOOK_DOMAINS?.split(/[\s,]+/) ?? [],
    hmacSecrets: {
      dialogue: dialogueSecrets(config),
      [TICKETS]: await secrets.ticketSecret(),
    },
    revocation: {
      store: redis?.store('revocations'),
      whenUnavailable: config.KINDLY_REVOCATION_UNAVAILABLE,
    },
  };
}

/** The shop's bot: its token endpoint, and all that its webhooks are guarded by. */
@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      imports: [AccountsModule],
      inject: [CONFIG, LocalSecrets, REDIS],
      useFactory: kindlyOptions,
      userResolver: SessionUserResolver,
      // The chat asks once for each page and each renewal.
      decorators: [Throttle({ default: { limit: 30, ttl: 60_000 } })],
    }),
  ],
})
export class KindlyModule {}
