import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import {
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
import { moduleOf } from '../contenders/nest-server.js';
import { ISSUER, KEY_ID, WEBHOOK_DOMAINS } from '../workload/workload.js';
import type { JobSettings } from './job.js';

/** The service out of an app without HTTP, configured as the contenders are. */
export async function kindlyService(
  { keys }: JobSettings,
  options: Partial<KindlyAuthModuleOptions> = {},
): Promise<KindlyTokenService> {
  const kindly = KindlyAuthModule.forRoot({
    issuer: ISSUER,
    privateKey: keys.privateKey,
    keyId: KEY_ID,
    webhookDomains: WEBHOOK_DOMAINS,
    controller: false,
    ...options,
  });
  const context = await NestFactory.createApplicationContext(moduleOf({ imports: [kindly] }), {
    logger: ['error', 'warn'],
  });
  return context.get(KindlyTokenService);
}
