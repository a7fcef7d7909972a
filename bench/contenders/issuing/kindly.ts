import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { IDENTITY, ISSUER, WEBHOOK_DOMAINS } from '../../workload/workload.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

/** As our README does, with a user that is always signed in. */
export function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  const kindly = KindlyAuthModule.forRoot({
    issuer: ISSUER,
    privateKey: keys.privateKey,
    webhookDomains: WEBHOOK_DOMAINS,
    resolveUser: () => IDENTITY,
    path: 'token',
  });
  return listenWithNest({ imports: [kindly] }, adapter);
}
