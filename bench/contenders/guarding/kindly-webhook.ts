import { Controller, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  KindlyUser,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { ISSUER, KEY_ID } from '../../workload/workload.js';
import type { WebhookAnswer } from '../bodies.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

@Controller()
class WebhookController {
  @Post('webhook')
  @KindlyWebhook()
  answer(@KindlyUser('sub') sub: string): WebhookAnswer {
    return { sub };
  }
}

/** As our README does, in a service that verifies only, and without HMAC, which the peers have not. */
export function listenWithKindly(
  { adapter, keys, previousPublicKeys = [] }: ContenderSettings,
  options: Partial<KindlyAuthModuleOptions> = {},
): Promise<number> {
  const kindly = KindlyAuthModule.forRoot({
    issuer: ISSUER,
    publicKey: keys.publicKey,
    keyId: KEY_ID,
    previousPublicKeys,
    controller: false,
    ...options,
  });
  return listenWithNest({ imports: [kindly], controllers: [WebhookController] }, adapter);
}
