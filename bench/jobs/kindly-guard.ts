import 'reflect-metadata';
import { Controller, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import {
  KindlyAuthModule,
  type KindlyAuthModuleOptions,
  KindlyWebhook,
  KindlyWebhookGuard,
} from 'nestjs-kindly-auth';
import { moduleOf } from '../contenders/nest-server.js';
import { ISSUER, KEY_ID } from '../workload/workload.js';
import type { JobSettings } from './job.js';

@Controller()
class WebhookController {
  @Post('webhook')
  @KindlyWebhook()
  answer(): object {
    return {};
  }
}

/** The guard out of an app without HTTP. */
export async function kindlyGuard(
  { keys }: JobSettings,
  options: Partial<KindlyAuthModuleOptions> = {},
): Promise<KindlyWebhookGuard> {
  const kindly = KindlyAuthModule.forRoot({
    issuer: ISSUER,
    publicKey: keys.publicKey,
    keyId: KEY_ID,
    controller: false,
    ...options,
  });
  const metadata = { imports: [kindly], controllers: [WebhookController] };
  const context = await NestFactory.createApplicationContext(moduleOf(metadata), {
    logger: ['error', 'warn'],
  });
  return context.get(KindlyWebhookGuard);
}

/** One call of the guard, as Nest makes it for a request. */
export function visit(guard: KindlyWebhookGuard, token: string): Promise<boolean> {
  const authorization = `Bearer ${token}`;
  const request = { headers: { authorization }, rawHeaders: ['Authorization', authorization] };
  const answer = Reflect.get(WebhookController.prototype, 'answer') as () => unknown;
  return guard.canActivate(new ExecutionContextHost([request, {}], WebhookController, answer));
}
